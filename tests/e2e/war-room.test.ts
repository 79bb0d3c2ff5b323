import { readFile } from 'node:fs/promises'
import { field, panel } from './board.ts'
import { buyerFacts } from '@flashboard/shared/plan/evidence-facts'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Page } from '@playwright/test'
import { openBrowser } from './mortal-browser.ts'
import { temporaryFolder } from './page-server.ts'
import { editPlan, invite, letIn, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

/** "−04:12" and "−1d 21:40:12" in seconds; NaN for anything else. */
function secondsOf(shown: string): number {
  const [, days = '0', clock = ''] = /^[−+](?:(\d+)d )?([\d:]+)$/.exec(shown.trim()) ?? []
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return clock === '' ? Number.NaN : Number(days) * 86_400 + seconds
}

test('[C3] the clock and the cues go by the server’s time, however wrong this machine’s is', async ({
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

/** When a page's T-clock first shows each of the next readings, by this machine's own time (ms). */
const changesOf = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(`new Promise((resolve) => {
    const timer = document.querySelector('[role=timer]')
    const seen = {}
    const observer = new MutationObserver(() => {
      seen[timer.textContent] ??= performance.timeOrigin + performance.now()
      if (Object.keys(seen).length < 6) return
      observer.disconnect()
      resolve(seen)
    })
    observer.observe(timer, { childList: true, characterData: true, subtree: true })
  })`)

test('[RUN1] two pages, one of them on a machine whose clock is wrong, change what they show within 100 ms', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { template: 'sample', team: [bea], launchInMs: 18 * MINUTE_MS })
  await bea.addInitScript(`{ const right = Date.now; Date.now = () => right() + 7_300 }`)
  await Promise.all([ada, bea].map((page) => page.goto(`/plans/${id}/war-room`)))
  await expect(bea.getByText(/yours is 7\.[234] s ahead/)).toBeVisible()
  const [one, other] = await Promise.all([changesOf(ada), changesOf(bea)])
  const apart = Object.entries(one).flatMap(([shown, at]) =>
    shown in other ? [Math.abs(at - other[shown]!)] : [],
  )
  expect(apart.length).toBeGreaterThan(2)
  // A machine that is busy is late now and then; pages that go by clocks of their own are never together.
  expect(Math.min(...apart)).toBeLessThan(100)
})

test('[P5] who is in the room is seen at once, without having touched anything', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { template: 'sample', team: [bea], launchInMs: 18 * MINUTE_MS })
  await ada.clock.install()
  await ada.goto(`/plans/${id}/war-room`)
  const desk = (page: Page) => page.getByRole('group', { name: 'The desk' })
  await ada.getByRole('button', { name: 'Start the run' }).click()
  await expect(desk(ada)).toContainText('You have the desk')
  // Her page's own time stands still from here on: it would show itself anew after 15 s of it.
  await ada.clock.pauseAt(Date.now() + 5_000)
  await bea.goto(`/plans/${id}/war-room`)
  await expect(desk(bea)).toHaveText('Ada has the desk')
})

