import type { Page } from '@playwright/test'
import { entry, field, panel } from './board.ts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { letIn, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

async function openSample(page: Page): Promise<string> {
  const id = await makePlan(page, { template: 'sample', launchInMs: 60 * HOUR_MS })
  await openBoard(page, id)
  return id
}

test('an end before the launch is refused, and the end stays', async ({ person }) => {
  const ada = await person('Ada')
  const id = await openSample(ada)
  const before = await storedPlan(ada, id)
  const end = field(panel(ada, 'Event'), 'End, Europe/Lisbon time')
  const held = await end.inputValue()
  await end.fill('2020-01-01T10:00')
  await end.press('Enter')
  await expect(panel(ada, 'Event').getByRole('alert')).toHaveText(
    /^The end comes after the launch, .+\. It stays .+: choose a later time\.$/,
  )
  await end.press('Escape')
  await expect(panel(ada, 'Event').getByRole('alert')).toBeHidden()
  await expect(end).toHaveValue(held)
  expect((await storedPlan(ada, id)).event).toEqual(before.event)
})

test('an unknown time zone is refused, and the zone stays', async ({ person }) => {
  const ada = await person('Ada')
  const id = await openSample(ada)
  const zone = field(panel(ada, 'Event'), 'Time zone')
  await zone.fill('Mars/Olympus')
  await zone.press('Enter')
  await expect(panel(ada, 'Event').getByRole('alert')).toHaveText(
    '“Mars/Olympus” is not a time zone we know. It stays Europe/Lisbon: try one like Europe/Lisbon.',
  )
  await expect(ada.getByRole('banner')).toContainText('· Europe/Lisbon')
  expect((await storedPlan(ada, id)).event.timeZone).toBe('Europe/Lisbon')
  await zone.fill('Europe/Madrid')
  await zone.press('Enter')
  await expect(panel(ada, 'Event').getByRole('alert')).toBeHidden()
  await expect(ada.getByRole('banner')).toContainText('· Europe/Madrid')
})

test('stock below nothing, and stock that is no number, are refused, and the count stays', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await openSample(ada)
  const before = await storedPlan(ada, id)
  const stock = panel(ada, 'Hub stock')
  const cell = field(stock, 'M38 sand staged at Porto')
  await cell.fill('-5')
  await cell.press('Enter')
  await expect(stock.getByRole('alert')).toHaveText(
    'Porto holds 33 of M38 sand; taking 38 would leave −5. Nothing is written: take 33 at most, or correct the count.',
  )
  await cell.fill('a dozen')
  await cell.press('Tab')
  await expect(stock.getByRole('alert')).toHaveText(
    '“a dozen” is not a whole number. Porto still holds 33 of M38 sand.',
  )
  await expect(cell).toHaveValue('a dozen')
  expect((await storedPlan(ada, id)).movements).toEqual(before.movements)
  await cell.fill('34')
  await cell.press('Enter')
  await expect(stock.getByRole('alert')).toBeHidden()
})

test('numbers below nothing, fractions of a unit and words are refused, and the number stays', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await openSample(ada)
  const offer = panel(ada, 'Offer')
  const cap = field(offer, 'Hard cap')
  const refused = [
    ['-3', 'Hard cap can’t be below 0 units. It stays 150 units: say 0 units to 10,000,000 units.'],
    ['12.5', 'Hard cap takes a whole number. It stays 150 units: round it.'],
    ['many', '“many” is not a number. Hard cap stays 150.'],
    [
      '99999999999',
      'Hard cap can’t be above 10,000,000 units. It stays 150 units: say 0 units to 10,000,000 units.',
    ],
  ] as const
  for (const [typed, sentence] of refused) {
    await cap.fill(typed)
    await expect(offer.getByRole('alert')).toHaveText(sentence)
    // What was refused stays with its sentence until somebody mends it, or goes back.
    await cap.press('Tab')
    await expect(cap).toHaveValue(typed)
    await expect(offer.getByRole('alert')).toHaveText(sentence)
    await cap.press('Escape')
    await expect(cap).toHaveValue('150')
    await expect(offer.getByRole('alert')).toBeHidden()
  }
  await expect(savedState(ada)).toHaveText('Saved')
  expect((await storedPlan(ada, id)).event.hardCap).toBe(150)
})

test('a megabyte pasted into a macro is refused, kept on screen, and not saved', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await openSample(ada)
  await letIn(ada, id, [bea])
  await openBoard(bea, id)
  const support = panel(ada, 'Support macros')
  const title = (await storedPlan(ada, id)).macros[0]!.title
  const held = (await storedPlan(ada, id)).macros[0]!.body
  const body = field(support, `${title}: body`)
  const pasted = 'x'.repeat(1_048_576)
  await body.focus()
  await ada.keyboard.press('Control+a')
  await ada.keyboard.insertText(pasted)
  await expect(support.getByRole('alert')).toHaveText(
    'Body has 1,048,576 letters, 10,000 fit. What you typed stays here but is not saved; shorten it.',
  )
  expect(await body.inputValue()).toBe(pasted)
  await expect(savedState(ada)).toHaveText('Saved')
  expect((await storedPlan(ada, id)).macros[0]!.body).toBe(held)
  await expect(field(panel(bea, 'Support macros'), `${title}: body`)).toHaveValue(held)

  await body.fill('Short again.')
  await expect(support.getByRole('alert')).toBeHidden()
  await expect(field(panel(bea, 'Support macros'), `${title}: body`)).toHaveValue('Short again.')
})

test('markup in names is text to everybody, and nothing in it runs', async ({ person }) => {
  const markup = '<img src=x onerror="document.title=`run`"><b>Eve</b>'
  const [ada, eve] = await Promise.all([person('Ada'), person(markup)])
  const id = await makePlan(eve, { team: [ada], name: markup })
  await openBoard(ada, id)
  await openBoard(eve, id)
  await field(entry(panel(eve, 'Gear checklist'), 'Compact encoder'), 'Item').fill(markup)
  await field(panel(eve, 'Offer'), 'Hard cap').focus()

  await expect(ada.getByRole('heading', { name: markup })).toHaveText(markup)
  await expect(panel(ada, 'Offer').getByText(markup)).toBeVisible()
  await expect(ada.getByRole('list', { name: 'Here now' }).getByRole('img', { name: markup })).toBeVisible()
  await expect(entry(panel(ada, 'Gear checklist'), markup)).toBeVisible()
  await expect(ada).toHaveTitle(`${markup} · Flashboard`)
  // On the print page the names stand in pictures of the sheets; their own tests read those.
  for (const address of [`/plans/${id}`, `/plans/${id}/war-room`, '/']) {
    await ada.goto(address)
    await expect(ada.getByText(markup, { exact: true }).first()).toBeVisible()
    await expect(ada.locator('img[src="x"]')).toHaveCount(0)
  }
})
