import type { Locator, Page } from '@playwright/test'
import { DAY_MS, HOUR_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import { activityButton, gateButton, openActivity, openGate, tabTo } from './board.ts'
import { makePlan, moveLaunch, openBoard, waive } from './plans.ts'
import { expect, test } from './test.ts'

const heard = (page: Page) => page.getByRole('banner').locator('[aria-live=polite]')
const entries = (list: Locator) => list.getByRole('listitem')

test('what another decides is counted on the button, said aloud and told in the list, once', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], launchInMs: 62 * HOUR_MS })
  await waive(ada, id, 'tiers-set', 'Before Bea came')
  await openBoard(ada, id)
  await openBoard(bea, id)
  await waive(ada, id, 'sku-audit', 'Counted by hand')

  await expect(activityButton(bea)).toHaveAccessibleName('Activity 1 new')
  const said = 'Ada waived SKUs audited: Counted by hand'
  await expect(heard(bea)).toHaveText(said)
  const list = await openActivity(bea)
  await expect(entries(list).first()).toContainText(said)
  await expect(entries(list).filter({ hasText: 'Before Bea came' })).toHaveCount(1)
  await expect(entries(list).last()).toContainText('Plan made from the playbook by Ada.')
  await expect(activityButton(bea)).toHaveAccessibleName('Activity')

  await waive(ada, id, 'cap-covered', 'The list is open')
  await expect(entries(list).first()).toContainText('The list is open')
  await list.getByRole('button', { name: 'Close activity' }).click()
  await expect(activityButton(bea)).toBeFocused()
  await expect(activityButton(bea)).toHaveAccessibleName('Activity')
  await bea.reload()
  await expect(activityButton(bea)).toHaveAccessibleName('Activity')
  await waive(ada, id, 'sla-slots', 'After the reload')
  await expect(activityButton(bea)).toHaveAccessibleName('Activity 1 new')
  await expect(heard(bea)).toHaveText('Ada waived Handling times by SKU: After the reload')

  // One's own deeds are no news.
  await expect(entries(await openActivity(ada)).first()).toContainText('After the reload')
  await expect(heard(ada)).toBeEmpty()
})

test('the list is of one section or one person where that is asked, and says so where that is nothing', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], launchInMs: 62 * HOUR_MS })
  await openBoard(bea, id)
  await waive(ada, id, 'sku-audit', 'Counted by hand')
  const list = await openActivity(bea)
  const [section, of] = [list.getByLabel('Section'), list.getByLabel('Person')]
  await expect(entries(list).first()).toContainText('Ada waived SKUs audited')

  await section.selectOption('Hub stock')
  await expect(entries(list).filter({ hasText: 'joined' })).toHaveCount(0)
  await expect(entries(list).filter({ hasText: 'waived SKUs audited' })).toHaveCount(1)
  await of.selectOption('Bea')
  await expect(entries(list)).toHaveCount(0)
  await expect(list.getByRole('status')).toContainText('Choose another section or person.')
  await section.selectOption('All sections')
  await expect(entries(list)).toHaveText([/Bea joined as editor, invited by Ada\./])
  await of.selectOption('The clock')
  await expect(entries(list)).toHaveText([/72 hours gate passed with 3 of 4 open/])
  await of.selectOption('Everybody')
  await expect(entries(list).first()).toContainText('Ada waived SKUs audited')
})

test('an entry leads to its gate, and Escape back out, by the keyboard alone', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { launchInMs: 62 * HOUR_MS })
  await openBoard(ada, id)
  await waive(ada, id, 'sku-audit', 'Counted by hand')
  await openGate(ada, '72 hours')
  await tabTo(activityButton(ada), 'Shift+Tab')
  await ada.keyboard.press('Enter')
  const list = ada.getByRole('dialog', { name: 'Activity' })
  const entry = list.getByRole('button', { name: 'Ada waived SKUs audited' })
  await expect(list).toBeFocused()

  // Only the list closes, not the gate behind it.
  await ada.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await expect(activityButton(ada)).toBeFocused()
  await expect(ada.getByRole('region', { name: '72 hours gate' })).toBeVisible()

  await ada.keyboard.press('Enter')
  await tabTo(entry)
  await ada.keyboard.press('Enter')
  await expect(list).toBeHidden()
  const gate = ada.getByRole('region', { name: '48 hours gate' })
  await expect(gate).toBeInViewport()
  await ada.keyboard.press('Tab')
  await expect(gate.locator(':focus')).toHaveCount(1)
  await ada.keyboard.press('Escape')
  await expect(gate).toBeHidden()
  await expect(gateButton(ada, '48 hours')).toBeFocused()
})

test('a gate turns missed while two people watch, one waives, and the history of both reads right', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], launchInMs: 14 * DAY_MS })
  await openBoard(ada, id)
  await openBoard(bea, id)
  await moveLaunch(ada, id, Date.now() + 72 * HOUR_MS + 2 * SECOND_MS)
  for (const page of [ada, bea]) {
    await expect(gateButton(page, '72 hours')).toContainText('Missed, 3 of 4 open')
  }
  const passed = '72 hours gate passed with 3 of 4 open: RSVP list confirmed;'
  await expect(heard(bea)).toContainText(passed)

  const gate = await openGate(ada, '72 hours')
  const sized = gate.getByRole('listitem').filter({ hasText: 'Segments sized' }).first()
  await sized.getByRole('button', { name: 'Waive with a reason' }).click()
  await ada.getByLabel('Reason to go without it').fill('We know them by name')
  await ada.getByRole('button', { name: 'Waive', exact: true }).click()
  for (const page of [ada, bea]) {
    await expect(gateButton(page, '72 hours')).toContainText('Missed, 2 of 4 open')
    const list = await openActivity(page)
    await expect(entries(list).nth(0)).toContainText('Ada waived Segments sized: We know them by name')
    await expect(entries(list).nth(1)).toContainText(passed)
    await list.getByLabel('Section').selectOption('Event')
    await expect(entries(list)).toHaveText([
      /Launch moved from .+ to .+ by Ada\./,
      /Bea joined as editor, invited by Ada\./,
      /Invitation made for 1 editor, good until .+, by Ada\./,
      /Plan made from the playbook by Ada\./,
    ])
  }
})

test('a long log shows its latest, and earlier ones where that is asked', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  for (let count = 1; count <= 210; count++) await waive(ada, id, 'sku-audit', `Reason ${count}.`)
  await openBoard(ada, id)
  const list = await openActivity(ada)
  await expect(entries(list).first()).toContainText('Reason 210.')
  await expect(entries(list)).toHaveCount(200)
  await list.getByRole('button', { name: 'Show earlier' }).click()
  await expect(entries(list).last()).toContainText('Plan made from the playbook by Ada.')
  await expect(list.getByRole('button', { name: 'Show earlier' })).toBeHidden()
  await expect(list.getByRole('region', { name: 'What happened' })).toBeFocused()
})
