import { field, panel } from './board.ts'
import { buyerFacts } from '@flashboard/shared/plan/evidence-facts'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Page } from '@playwright/test'
import { editPlan, letIn, makePlan, openBoard, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

/** "−04:12" and "−1d 21:40:12" in seconds; NaN for anything else. */
function secondsOf(shown: string): number {
  const [, days = '0', clock = ''] = /^[−+](?:(\d+)d )?([\d:]+)$/.exec(shown.trim()) ?? []
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return clock === '' ? Number.NaN : Number(days) * 86_400 + seconds
}

test('the clock and the cues go by the server’s time, however wrong this machine’s is', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 18 * MINUTE_MS })
  const { launchAt } = (await storedPlan(ada, id)).event
  await ada.clock.install({ time: Date.now() + 10 * MINUTE_MS })
  await ada.goto(`/plans/${id}/war-room`)
  await expect(ada.getByText(/yours is (599|600|601)\.\d s ahead/)).toBeVisible()

  const wrongBySeconds = async () => {
    const shown = secondsOf((await ada.getByRole('timer').textContent())!)
    return Math.abs(shown - (launchAt - Date.now()) / 1_000)
  }
  await expect.poll(wrongBySeconds).toBeLessThan(2.5)
  const shown = (await ada.getByRole('timer').textContent())!
  await expect(ada.getByRole('timer')).not.toHaveText(shown)
  await expect.poll(wrongBySeconds).toBeLessThan(2.5)

  const now = ada.getByRole('region', { name: 'Now' })
  await expect(now).toContainText('Now, Stream')
  await expect(now).toContainText('Stream over the hotspot for a minute, then back')
  await expect(now).toContainText(/Next at \d\d:\d\d, in [23] m/)
  await expect(now).toContainText('Go or no-go, console by console')
  await expect(ada.locator('[aria-current=step]')).toContainText('Stream over the hotspot')
})

for (const template of ['playbook', 'blank'] as const) {
  test(`a plan fresh from ${template} has a war room, with all that is open`, async ({ person }) => {
    const ada = await person('Ada')
    const id = await makePlan(ada, { template, launchInMs: 46 * HOUR_MS })
    await ada.goto(`/plans/${id}/war-room`)
    await expect(ada.getByRole('timer')).toHaveText(/^−1d 2[12]:\d\d:\d\d$/)
    const open = ada.getByRole('region', { name: 'Open gate items' })
    await expect(open.getByRole('link', { name: 'The overlay has not been tested.' })).toBeVisible()
    await expect(open.getByRole('link', { name: 'The hard cap is not set.' })).toBeVisible()
  })
}

test('two open items in the same words both stand there', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 46 * HOUR_MS })
  await ada.goto(`/plans/${id}/war-room`)
  const open = ada.getByRole('region', { name: 'Open gate items' })
  await expect(open.getByRole('listitem').first()).toBeVisible()
  await editPlan(ada, id, (plan) => {
    const opensAt = plan.get('event').launchAt
    const tiers = plan.get('tiers').slice(0, 2)
    for (const tier of tiers) {
      plan.set(`tiers/${tier.id}/opensAt`, opensAt)
      plan.set(`tiers/${tier.id}/closesAt`, null)
    }
    plan.set('offer/overlayTest', { at: opensAt, by: 'Ada', tested: buyerFacts(plan.read()) })
    for (const { id } of tiers) plan.remove('tiers', id)
  })
  await expect(open.getByRole('link', { name: 'a tier since removed' })).toHaveCount(2)
})

test('the open items follow the plan, and each leads to its field on the board', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], template: 'sample', launchInMs: 46 * HOUR_MS })
  await openBoard(bea, id)
  await ada.goto(`/plans/${id}/war-room`)
  const open = ada.getByRole('region', { name: 'Open gate items' })
  const item = open.getByRole('link', { name: 'M38 on moss strap holds 2 of 6 buffer units.' })
  await expect(item).toBeVisible()
  await expect(ada.getByText('Nothing has begun')).toBeVisible()
  await expect(ada.getByRole('region', { name: 'Live' })).toContainText('sold of 150 cap')

  await open
    .getByRole('link', { name: 'The stream overlay has not been tested.' })
    .or(open.getByRole('link', { name: 'The overlay has not been tested.' }))
    .click()
  await expect(field(panel(ada, 'Offer'), 'Overlay test')).toBeFocused()
  await ada.goBack()
  await expect(item).toBeVisible()

  // Mended by somebody else on the board.
  await field(panel(bea, 'Offer'), 'Overlay test').check()
  await expect(open.getByRole('link', { name: 'The overlay has not been tested.' })).toBeHidden()
  await expect(item).toBeVisible()
})

test('everything stands on one screen of 1440 × 900', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 46 * HOUR_MS })
  await ada.goto(`/plans/${id}/war-room`)
  await expect(ada.getByText(/^Server time \d\d:\d\d:\d\d, /)).toBeInViewport({ ratio: 1 })
  const overflow = await ada.evaluate(
    `({ down: document.documentElement.scrollHeight - innerHeight, across: document.documentElement.scrollWidth - innerWidth })`,
  )
  expect(overflow).toEqual({ down: 0, across: 0 })
})