test('[RUN25] a run that will not launch is called off with a reason, and another can be started', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { template: 'sample', team: [bea], launchInMs: 18 * MINUTE_MS })
  await openBoard(bea, id)
  await ada.goto(`/plans/${id}/war-room`)
  await ada.getByRole('button', { name: 'Start the run' }).click()
  await ada.getByRole('button', { name: 'Call the run off' }).click()
  await ada.getByLabel('Why the run is called off').fill('Storm at the pier')
  await ada.keyboard.press('Enter')
  await expect(bea.getByText('Run called off.')).toBeVisible()
  await bea.goto(`/plans/${id}/war-room`)
  for (const page of [ada, bea]) {
    const goNoGo = page.getByRole('region', { name: 'Go / no-go', exact: true })
    await expect(goNoGo).toContainText('Called off')
    await expect(goNoGo).toContainText('By Ada: Storm at the pier')
    await expect(page.getByRole('region', { name: 'Log' })).toContainText(
      'Ada called the run off: Storm at the pier.',
    )
    await expect(page.getByText('Launch in · Called off')).toBeVisible()
    await expect(page.getByRole('group', { name: 'The desk' })).toContainText('The run is called off')
    await expect(page.getByRole('link', { name: 'Retro' })).toBeHidden()
  }
  await bea.goto(`/plans/${id}/retro`)
  await expect(bea.getByText('None of this plan has launched')).toContainText('Storm at the pier')

  await ada.getByRole('button', { name: 'Start another run' }).click()
  await ada.getByRole('button', { name: 'Start another run all the same' }).click()
  await expect(ada.getByRole('group', { name: 'The desk' })).toContainText('You have the desk')
  await expect(ada.getByText('Launch in · Called off')).toBeHidden()
  await expect(ada.getByRole('region', { name: 'Go / no-go', exact: true })).toContainText('No poll yet')
  await bea.goto(`/plans/${id}`)
  await expect(savedState(bea)).toHaveText('Saved')
  await expect(bea.getByText('Run called off.')).toBeHidden()
})

test('[RUN3] what was given up unanswered is named until it is read, whatever is asked meanwhile', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada, { template: 'sample', launchInMs: 18 * MINUTE_MS })
  await ada.clock.install()
  await ada.goto(`/plans/${id}/war-room`)
  await ada.getByRole('button', { name: 'Start the run' }).click()
  await expect(ada.getByRole('group', { name: 'The desk' })).toContainText('You have the desk')
  await ada.keyboard.press('p')
  await ada.getByLabel('Vote for console').selectOption({ label: 'Stock and hubs' })
  await ada.getByLabel('Vote for console').blur()
  await cable.cut()
  await ada.keyboard.press('g')
  await ada.keyboard.press('n')
  await expect(ada.getByText('Not sent yet: 2 things')).toBeVisible()
  const notice = ada.getByRole('alert').filter({ hasText: 'Given up' })
  await expect(async () => {
    await ada.clock.runFor(5_000)
    await expect(notice).toContainText('your “go” for Stock and hubs and the nudge for “', { timeout: 200 })
  }).toPass()
  await cable.mend()
  await ada.keyboard.press('l')
  await ada.keyboard.type('We are back')
  await ada.keyboard.press('Enter')
  await expect(async () => {
    await ada.clock.runFor(5_000)
    await expect(ada.getByRole('region', { name: 'Log' })).toContainText('Ada: We are back', { timeout: 200 })
  }).toPass()
  await expect(notice).toBeVisible()
  await notice.getByRole('button', { name: 'I have read this' }).click()
  await expect(notice).toBeHidden()
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

