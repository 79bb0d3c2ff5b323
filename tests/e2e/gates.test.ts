import type { Page } from '@playwright/test'
import { entry, field, gateButton, openGate, panel, requirement, tabTo } from './board.ts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

async function openSample(page: Page): Promise<void> {
  await openBoard(page, await makePlan(page, { template: 'sample', launchInMs: 46 * HOUR_MS }))
}

test('the rail says how each gate stands', async ({ person }) => {
  const ada = await person('Ada')
  await openSample(ada)
  // The plan was made after this deadline: what it meets came too late, and says so.
  await expect(gateButton(ada, '72 hours')).toContainText('Met late')
  await expect(gateButton(ada, '48 hours')).toContainText('Missed, 2 of 5 open')
  await expect(gateButton(ada, '48 hours').getByRole('img', { name: 'Missed' })).toBeVisible()
  await expect(gateButton(ada, '24 hours')).toContainText(
    /24 hours \d+ open, due \w{3} \d+ \w{3}, \d\d:\d\d$/,
  )
  await expect(ada.getByRole('timer')).toHaveText(/^1d 2[12]:\d\d:\d\d$/)
})

test('a finding leads to its field, even inside what is folded, and goes once it is mended', async ({
  person,
}) => {
  const ada = await person('Ada')
  await openSample(ada)
  const gate = await openGate(ada, '48 hours')
  const held = requirement(gate, 'Buffer held back')
  await expect(held).toContainText('Missed')
  const finding = held.getByRole('link', { name: 'M38 on moss strap holds 2 of 6 buffer units.' })
  const buffer = field(entry(panel(ada, 'Hub stock'), 'M38 on moss strap'), 'Porto: buffer')
  await expect(buffer).toBeHidden()

  await finding.click()
  await expect(buffer).toBeFocused()
  await expect(buffer).toBeInViewport()
  await buffer.fill('6')
  // Who follows a finding has left the gate; opened again, it no longer asks.
  await expect(gate).toBeHidden()
  await openGate(ada, '48 hours')
  await expect(held).toContainText('Met')
  await expect(finding).toBeHidden()
  await expect(gateButton(ada, '48 hours')).toContainText('Missed, 1 of 5 open')
})

test('every finding of every gate leads to a control', async ({ person }) => {
  const ada = await person('Ada')
  await openBoard(ada, await makePlan(ada, { template: 'playbook', launchInMs: 46 * HOUR_MS }))
  for (const title of ['72 hours', '48 hours', '24 hours', '+15 min', '+24 h', '+21 days']) {
    const links = (await openGate(ada, title)).getByRole('link')
    const findings = await links.allTextContents()
    expect(findings.length).toBeGreaterThan(0)
    for (const [index, said] of findings.entries()) {
      await openGate(ada, title)
      // The link itself, which a click leaves the focus on, stands outside of the panels.
      await links.nth(index).click()
      await expect(ada.getByRole('main').locator(':focus'), said).toBeInViewport()
    }
  }
})

test('from gate to mended field with the keyboard alone', async ({ person }) => {
  const ada = await person('Ada')
  await openSample(ada)
  await tabTo(gateButton(ada, '48 hours'))
  await ada.keyboard.press('Enter')
  const gate = ada.getByRole('region', { name: '48 hours gate' })
  const finding = requirement(gate, 'SKUs audited').getByRole('link').first()
  await expect(requirement(gate, 'SKUs audited')).toContainText('M38 on rust strap is not audited.')
  await tabTo(finding)
  await ada.keyboard.press('Enter')
  const keep = entry(panel(ada, 'Hub stock'), 'M38 on rust strap').getByRole('button', { name: 'keep' })
  await expect(keep).toBeFocused()
  await ada.keyboard.press('Space')
  await expect(keep).toHaveAttribute('aria-pressed', 'true')
  await tabTo(gateButton(ada, '48 hours'), 'Shift+Tab')
  await ada.keyboard.press('Enter')
  // The audit counts, but it came after the gate, and stays late.
  await expect(requirement(gate, 'SKUs audited')).toContainText(/Met late by \d+ h/)
  await expect(finding).toBeHidden()
  await expect(ada.getByRole('group', { name: 'Audit of M38 on rust strap' })).toContainText(/Ada, \w{3} \d+/)

  await tabTo(gateButton(ada, '72 hours'), 'Shift+Tab')
  await ada.keyboard.press('Enter')
  await expect(ada.getByRole('region', { name: '72 hours gate' })).toBeVisible()
  await ada.keyboard.press('Escape')
  await expect(ada.getByRole('region', { name: '72 hours gate' })).toBeHidden()
  await expect(gateButton(ada, '72 hours')).toBeFocused()
})
