import { readFileSync } from 'node:fs'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import jsQR from 'jsqr'
import type { Download, Page } from '@playwright/test'
import { readPdf } from '../support/pdf-text.ts'
import { field, panel } from './board.ts'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

const sizes = [
  { paper: 'A4', width: 595, height: 842 },
  { paper: 'Letter', width: 612, height: 792 },
] as const

async function openSheets(page: Page, query = ''): Promise<string> {
  const id = await makePlan(page, { template: 'sample', launchInMs: 46 * HOUR_MS })
  await page.goto(`/plans/${id}/print${query}`)
  // The first sheet that a server prints has its thread and fonts to wait for.
  await expect(page.getByRole('img', { name: /, page 1 of/ })).toBeVisible({ timeout: 60_000 })
  return id
}

/** In the page: the pixels of the corner that has the code. */
const DRAW = `(async () => {
  const image = document.querySelector('main img')
  await image.decode()
  const size = 520
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const context = canvas.getContext('2d')
  const scale = 3
  const { naturalWidth: width, naturalHeight: height } = image
  context.drawImage(image, size - width * scale, 0, width * scale, height * scale)
  return { pixels: [...context.getImageData(0, 0, size, size).data], size }
})()`

/** What the code on a page leads to, read off the page as it is drawn. */
async function scan(page: Page): Promise<string> {
  const { pixels, size } = (await page.evaluate(DRAW)) as { pixels: number[]; size: number }
  return jsQR.default(Uint8ClampedArray.from(pixels), size, size)?.data ?? 'no code'
}

for (const { paper, width, height } of sizes) {
  test(`the page prints what the file has, a page of ${paper} each`, async ({ person }) => {
    const ada = await person('Ada', { colorScheme: 'dark' })
    await openSheets(ada)
    await ada.getByLabel('Paper').selectOption(paper)
    const pictures = ada.getByRole('img', { name: /Readiness checklist, page/ })
    const [download] = await Promise.all([
      ada.waitForEvent('download'),
      ada.getByRole('link', { name: 'Download PDF' }).click(),
    ])
    const file = await readPdf(readFileSync(await download.path()))
    await expect(pictures).toHaveCount(file.length)
    expect(file.map((page) => [page.width, page.height].map(Math.round))).toEqual(
      file.map(() => [width, height]),
    )
    const printed = await readPdf(await ada.pdf({ preferCSSPageSize: true, printBackground: true }))
    expect(printed.map((page) => [page.width, page.height].map(Math.round))).toEqual(
      file.map(() => [width, height]),
    )
    await ada.emulateMedia({ media: 'print' })
    await expect(ada.getByRole('button', { name: 'Print' })).toBeHidden()
    await expect(ada.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  })
}

test('sheet and hubs are chosen, and an edit is on the pages soon after', async ({ person }) => {
  const ada = await person('Ada')
  const id = await openSheets(ada)
  await ada.getByLabel('Sheet').selectOption('Pick list per hub')
  await expect(ada.getByRole('img', { name: 'Pick list per hub, page 1 of 2' })).toBeVisible()
  await ada.getByRole('checkbox', { name: 'Lisbon' }).uncheck()
  await expect(ada.getByRole('img', { name: 'Pick list per hub, page 1 of 1' })).toBeVisible()
  await expect(ada.getByRole('checkbox', { name: 'Porto' })).toBeDisabled()
  await ada.reload()
  await expect(ada.getByRole('checkbox', { name: 'Lisbon' })).not.toBeChecked()
  await expect(ada.getByRole('checkbox', { name: 'Porto' })).toBeChecked()
  const said = ada.getByText(/^1 page, revision \d+/)
  const before = await said.textContent()
  const other = await ada.context().newPage()
  await openBoard(other, id)
  await field(panel(other, 'Offer'), 'Hard cap').fill('160')
  await expect(said).not.toHaveText(before!)
})

test('who is signed out from elsewhere is asked for a name at the same address', async ({ person }) => {
  const ada = await person('Ada')
  await openSheets(ada, '?sheet=gear')
  await ada.context().clearCookies()
  await ada.getByLabel('Sheet').selectOption('Run of show')
  await expect(ada.getByText('This address is one of a plan')).toBeVisible()
  await expect(ada.getByRole('textbox', { name: 'Your name' })).toBeVisible()
  expect(new URL(ada.url()).search).toContain('sheet=show')
})

test('where the hubs that were chosen are gone, the page says that it has the lists of all', async ({
  person,
}) => {
  const ada = await person('Ada')
  await openSheets(ada, '?sheet=pick&paper=a4&hub=hub-gone')
  await expect(ada.getByText('The hubs that were chosen are not in the plan any more.')).toBeVisible()
  await expect(ada.getByRole('img', { name: 'Pick list per hub, page 1 of 2' })).toBeVisible()
  await ada.getByLabel('Sheet').selectOption('Gear packing list')
  await expect(ada.getByText('The hubs that were chosen')).toBeHidden()
})

test('the code on a hub’s list tells of that hub', async ({ person }) => {
  const ada = await person('Ada')
  await openSheets(ada, '?sheet=pick&paper=a4&hub=hub-porto')
  const address = await scan(ada)
  expect(address).toMatch(/\?paper=pick\.\d+\.\d+\.hub-porto$/)
  await ada.goto(address)
  const notice = ada.getByRole('region', { name: 'Your paper' })
  await expect(notice).toContainText('It is the pick list of Porto at revision')
  await expect(notice.getByRole('link', { name: 'Print it again' })).toHaveAttribute('href', /hub=hub-porto/)
})

test('until the pages of another sheet are there, none of the last can be printed for them', async ({
  person,
}) => {
  const ada = await person('Ada')
  await openSheets(ada)
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await ada.route(/\/sheets\/gear\/pages/, async (route) => {
    await held
    await route.continue()
  })
  const print = ada.getByRole('button', { name: 'Print' })
  await expect(print).toBeEnabled()
  await ada.getByLabel('Sheet').selectOption('Gear packing list')
  await expect(ada.getByText('Printing the pages… Print once they are here.')).toBeVisible()
  await expect(ada.getByRole('img', { name: /, page 1 of/ })).toHaveCount(0)
  await expect(print).toBeDisabled()
  // Printed by the browser's own command meanwhile, the paper says why it is empty.
  await ada.emulateMedia({ media: 'print' })
  await expect(ada.getByText('Printing the pages…')).toBeVisible()
  await ada.emulateMedia({ media: 'screen' })
  letThrough()
  await expect(ada.getByRole('img', { name: /Gear packing list, page 1 of/ })).toBeVisible()
  await expect(print).toBeEnabled()
})

test('the print button opens the dialogue once the pages are there', async ({ person }) => {
  const ada = await person('Ada')
  await ada.addInitScript(`print = () => document.documentElement.setAttribute('data-printed', '')`)
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await ada.getByRole('link', { name: 'Print' }).click()
  await ada.getByRole('button', { name: 'Print' }).click()
  await expect(ada.locator('html[data-printed]')).toBeAttached()
})

test('the code on a sheet leads to the plan, which says how old the paper is and what changed on it', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await openSheets(ada, '?sheet=gear')
  const address = await scan(ada)
  const { origin } = new URL(ada.url())
  expect(address).toMatch(new RegExp(`^${origin}/plans/${id}\\?paper=gear\\.\\d+\\.\\d+$`))

  await ada.goto(address)
  const notice = ada.getByRole('region', { name: 'Your paper' })
  await expect(notice.getByRole('heading', { name: 'This paper is up to date.' })).toBeVisible()
  await notice.getByRole('button', { name: 'Close' }).click()
  await expect(notice).toBeHidden()
  expect(new URL(ada.url()).search).toBe('')

  await field(panel(ada, 'Gear checklist'), 'Hotspot on a second carrier: packed').uncheck()
  await field(panel(ada, 'Offer'), 'Price').fill('190')
  await ada.keyboard.press('Tab')
  await expect(ada.getByText('Saved', { exact: true })).toBeVisible()
  await ada.goto(address)
  await expect(notice.getByRole('heading', { name: /^This paper is \d+ revisions? old\.$/ })).toBeVisible()
  // What is on no gear list is not told.
  await expect(notice.getByText('Hotspot on a second carrier: Packed')).toBeVisible()
  await expect(notice.getByText('Price')).toHaveCount(0)
})

