import { expect, test } from 'vitest'
import { emptyPlan, planOf, withFields } from '../plan/test-plan.ts'
import { supportLoad } from './support-load.ts'

const plan = planOf({
  event: { hardCap: 150 },
  demandTest: { rsvps: 412, conversionBaseBp: 3_350 },
  support: { contactRateBp: 800, handlingMinutes: 4 },
})

test('orders × contact rate, and the agents for 15 minutes of them, rounded up', () => {
  // 138 × 8 % = 11.04; 12 × 4 ÷ 15 = 3.2.
  expect(supportLoad(plan)).toEqual({ orders: 138, contacts: 12, agents: 4 })
})

test('no more orders than the cap', () => {
  expect(supportLoad(withFields(plan, 'event', { hardCap: 100 }))).toEqual({
    orders: 100,
    contacts: 8,
    agents: 3,
  })
})

test.each([
  [15, 1],
  [16, 2],
])('one contact of %d minutes takes %d in the sprint', (handlingMinutes, agents) => {
  const one = planOf({ event: { hardCap: 1 }, support: { contactRateBp: 10_000, handlingMinutes } })
  expect(supportLoad(one).agents).toBe(agents)
})

test('the cap stands in for a forecast, and the forecast for a cap', () => {
  expect(supportLoad(withFields(plan, 'demandTest', { rsvps: null })).orders).toBe(150)
  expect(supportLoad(withFields(plan, 'event', { hardCap: null })).orders).toBe(138)
})

test('says nothing of what it does not know', () => {
  expect(supportLoad(emptyPlan())).toEqual({ orders: null, contacts: null, agents: null })
  expect(supportLoad(withFields(plan, 'support', { contactRateBp: null }))).toEqual({
    orders: 138,
    contacts: null,
    agents: null,
  })
  expect(supportLoad(withFields(plan, 'support', { handlingMinutes: null })).agents).toBeNull()
})
