import { DatabaseSync } from 'node:sqlite'
import type { Page } from '@playwright/test'
import { panel } from './board.ts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { appKept, invite, makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

const label = (page: Page, name: string) => page.getByLabel(name, { exact: true })

/** A value for a datetime-local control, some time from now, on the clock that the test pages go by. */
function lisbonTime(inMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Lisbon',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return parts.format(Date.now() + inMs).replace(' ', 'T')
}

test('first use asks for a name and nothing else, and this device remembers it', async ({ newcomer }) => {
  const page = await newcomer()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Flashboard' })).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(1)
  await expect(page.getByRole('button')).toHaveText(['Start', 'I am known here: use my passkey'])
  await label(page, 'Your name, as the others see it').fill('Ada')
  await label(page, 'Your name, as the others see it').press('Enter')
  await expect(page.getByText('Make your first plan from')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('banner')).toContainText('Ada')
  await expect(page.getByText('Make your first plan from')).toBeVisible()
})

test('whoever is invited sees to what, says a name and is on its board', async ({ person, newcomer }) => {
  const [ada, bea] = await Promise.all([person('Ada'), newcomer()])
  const id = await makePlan(ada, { name: 'Invited drop' })
  await bea.goto(`/join#${await invite(ada, id, 'editor')}`)
  await expect(bea.getByRole('heading', { name: 'Join Invited drop' })).toBeVisible()
  await expect(bea.getByText('Ada invites you as editor: reads and edits the plan.')).toBeVisible()
  await label(bea, 'Your name, as the others see it').fill('Bea')
  await bea.getByRole('button', { name: 'Join the plan' }).click()
  await expect(bea.getByRole('heading', { name: 'Invited drop' })).toBeVisible()
  await expect(bea).toHaveURL(`/plans/${id}`)
  // From now on it is one of Bea's plans, too.
  await bea.getByRole('link', { name: 'All plans' }).click()
  await expect(bea.getByRole('link', { name: 'Invited drop' })).toBeVisible()
})

test('a name of spaces is refused with a sentence', async ({ newcomer }) => {
  const page = await newcomer()
  await page.goto('/')
  await label(page, 'Your name, as the others see it').fill('   ')
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByRole('alert')).toHaveText('Say a name of 1 to 80 letters.')
})

test('the list shows each plan’s launch, its countdown and the gate that most needs somebody', async ({
  person,
}) => {
  const ada = await person('Ada')
  await makePlan(ada, { name: 'Early plan', launchInMs: 46 * HOUR_MS })
  await makePlan(ada, { name: 'Sample drop', template: 'sample', launchInMs: 46 * HOUR_MS })
  await makePlan(ada, { name: 'Distant plan', launchInMs: 240 * HOUR_MS })
  await ada.goto('/')
  const row = (name: string) => ada.getByRole('link', { name })
  await expect(row('Early plan')).toContainText('72 hours: missed, 3 open')
  await expect(row('Early plan')).toContainText(/Launch in 1d 2[12]:\d\d:\d\d/)
  await expect(row('Early plan')).toContainText(/Launch \w{3} \d+ \w{3} \d{4}, \d\d:\d\d, Europe\/Lisbon/)
  await expect(row('Sample drop')).toContainText('48 hours: missed, 2 open')
  await expect(row('Distant plan')).toContainText('72 hours: open, 3 open')
  const seconds = await row('Distant plan').textContent()
  await expect(row('Distant plan')).not.toHaveText(seconds!)
})

const starts = [
  { start: 'The playbook', currency: 'EUR', shows: '3 tiers, 0 RSVPs' },
  { start: 'The sample', currency: 'USD', shows: '3 tiers, 412 RSVPs' },
  { start: 'Blank', currency: 'JPY', shows: '0 tiers, 0 RSVPs' },
] as const

for (const { start, currency, shows } of starts) {
  test(`${start} makes a plan through the form`, async ({ person }) => {
    const ada = await person('Ada')
    await ada.goto('/')
    await ada.getByRole('radio', { name: start }).check()
    await label(ada, 'Name').fill(`Drop from ${start}`)
    await label(ada, 'Launch').fill('2027-06-10T19:30')
    await label(ada, 'Lasts, in minutes').fill('120')
    await label(ada, 'Time zone').fill('Asia/Tokyo')
    await label(ada, 'Currency').fill(currency.toLowerCase())
    await ada.getByRole('button', { name: 'Make the plan' }).click()
    await expect(ada.getByRole('heading', { name: `Drop from ${start}` })).toBeVisible()
    await expect(ada.getByRole('banner')).toContainText('Thu 10 Jun 2027, 19:30 to 21:30 · Asia/Tokyo')
    await expect(label(ada, 'Currency')).toHaveValue(currency)
    await expect(panel(ada, 'Segments')).toContainText(shows)
  })
}

test('the sample launches in some 40 hours, until another time is typed', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto('/')
  const launch = label(ada, 'Launch')
  const inTwoWeeks = await launch.inputValue()
  await ada.getByRole('radio', { name: 'The sample' }).check()
  await expect(launch).not.toHaveValue(inTwoWeeks)
  expect((await launch.inputValue()) < inTwoWeeks).toBe(true)
  await launch.fill('2027-06-10T19:30')
  await ada.getByRole('radio', { name: 'Blank' }).check()
  await expect(launch).toHaveValue('2027-06-10T19:30')
})

