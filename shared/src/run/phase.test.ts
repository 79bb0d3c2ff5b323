import { expect, test } from 'vitest'
import { event, LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { endsInMs, phaseOf, sprintEndsAt } from './phase.ts'
import { noRun, type Run } from './run.ts'

const endsAt = LAUNCH_AT + 90 * MINUTE_MS
const plan = planOf({
  event: { ...event, endsAt },
  tiers: [{ id: 'list', audience: 'subscriber', opensAt: LAUNCH_AT - 5 * MINUTE_MS, closesAt: LAUNCH_AT }],
})
const startedAt = LAUNCH_AT - 20 * MINUTE_MS
const led: Run = { ...noRun, startedAt }
const launched = (at: number): Run => ({ ...led, launchedAt: at, sprint: { startedAt: at, by: null } })
const at = (minutes: number) => LAUNCH_AT + minutes * MINUTE_MS

test.each<[string, Run, number, string]>([
  ['a run that is led and not called', led, at(2), 'countdown'],
  ['while a list may buy first', led, at(-3), 'earlyAccess'],
  ['from the call on', launched(at(-1)), at(3), 'sprint'],
  ['behind the sprint', launched(at(0)), at(15), 'live'],
  ['at the plan’s end', launched(at(0)), at(90), 'overtime'],
  ['at the plan’s end, which a hold moved', { ...launched(at(0)), heldMs: 4 * MINUTE_MS }, at(93), 'live'],
  ['at the end of the hold', { ...launched(at(0)), heldMs: 4 * MINUTE_MS }, at(94), 'overtime'],
  ['once it is closed', { ...launched(at(0)), closedAt: at(60) }, at(95), 'closed'],
  [
    'once it is called off',
    { ...led, closedAt: at(-9), calledOff: { reason: 'Storm', by: null, at: at(-9) } },
    at(-3),
    'calledOff',
  ],
  ['without a run, before the launch', noRun, at(-10), 'countdown'],
  ['without a run, after it', noRun, at(1), 'live'],
])('%s', (_, run, now, phase) => {
  expect(phaseOf(plan, run, now)).toBe(phase)
})

test('the end is counted by the plan, whenever the launch was called, holds counted out', () => {
  expect(endsInMs(plan, launched(at(-7)), at(10))).toBe(80 * MINUTE_MS)
  const held = { ...launched(at(0)), hold: { since: at(10), reason: '' } }
  expect([at(10), at(25)].map((now) => endsInMs(plan, held, now))).toEqual([80 * MINUTE_MS, 80 * MINUTE_MS])
  expect(endsInMs({ event: { ...plan.event, endsAt: null } }, led, at(0))).toBeNull()
})

test('[RUN14] the sprint ends fifteen minutes after the call', () => {
  expect(sprintEndsAt(noRun)).toBeUndefined()
  expect(sprintEndsAt(launched(at(1)))).toBe(at(16))
})
