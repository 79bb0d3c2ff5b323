import type { Page } from '@playwright/test'
import { gates } from '@flashboard/shared/readiness/gates'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

const sizes = [
  { paper: 'A4', width: 595, height: 842 },
  { paper: 'Letter', width: 612, height: 792 },
] as const

async function openSheet(page: Page): Promise<void> {
  const id = await makePlan(page, { template: 'sample', launchInMs: 46 * HOUR_MS })
  await page.goto(`/plans/${id}/print`)
  await expect(page.getByText('Readiness checklist.')).toBeVisible()
}

for (const { paper, width, height } of sizes) {
  test(`the checklist prints on ${paper}`, async ({ person }) => {
    const ada = await person('Ada')
    await openSheet(ada)
    await ada.getByLabel('Paper').selectOption(paper)
    const pdf = await ada.pdf({ preferCSSPageSize: true })
    const pages = pageSizes(pdf)
    expect(pages.length).toBeGreaterThan(0)
    expect(pages.length).toBeLessThan(5)
    for (const page of pages) {
      expect(Math.abs(page.width - width)).toBeLessThan(1)
      expect(Math.abs(page.height - height)).toBeLessThan(1)
    }
  })
}

test('on paper every requirement stands black on white, and the tools are gone', async ({ person }) => {
  const ada = await person('Ada', { colorScheme: 'dark' })
  await openSheet(ada)
  await expect(ada.getByRole('button', { name: 'Print' })).toBeVisible()
  await ada.emulateMedia({ media: 'print' })
  await expect(ada.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(ada.getByLabel('Paper')).toBeHidden()
  await expect(ada.getByRole('link')).toHaveCount(0)
  const sheet = ada.getByRole('main')
  for (const { requirements } of gates) {
    for (const { title } of requirements) {
      await expect(sheet.getByRole('listitem').filter({ hasText: title })).toBeVisible()
    }
  }
  await expect(sheet.getByText('M38 on moss strap holds 2 of 6 buffer units.')).toBeVisible()
  await expect(sheet.getByText('Stream and capture', { exact: true })).toBeVisible()
  await expect(sheet.getByRole('img', { name: 'QR code of the live plan’s address' })).toBeVisible()
  await expect(sheet).toHaveCSS('color', 'rgb(0, 0, 0)')
  await expect(sheet).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  // Nothing around the sheet is dark either: a printer would fill the margin.
  await expect(ada.locator('body')).toHaveCSS(
    'background-color',
    /^(rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\))$/,
  )
})

test('the board’s print button opens the sheet and the print dialogue', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await ada.addInitScript(`print = () => document.documentElement.setAttribute('data-printed', '')`)
  await openBoard(ada, id)
  await ada.getByRole('link', { name: 'Print' }).click()
  await expect(ada.getByText('Readiness checklist.')).toBeVisible()
  await expect(ada.locator('html[data-printed]')).toBeAttached()
})

/** Of each page, in points. */
function pageSizes(pdf: Buffer): { width: number; height: number }[] {
  const boxes = pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)
  return [...boxes].map(([, width, height]) => ({ width: Number(width), height: Number(height) }))
}
