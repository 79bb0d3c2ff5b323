import { field, panel } from './board.ts'
import { buyerFacts } from '@flashboard/shared/plan/evidence-facts'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { editPlan, makePlan, openBoard, storedPlan } from './plans.ts'
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
  await expect(ada.getByRole('listitem').and(ada.locator('[aria-current=step]'))).toContainText(
    'Stream over the hotspot',
  )
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
  await expect(ada.getByRole('region', { name: 'Planned' })).toContainText('hard cap')
  await expect(ada.getByRole('region', { name: 'Planned' })).toContainText('150')

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
