import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import { DAY_MS, HOUR_MS } from '@flashboard/shared/plan/time'
import { letIn, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const launch = (page: Page) => field(panel(page, 'Event'), 'Launch, Europe/Lisbon time')

async function openPlan(page: Page): Promise<string> {
  const launchAt = Date.UTC(2027, 0, 14, 19)
  const response = await page.request.post('/api/plans', {
    data: { template: 'playbook', name: 'Drop', launchAt, timeZone: 'Europe/Lisbon', currency: 'EUR' },
    failOnStatusCode: true,
  })
  const { id } = (await response.json()) as { id: string }
  await openBoard(page, id)
  return id
}

test('moving the launch with every planned date moves them by as much', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await openPlan(ada)
  await letIn(ada, id, [bea])
  await openBoard(bea, id)
  const before = await storedPlan(ada, id)
  await launch(ada).fill('2027-01-16T20:00')
  await launch(ada).press('Enter')
  await expect(panel(ada, 'Event').getByRole('status')).toHaveText(
    'Move the launch to Sat 16 Jan 2027, 20:00?',
  )
  await panel(ada, 'Event').getByRole('button', { name: 'With every planned date' }).click()
  await expect(bea.getByRole('banner')).toContainText('Sat 16 Jan 2027, 20:00 to 21:30')
  await expect(savedState(ada)).toHaveText('Saved')

  const after = await storedPlan(ada, id)
  const by = 2 * DAY_MS + HOUR_MS
  expect(after.event.launchAt - before.event.launchAt).toBe(by)
  expect(after.event.endsAt! - before.event.endsAt!).toBe(by)
  expect(after.demandTest.closesAt! - before.demandTest.closesAt!).toBe(by)
  expect(after.tiers.map((tier) => tier.opensAt! - by)).toEqual(before.tiers.map(({ opensAt }) => opensAt))
  expect(after.shifts.map((shift) => shift.endsAt! - by)).toEqual(before.shifts.map(({ endsAt }) => endsAt))
  // One step, for undo too.
  await ada.getByRole('button', { name: 'Undo' }).click()
  await expect(bea.getByRole('banner')).toContainText('Thu 14 Jan 2027, 19:00 to 20:30')
  await expect.poll(async () => (await storedPlan(ada, id)).tiers).toEqual(before.tiers)
})

test('moving the launch alone leaves every other date', async ({ person }) => {
  const ada = await person('Ada')
  const id = await openPlan(ada)
  const before = await storedPlan(ada, id)
  await launch(ada).fill('2027-01-14T18:30')
  await launch(ada).press('Enter')
  await panel(ada, 'Event').getByRole('button', { name: 'The launch alone' }).click()
  await expect(ada.getByRole('banner')).toContainText('Thu 14 Jan 2027, 18:30 to 20:30')
  await expect(savedState(ada)).toHaveText('Saved')
  const after = await storedPlan(ada, id)
  expect(after).toEqual({
    ...before,
    event: { ...before.event, launchAt: before.event.launchAt - HOUR_MS / 2 },
  })
})

test('the launch stays where it was kept, and where the new time can’t be', async ({ person }) => {
  const ada = await person('Ada')
  const id = await openPlan(ada)
  const before = await storedPlan(ada, id)
  const event = panel(ada, 'Event')
  await launch(ada).fill('2027-01-15T19:00')
  await launch(ada).press('Enter')
  await event.getByRole('button', { name: 'Keep it' }).click()
  await expect(launch(ada)).toHaveValue('2027-01-14T19:00')

  await launch(ada).fill('2020-01-01T19:00')
  await launch(ada).blur()
  await expect(event.getByRole('alert')).toHaveText(
    'Wed 1 Jan 2020, 19:00 has passed. The launch stays Thu 14 Jan 2027, 19:00: choose a time to come.',
  )
  await launch(ada).press('Escape')
  await expect(event.getByRole('alert')).toBeHidden()
  await expect(launch(ada)).toHaveValue('2027-01-14T19:00')

  // Behind its own end only with the end.
  await launch(ada).fill('2027-01-14T23:00')
  await launch(ada).press('Enter')
  await event.getByRole('button', { name: 'The launch alone' }).click()
  await expect(event.getByRole('alert')).toHaveText(
    /^The launch comes before the end, Thu 14 Jan 2027, 20:30\./,
  )
  // What stands in the field is not in the plan.
  await expect(savedState(ada)).toHaveText('Saved, 1 field not entered')
  expect(await storedPlan(ada, id)).toEqual(before)
})