test('a mark that no sheet has is left alone', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await ada.goto(`/plans/${id}?paper=constructor.1.1`)
  await expect(ada.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(ada.getByRole('region', { name: 'Your paper' })).toHaveCount(0)
})

test('a plan goes out as files, and comes in again equal', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample' })
  await openBoard(ada, id)
  await ada.getByRole('link', { name: 'Files' }).click()
  const saved = async (button: string) => {
    const [file] = await Promise.all([
      ada.waitForEvent('download'),
      ada.getByRole('button', { name: button }).click(),
    ])
    return file
  }
  const json = await saved('Plan as JSON')
  const workbook = readFileSync(await (await saved('Workbook (XLSX)')).path())
  expect(workbook.subarray(0, 2).toString()).toBe('PK')
  expect(await text(await saved('Table as CSV'))).toMatch(/^\uFEFFItem,Kind,/)
  expect(await text(await saved('Log as CSV'))).toContain('planCreated')

  await ada.goto('/')
  await ada.getByLabel('File of a plan').setInputFiles({
    name: 'no.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  })
  await expect(ada.getByRole('alert')).toContainText('Nothing was made.')
  await ada.getByLabel('File of a plan').setInputFiles(await json.path())
  await expect(ada).not.toHaveURL('/')
  await expect(ada.getByRole('heading', { level: 1 })).toBeVisible()
  const planOf = async (planId: string) => (await (await ada.request.get(`/api/plans/${planId}`)).json()).plan
  expect(await planOf(ada.url().split('/').at(-1)!)).toEqual(await planOf(id))

  await ada.getByRole('button', { name: 'Activity' }).click()
  await expect(ada.getByText('Plan imported from a file by Ada.')).toBeVisible()
  await ada.getByRole('button', { name: 'History' }).click()
  await expect(ada.getByText('Ada: plan imported from a file')).toBeVisible()
})

async function text(file: Download): Promise<string> {
  return readFileSync(await file.path(), 'utf8')
}
