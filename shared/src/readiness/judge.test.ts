import { DAY_MS, HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../plan/schema.ts'
import { emptyPlan, LAUNCH_AT, planOf, withFields } from '../plan/test-plan.ts'
import { gates } from './gates.ts'
import { judge, lastTurn, openCount, worstGate } from './judge.ts'

function stateOf(id: string, plan: Plan, now: number) {
  return judge(plan, now)
    .flatMap(({ requirements }) => requirements)
    .find((requirement) => requirement.id === id)?.state
}

describe('gates', () => {
  test('ask for what the product asks for, in its order', () => {
    expect(gates.map(({ id, requirements }) => [id, requirements.map(({ id }) => id)])).toEqual([
      ['h72', ['rsvp-confirmed', 'tiers-set', 'segments-sized', 'tax-and-payment']],
      ['h48', ['sku-audit', 'hubs-staged', 'preorder-buffer', 'cap-covered', 'sla-slots']],
      [
        'h24',
        [
          'overlay-tested',
          'checkout-tested',
          'gear-ready',
          'backup-link',
          'payment-fallback',
          'macros-ready',
          'returns-rule',
          'sla-published',
          'roles-staffed',
          'preorder-terms',
          'price-and-receipt',
          'content-scheduled',
        ],
      ],
      ['sprint', ['support-sprint']],
      ['timeline', ['timeline-published']],
      ['followup', ['follow-up']],
    ])
  })

  test('stand in the order of their deadlines, and say of themselves on which side of the launch', () => {
    const dueAts = judge(emptyPlan(), 0).map(({ dueAt }) => dueAt)
    expect(dueAts).toEqual([...dueAts].sort((a, b) => a - b))
    for (const { when, isAfterLaunch, dueAt } of judge(emptyPlan(), 0)) {
      expect(isAfterLaunch).toBe(dueAt > LAUNCH_AT)
      expect(when).toMatch(isAfterLaunch ? / after launch$/ : / before launch$/)
    }
  })

  test('a pause point on paper has 5 to 9 items', () => {
    const h24 = gates.find(({ id }) => id === 'h24')!
    const groups = Map.groupBy(h24.requirements, ({ group }) => group)
    expect([...groups].map(([group, { length }]) => [group, length])).toEqual([
      ['Stream and checkout', 5],
      ['Support and story', 7],
    ])
  })
})

describe('an unmet requirement', () => {
  const cases = [
    { id: 'segments-sized', dueAt: LAUNCH_AT - 72 * HOUR_MS, atRiskHours: 12 },
    { id: 'cap-covered', dueAt: LAUNCH_AT - 48 * HOUR_MS, atRiskHours: 12 },
    { id: 'backup-link', dueAt: LAUNCH_AT - 24 * HOUR_MS, atRiskHours: 6 },
    { id: 'support-sprint', dueAt: LAUNCH_AT + 15 * MINUTE_MS, atRiskHours: 0.25 },
    { id: 'timeline-published', dueAt: LAUNCH_AT + 24 * HOUR_MS, atRiskHours: 6 },
    { id: 'follow-up', dueAt: LAUNCH_AT + 21 * DAY_MS, atRiskHours: 12 },
  ]

  test.each(cases)(
    '$id is open, at risk for $atRiskHours h, and missed after',
    ({ id, dueAt, atRiskHours }) => {
      const at = (ms: number) => stateOf(id, emptyPlan(), dueAt + ms)
      expect(at(-atRiskHours * HOUR_MS - 1)).toBe('open')
      expect(at(-atRiskHours * HOUR_MS)).toBe('atRisk')
      expect(at(0)).toBe('atRisk')
      expect(at(1)).toBe('missed')
    },
  )

  test('is judged by its own deadline where it has one', () => {
    const opensAt = LAUNCH_AT - 40 * HOUR_MS
    const plan = planOf({ offer: { preorderQuota: 1 }, tiers: [{ id: 'early', opensAt }] })
    expect(stateOf('preorder-terms', plan, opensAt - 6 * HOUR_MS - 1)).toBe('open')
    expect(stateOf('preorder-terms', plan, opensAt)).toBe('atRisk')
    expect(stateOf('preorder-terms', plan, opensAt + 1)).toBe('missed')
  })
})

test('a met requirement is met at any time, and has no findings', () => {
  const plan = planOf({ link: { bitrateKbps: 6_000, backupKbps: 9_000 } })
  expect(stateOf('backup-link', plan, LAUNCH_AT - 1_000 * HOUR_MS)).toBe('met')
  expect(stateOf('backup-link', plan, LAUNCH_AT)).toBe('met')
})

test('what has nothing to apply to is not judged', () => {
  expect(stateOf('tax-and-payment', emptyPlan(), LAUNCH_AT)).toBe('doesNotApply')
  expect(stateOf('preorder-terms', emptyPlan(), LAUNCH_AT)).toBe('doesNotApply')
})

test('nobody is needed where every gate is met or does not apply', () => {
  const place = { id: 'a', title: '', short: '', when: '', isAfterLaunch: false, dueAt: 0 } as const
  const met = { ...place, state: 'met', requirements: [] } as const
  const idle = { ...met, state: 'doesNotApply' } as const
  expect(worstGate([met, idle])).toBeUndefined()
  expect(worstGate([idle])).toBeUndefined()
  expect(worstGate([met, { ...met, id: 'b', state: 'open' }])?.id).toBe('b')
})

test('a standing says its pause point, where the gate has several', () => {
  const [h72, , h24] = judge(emptyPlan(), 0)
  expect(h72?.requirements[0]).not.toHaveProperty('group')
  expect(h24?.requirements[0]).toMatchObject({ id: 'overlay-tested', group: 'Stream and checkout' })
})

test('a gate falls due in elapsed hours across the end of summer time', () => {
  const plan = withFields(emptyPlan(), 'event', { launchAt: Date.UTC(2026, 9, 27, 19) })
  expect(judge(plan, 0).map(({ dueAt }) => dueAt)).toEqual([
    Date.UTC(2026, 9, 24, 19),
    Date.UTC(2026, 9, 25, 19),
    Date.UTC(2026, 9, 26, 19),
    Date.UTC(2026, 9, 27, 19, 15),
    Date.UTC(2026, 9, 28, 19),
    Date.UTC(2026, 10, 17, 19),
  ])
})

test('a gate is as urgent as its most urgent requirement, and the worst gate the earliest of those', () => {
  const between = judge(emptyPlan(), LAUNCH_AT - 50 * HOUR_MS)
  expect(between.map(({ state }) => state)).toEqual(['missed', 'atRisk', 'open', 'open', 'open', 'open'])
  expect(worstGate(between)?.id).toBe('h72')
  const early = judge(emptyPlan(), LAUNCH_AT - 100 * HOUR_MS)
  expect(new Set(early.map(({ state }) => state))).toEqual(new Set(['open']))
  expect(worstGate(early)?.id).toBe('h72')
  expect(early.map(openCount)).toEqual([3, 5, 11, 1, 1, 1])
})

test('between two turns no gate changes by time alone', () => {
  const plan = planOf({
    offer: { preorderQuota: 1 },
    tiers: [{ id: 'early', opensAt: LAUNCH_AT - 40 * HOUR_MS }],
  })
  const hours = fc.integer({ min: -100 * HOUR_MS, max: 22 * DAY_MS })
  const nearATurn = fc
    .tuple(
      fc.constantFrom(-84, -72, -60, -48, -46, -40, -30, -24, 0, 0.25, 18, 24, 492, 504),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([hour, ms]) => hour * HOUR_MS + ms)
  fc.assert(
    fc.property(fc.oneof(hours, nearATurn), (offsetMs) => {
      const now = LAUNCH_AT + offsetMs
      expect(lastTurn(plan, now)).toBeLessThanOrEqual(now)
      expect(judge(plan, lastTurn(plan, now))).toEqual(judge(plan, now))
    }),
  )
})