test('a launch in the past is refused with a sentence, and what was typed stays', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto('/')
  await label(ada, 'Name').fill('Yesterday’s drop')
  const past = lisbonTime(-24 * HOUR_MS)
  await label(ada, 'Launch').fill(past)
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('alert')).toHaveText(
    'The launch is in the past. Choose a time that is still to come.',
  )
  await expect(label(ada, 'Name')).toHaveValue('Yesterday’s drop')
  await expect(label(ada, 'Launch')).toHaveValue(past)

  await label(ada, 'Launch').fill(lisbonTime(24 * HOUR_MS))
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('heading', { name: 'Yesterday’s drop' })).toBeVisible()
})

test('an unknown time zone or currency is refused with a sentence, and what was typed stays', async ({
  person,
}) => {
  const ada = await person('Ada')
  await ada.goto('/')
  await label(ada, 'Name').fill('Far drop')
  await label(ada, 'Time zone').fill('Mars/Olympus')
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('alert')).toContainText('“Mars/Olympus” is not a time zone')
  await expect(label(ada, 'Time zone')).toHaveValue('Mars/Olympus')
  await expect(label(ada, 'Name')).toHaveValue('Far drop')

  await label(ada, 'Time zone').fill('Europe/Lisbon')
  await label(ada, 'Currency').fill('XYZ')
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('alert')).toContainText('"XYZ" is no currency that is known here.')
  await expect(label(ada, 'Name')).toHaveValue('Far drop')
  await label(ada, 'Currency').fill('EUR')
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('heading', { name: 'Far drop' })).toBeVisible()
})

test('with the server gone the list says so, and comes when it is back', async ({ person, cable }) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada, { name: 'Kept drop' })
  await ada.goto('/')
  await ada.getByRole('link', { name: 'Kept drop' }).click()
  await expect(ada.getByRole('heading', { name: 'Kept drop' })).toBeVisible()
  await cable.cut()
  await ada.getByRole('link', { name: 'All plans' }).click()
  const said = 'The server does not answer. What you typed is kept; try again when you are online.'
  await expect(ada.getByRole('alert')).toContainText('The server does not answer; try again when you are')
  await cable.mend()
  await ada.getByRole('button', { name: 'Try again' }).click()
  await expect(ada.getByRole('link', { name: 'Kept drop' })).toBeVisible()
  await expect(ada.getByRole('alert')).toBeHidden()

  await ada.getByRole('button', { name: 'New plan' }).click()
  await label(ada, 'Name').fill('Typed offline')
  await cable.cut()
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('alert')).toHaveText(said)
  await expect(label(ada, 'Name')).toHaveValue('Typed offline')
  await cable.mend()
  await ada.getByRole('button', { name: 'Make the plan' }).click()
  await expect(ada.getByRole('heading', { name: 'Typed offline' })).toBeVisible()
  await openBoard(ada, id)
})

test('a plan that is not there says so, and leads back', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto('/plans/0123456789abcdef0123')
  await expect(ada.getByRole('heading', { name: 'This plan can’t be opened' })).toBeVisible()
  await expect(ada).toHaveTitle('This plan can’t be opened · Flashboard')
  await expect(ada.getByRole('alert')).toHaveText(
    'There is no plan at this address, or you are not in it: a lead of it can invite you.',
  )
  await ada.getByRole('link', { name: 'All plans' }).click()
  await expect(ada.getByText('Make your first plan from')).toBeVisible()
})

test('[R3] a plan that the server can’t read says so, for as long as that lasts, and opens once it can', async ({
  person,
  child,
}) => {
  const ada = await person('Ada', { baseURL: child.url })
  const id = await makePlan(ada)
  const database = new DatabaseSync(child.databasePath)
  const write = database.prepare('update updates set bytes = ? where plan_id = ? and seq = 1')
  const { bytes } = database.prepare('select bytes from updates where plan_id = ?').get(id) as {
    bytes: Uint8Array
  }
  write.run(Uint8Array.of(7), id)
  await ada.goto(`/plans/${id}`)
  await expect(ada.getByRole('alert')).toHaveText(closeCodes.planUnreadable.message)
  await expect(ada).toHaveTitle('This plan can’t be opened · Flashboard')
  // Attempts that fail are no news: nothing comes and goes.
  await ada.evaluate(`globalThis.gone = 0
    new MutationObserver(() => gone++).observe(document.querySelector('main').parentElement, { childList: true })`)
  const attempts = ada.waitForEvent('websocket').then(() => ada.waitForEvent('websocket'))
  await attempts
  expect(await ada.evaluate('globalThis.gone')).toBe(0)
  write.run(bytes, id)
  database.close()
  await expect(savedState(ada)).toHaveText('Saved')
})

test('[C4] without the server the list has the plans that this device has a copy of, and what of them was not sent', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const [first, second] = [
    await makePlan(ada, { name: 'First drop', launchInMs: 100 * HOUR_MS }),
    await makePlan(ada, { name: 'Second drop', launchInMs: 200 * HOUR_MS }),
  ]
  await makePlan(ada, { name: 'Never opened here' })
  await openBoard(ada, second)
  await openBoard(ada, first)
  await appKept(ada)
  await cable.cut()
  await panel(ada, 'Offer').getByLabel('Story', { exact: true }).fill('In the stockroom.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await ada.goto('/')
  const here = ada.getByRole('region', { name: 'On this device' })
  await expect(here.getByRole('listitem')).toHaveText([
    /First drop.*1 edit not sent yet/s,
    /Second drop.*All sent/s,
  ])
  await here.getByRole('link', { name: 'First drop' }).click()
  await expect(panel(ada, 'Offer').getByLabel('Story', { exact: true })).toHaveValue('In the stockroom.')
  await cable.mend()
  await ada.goBack()
  await expect(ada.getByRole('link', { name: 'Never opened here' })).toBeVisible()
  await expect(here).toBeHidden()
})