test('without the server a page that knows nothing of the run says so', async ({ person, child }) => {
  const ada = await person('Ada', { baseURL: child.url })
  const id = await makePlan(ada, { template: 'sample', launchInMs: 18 * MINUTE_MS })
  await openBoard(ada, id)
  await expect(savedState(ada)).toHaveText('Saved')
  await ada.goto(`/plans/${id}/war-room`)
  await ada.getByRole('button', { name: 'Start the run' }).click()
  const desk = ada.getByRole('group', { name: 'The desk' })
  await expect(desk).toContainText('You have the desk')
  await expect.poll(() => ada.evaluate('navigator.serviceWorker.controller !== null')).toBe(true)
  await child.kill()
  await ada.reload()
  await expect(ada.getByText('The server has not told this page how the run stands.')).toBeVisible()
  await expect(desk).not.toContainText('has not begun')
  await child.startAgain()
  await expect(desk).toContainText('You have the desk')
  await expect(ada.getByText('The server has not told this page how the run stands.')).toBeHidden()
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

test('a key that cannot do its work says so, and a viewer has only those that look', async ({ person }) => {
  const [lea, vic] = await Promise.all([person('Lea'), person('Vic')])
  const id = await makePlan(lea, { template: 'sample', launchInMs: 18 * MINUTE_MS })
  await letIn(lea, id, [vic], 'viewer')
  for (const page of [lea, vic]) await page.goto(`/plans/${id}/war-room`)
  await lea.getByRole('button', { name: 'Start the run' }).click()
  await expect(vic.getByRole('group', { name: 'The desk' })).toContainText('Lea has the desk')
  await expect(lea.getByRole('option', { name: 'Vic' })).toHaveCount(0)

  await lea.keyboard.press('g')
  await expect(lea.getByRole('alert').filter({ hasText: 'No poll is open.' })).toBeVisible()
  await lea.keyboard.press('p')
  await expect(lea.getByLabel('Vote for console')).toBeVisible()
  await lea.keyboard.press('g')
  await expect(lea.getByText('Choose your console first')).toBeVisible()
  await expect(lea.getByLabel('Vote for console')).toBeFocused()

  // A sale from the list of SKUs, and one that is none.
  await lea.keyboard.press('Escape')
  await lea.keyboard.press('s')
  await lea.keyboard.press('Enter')
  const sale = lea.getByRole('form', { name: 'Record a sale' })
  await expect(sale.getByRole('status')).toContainText('Recorded: 1 ×')
  await sale.getByLabel('Units').fill('1.5')
  await lea.keyboard.press('Enter')
  await expect(sale.getByRole('alert')).toHaveText(/Units are a whole number/)
  await expect(sale.getByLabel('Units')).toHaveValue('1.5')

  await vic.keyboard.press('Space')
  await vic.keyboard.press('g')
  await vic.keyboard.press('?')
  await expect(vic.getByRole('dialog', { name: 'Keys' })).toContainText('back to now')
  await expect(vic.getByRole('dialog', { name: 'Keys' })).not.toContainText('record a sale')
  await expect(vic.getByRole('button', { name: 'I have read this' })).toHaveCount(0)
})

test('three people go through poll, waiver, an early launch, hold, a late cue, the sprint, a handover, a killed lead, the close and the retro', async ({
  person,
  server,
}) => {
  // [RUN1] and [RUN4] to [RUN16], as people meet them.
  const [second, stock, support] = await Promise.all([
    person('Second lead'),
    person('Stock'),
    person('Support', { permissions: ['clipboard-read', 'clipboard-write'] }),
  ])
  const id = await makePlan(second, {
    template: 'sample',
    team: [stock, support],
    launchInMs: 18 * MINUTE_MS,
  })
  // In a browser of their own, which is killed.
  const profile = temporaryFolder()
  const mortal = await openBrowser(profile.path)
  const lea = mortal.page
  const asLea = (path: string, data: object) =>
    lea.request.post(new URL(`/api/${path}`, server.url).href, { data, failOnStatusCode: true })
  await asLea('session', { name: 'Lea' })
  await asLea('invitations/accept', { secret: await invite(second, id, 'lead', 1) })
  const everybody = [lea, stock, support]
  const warRoom = new URL(`/plans/${id}/war-room`, server.url).href
  for (const page of everybody) {
    await page.goto(warRoom)
    await expect(page.getByRole('group', { name: 'The desk' })).toContainText('has not begun')
  }
  const desk = (page: Page) => page.getByRole('group', { name: 'The desk' })
  const now = (page: Page) => page.getByRole('region', { name: 'Now' })
  const goNoGo = (page: Page) => page.getByRole('region', { name: 'Go / no-go', exact: true })
  const poll = (page: Page) => page.getByRole('region', { name: 'Go / no-go poll' })
  const sprint = (page: Page) => page.getByRole('region', { name: /^Support sprint/ })
  const issue = (page: Page) => sprint(page).getByRole('listitem', { name: 'Issue 1: Charged twice' })
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
  // Escape gives the keys back to the room.
  await lea.keyboard.press('Escape')

  await lea.keyboard.press('Shift+Space')
  await all((page) => expect(now(page)).toContainText('No cue is on'))
  await stock.keyboard.press('h')
  await expect(stock.getByRole('alert').filter({ hasText: 'Lea has the desk' })).toBeVisible()
  await stock.getByRole('button', { name: 'I have read this' }).click()

  // The poll: a no-go that points at a requirement, then a waiver.
  await lea.keyboard.press('p')
  await expect(poll(stock).getByLabel('Vote for console')).toHaveValue('console-stock')
  await stock.keyboard.press('x')
  await poll(stock).getByLabel('Requirement it is about').selectOption('preorder-buffer')
  await poll(stock).getByLabel('Reason').focus()
  await stock.keyboard.type('Porto is short')
  await stock.keyboard.press('Enter')
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
  await all(async (page) => {
    await expect(goNoGo(page)).toContainText('Launched')
    await expect(goNoGo(page)).toContainText('Go, with a waiver, by Lea: We sell less in Porto')
    // Called early, and counted from the call.
    await expect(page.getByText('Since the launch · Support sprint')).toBeVisible()
    await expect(page.getByRole('timer')).toHaveText(/^\+/)
    await expect(sprint(page)).toContainText(/1[45]:\d\d left/)
  })

  // A hold stops the clock on every page, at the same reading; the reason is asked for, and may be left out.
  await lea.keyboard.press('h')
  await lea.keyboard.press('Escape')
  await expect(lea.getByRole('button', { name: /^Hold the count/ })).toBeVisible()
  await lea.getByRole('button', { name: /^Hold the count/ }).click()
  await lea.keyboard.type('Mic swap')
  await lea.keyboard.press('Enter')
  await all((page) => expect(page.getByText(/^Held for .*: Mic swap$/)).toBeVisible())
  const readings = await Promise.all(everybody.map((page) => page.getByRole('timer').textContent()))
  expect(new Set(readings).size).toBe(1)
  await lea.keyboard.press('r')
  await all((page) => expect(page.getByText(/^Held for/)).toBeHidden())

  // The sprint: an issue comes in, somebody takes it, it is answered by a macro and closed.
  await support.keyboard.press('i')
  await support.keyboard.type('Charged twice')
  await sprint(support).getByLabel('Order number').fill('1042')
  await sprint(support).getByLabel('Topic', { exact: true }).selectOption('refund')
  await sprint(support).getByRole('button', { name: 'Log', exact: true }).click()
  await all(async (page) => {
    await expect(issue(page).getByLabel('Topic of issue 1')).toHaveValue('refund')
    await expect(issue(page)).toContainText(', 1042, ')
    await expect(issue(page).getByLabel('Owner of issue 1')).toHaveValue('')
  })
  // Its owner by the plan signs for the gate.
  await expect(sprint(stock)).toContainText('Led by Support, not signed yet.')
  await sprint(support).getByRole('button', { name: 'Sign' }).click()
  await all((page) => expect(sprint(page)).toContainText('Led by Support, signed by Support.'))
  await expect(sprint(support).getByRole('button', { name: 'Sign' })).toBeHidden()

  await stock.keyboard.press('t')
  await all((page) => expect(issue(page).getByLabel('Owner of issue 1')).toHaveValue('Stock'))

  await issue(support).getByRole('button', { name: 'Answer issue 1 with a macro' }).click()
  const macro = support.getByRole('dialog', { name: 'Answer issue 1: Charged twice' })
  await expect(macro.getByRole('combobox', { name: 'Macro' })).toHaveValue('macro-refund')
  await macro.getByLabel('amount').fill('185 €')
  await macro.getByRole('button', { name: 'Copy' }).click()
  await expect(macro.getByRole('status')).toHaveText('Copied. Still to fill in: refund days.')
  expect(await support.evaluate('navigator.clipboard.readText()')).toContain(
    'We have sent 185 € back for order 1042. Your bank shows it within {refund_days} days',
  )
  await support.keyboard.press('Escape')
  await expect(macro).toBeHidden()

  await stock.keyboard.press('c')
  await all((page) => expect(issue(page)).toContainText('closed by Stock for Stock'))
  const log = stock.getByRole('region', { name: 'Log', exact: true })
  await log.getByLabel('Show in the log').selectOption('issues')
  const [file] = await Promise.all([
    stock.waitForEvent('download'),
    log.getByRole('button', { name: 'Save as CSV' }).click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines.map((line) => line.split(',').at(4))).toEqual([
    'Kind',
    'issueLogged',
    'issueOwned',
    'issueClosed',
  ])

  // The first cue of the sample is late by now, counted from the call, and its owner says that they are ready.
  await lea.keyboard.press('Space')
  await all((page) => expect(page.locator('[aria-current=step]')).toContainText(/\+4\dm/))
  await lea.keyboard.press('n')
  await expect(stock.getByText('The desk asks whether you are ready.')).toBeVisible()
  const counts = (page: Page) => page.getByRole('listitem', { name: /^Porto and Lisbon/ })
  await stock.keyboard.press('a')
  await all((page) => expect(counts(page).getByText('read', { exact: true })).toBeVisible())
  await stock.keyboard.press('a')
  await all((page) => expect(counts(page)).toContainText('ready'))

  // Handed over and back; then the lead's browser is killed, and only a lead can take the desk.
  await lea.getByLabel('Hand the desk over to').selectOption('Stock')
  await expect(desk(stock)).toContainText('You have the desk')
  await stock.getByLabel('Hand the desk over to').selectOption('Lea')
  await expect(desk(lea)).toContainText('You have the desk')
  await second.goto(warRoom)
  await expect(desk(second)).toContainText('Lea has the desk')
  await expect(second.getByRole('button', { name: 'Take the desk' })).toBeHidden()
  await mortal.kill()
  profile.remove()
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
    await expect(issue(page)).toContainText('closed by Stock for Stock')
  }

  // The close, and what is left of the day.
  await second.getByRole('button', { name: 'Close the run' }).click()
  await second.getByRole('button', { name: 'Close the run for good' }).click()
  const left = [second, stock, support]
  const isClosed = async (page: Page) => {
    await expect(desk(page)).toContainText('The run is closed')
    await expect(page.getByText('Since the launch · Closed')).toBeVisible()
    await expect(now(page)).toContainText('The run is closed')
    await expect(sprint(page)).toContainText('over, 0 issues open')
    await expect(issue(page)).toContainText('closed by Stock for Stock')
    await expect(sprint(page).getByLabel('What is wrong')).toBeHidden()
  }
  for (const page of left) await isClosed(page)
  await Promise.all(left.map((page) => page.reload()))
  for (const page of left) await isClosed(page)
  // Another run would take clock and overlay back to before the launch: it asks.
  await second.getByRole('button', { name: 'Start another run' }).click()
  await second.getByRole('button', { name: 'Not yet' }).click()
  await expect(second.getByRole('button', { name: 'Start another run' })).toBeVisible()

  // [RUN21] The retro is the same to all of them.
  for (const page of left) await page.getByRole('link', { name: 'Retro' }).click()
  const retro = (page: Page) => page.getByRole('region', { name: 'Planned against actual' })
  const show = (page: Page) => page.getByRole('region', { name: 'Run of show' })
  for (const page of left) {
    await expect(retro(page)).toContainText(/Launch\s*.*, 1\d m( \d+ s)? early/)
    await expect(retro(page)).toContainText(/Support tickets\s*1; estimate\s+\d+ \(issues: 1 refund\)/)
    await expect(show(page)).toContainText(/\d+ m( \d+ s)? late/)
  }
  const told = await Promise.all(left.map((page) => page.getByRole('main').innerText()))
  expect(new Set(told).size).toBe(1)
})
