import { expect, test } from 'vitest'
import { emptyPlan, planOf, withFields } from '../plan/test-plan.ts'
import { forecast } from './forecast.ts'

const plan = planOf({
  demandTest: {
    rsvps: 412,
    conversionLowBp: 2_400,
    conversionBaseBp: 3_350,
    conversionHighBp: 4_200,
    unitsPerOrderHundredths: 100,
  },
})

test('RSVPs × conversion × units an order', () => {
  // 98.88, 138.02 and 173.04.
  expect(forecast(plan)).toEqual({ low: 99, base: 138, high: 173 })
  expect(forecast(withFields(plan, 'demandTest', { unitsPerOrderHundredths: 125 })).base).toBe(173)
})

test.each([
  [1_050, 11],
  [1_049, 10],
])('a half unit rounds up, less does not: 100 RSVPs at %d bp', (conversionBaseBp, units) => {
  expect(forecast(planOf({ demandTest: { rsvps: 100, conversionBaseBp } })).base).toBe(units)
})

test('what is not known has no forecast', () => {
  expect(forecast(withFields(plan, 'demandTest', { conversionLowBp: null }))).toMatchObject({
    low: null,
    base: 138,
  })
  const unknown = { low: null, base: null, high: null }
  expect(forecast(withFields(plan, 'demandTest', { rsvps: null }))).toEqual(unknown)
  expect(forecast(withFields(plan, 'demandTest', { unitsPerOrderHundredths: null }))).toEqual(unknown)
  expect(forecast(emptyPlan())).toEqual(unknown)
})

test('no RSVPs promise nothing', () => {
  expect(forecast(withFields(plan, 'demandTest', { rsvps: 0 }))).toEqual({ low: 0, base: 0, high: 0 })
})