test('three people go through poll, waiver, launch, hold, a late cue, a handover and a lead who is gone', async ({
  person,
}) => {
  // [RUN4] to [RUN10], as people meet them.
  const [lea, stock, support] = await Promise.all([person('Lea'), person('Stock'), person('Support')])
  const id = await makePlan(lea, {
    template: 'sample',
    team: [stock, support],
    launchInMs: 18 * MINUTE_MS,
  })
  const everybody = [lea, stock, support]
  for (const page of everybody) {
    await page.goto(`/plans/${id}/war-room`)
    await expect(page.getByRole('group', { name: 'The desk' })).toContainText('has not begun')
  }
  const desk = (page: Page) => page.getByRole('group', { name: 'The desk' })
  const now = (page: Page) => page.getByRole('region', { name: 'Now' })
  const goNoGo = (page: Page) => page.getByRole('region', { name: 'Go / no-go', exact: true })
  const poll = (page: Page) => page.getByRole('region', { name: 'Go / no-go poll' })
  const all = async (check: (page: Page) => Promise<void>) => {
    for (const page of everybody) await check(page)
  }

  await lea.getByRole('button', { name: 'Start the run' }).click()
  await expect(desk(lea)).toContainText('You have the desk')
  await expect(desk(stock)).toContainText('Lea has the desk')
  await expect(stock.getByRole('button', { name: /^Next cue/ })).toBeHidden()

  // A launch without a poll is refused in words; a key does nothing while somebody types.
  await lea.keyboard.press('Space')
  await all((page) => expect(now(page)).toContainText('Rehearsal: both cameras'))
  await lea.keyboard.press('l')
  await lea.keyboard.type('hnk note')
  await lea.keyboard.press('Enter')
  await all((page) => expect(page.getByRole('region', { name: 'Log' })).toContainText('Lea: hnk note'))
  await expect(lea.getByRole('timer')).toHaveText(/^−/)
  await expect(lea.getByText(/Held for/)).toBeHidden()
  await lea.getByLabel('Note for the log').blur()

  await lea.keyboard.press('Shift+Space')
  await all((page) => expect(now(page)).toContainText('No cue is on'))
  await stock.keyboard.press('h')
  await expect(stock.getByRole('alert').filter({ hasText: 'Lea has the desk' })).toBeVisible()
  await stock.getByRole('button', { name: 'I have read this' }).click()

  // The poll: a no-go that points at a requirement, then a waiver.
  await lea.keyboard.press('p')
  await expect(poll(stock).getByLabel('Vote for console')).toHaveValue('console-stock')
  await stock.keyboard.press('x')
  await stock.keyboard.type('Porto is short')
  await poll(stock).getByLabel('Requirement it is about').selectOption('preorder-buffer')
  await poll(stock)
    .getByRole('button', { name: /^No-go/ })
    .click()
  await support.keyboard.press('g')
  await all(async (page) => {
    await expect(goNoGo(page)).toContainText('1 go, 1 no-go, 3 to vote')
    await expect(poll(page).getByRole('listitem', { name: 'Stock and hubs' })).toContainText('Porto is short')
  })
  await lea.getByRole('button', { name: 'Waive with a reason' }).click()
  await lea.getByLabel('Reason for the waiver').fill('We sell less in Porto')
  await lea.getByRole('button', { name: 'Waive', exact: true }).click()
  await all((page) => expect(goNoGo(page)).toContainText('Go, with a waiver'))
  await lea.getByRole('button', { name: 'Call the launch' }).click()
  await all((page) => expect(goNoGo(page)).toContainText('Launched'))

  // A hold stops the clock on every page, at the same reading.
  await lea.keyboard.press('h')
  await all((page) => expect(page.getByText(/^Held for/)).toBeVisible())
  const readings = await Promise.all(everybody.map((page) => page.getByRole('timer').textContent()))
  expect(new Set(readings).size).toBe(1)
  await lea.keyboard.press('r')
  await all((page) => expect(page.getByText(/^Held for/)).toBeHidden())

  // The first cue of the sample is late by now, and its owner says that they are ready.
  await lea.keyboard.press('Space')
  await all((page) => expect(page.locator('[aria-current=step]')).toContainText(/\+(2|3)\dm/))
  await lea.keyboard.press('n')
  await expect(stock.getByText('The desk asks whether you are ready.')).toBeVisible()
  const counts = (page: Page) => page.getByRole('listitem', { name: /^Porto and Lisbon/ })
  await stock.keyboard.press('a')
  await all((page) => expect(counts(page).getByText('read', { exact: true })).toBeVisible())
  await stock.keyboard.press('a')
  await all((page) => expect(counts(page)).toContainText('ready'))

  // Handed over and back; then the lead's page goes, and only a lead can take the desk.
  await lea.getByLabel('Hand the desk over to').selectOption('Stock')
  await expect(desk(stock)).toContainText('You have the desk')
  await stock.getByLabel('Hand the desk over to').selectOption('Lea')
  await expect(desk(lea)).toContainText('You have the desk')
  const second = await person('Second lead')
  await letIn(lea, id, [second], 'lead')
  await second.goto(`/plans/${id}/war-room`)
  await expect(desk(second)).toContainText('Lea has the desk')
  await expect(second.getByRole('button', { name: 'Take the desk' })).toBeHidden()
  await lea.close()
  await second.getByRole('button', { name: 'Take the desk' }).click()
  await expect(desk(second)).toContainText('You have the desk')
  await expect(desk(support)).toContainText('Second lead has the desk')

  // After a reload everybody sees the same.
  const [before] = await Promise.all([
    now(second).locator('.now').textContent(),
    stock.reload(),
    support.reload(),
  ])
  for (const page of [stock, support]) {
    await expect(now(page)).toContainText(before!)
    await expect(goNoGo(page)).toContainText('Launched')
    await expect(desk(page)).toContainText('Second lead has the desk')
  }
})
