import { describe, expect, test } from 'vitest'
import { planOf, withFields } from '../plan/test-plan.ts'
import { margin } from './margin.ts'

const plan = planOf({
  event: { hardCap: 150 },
  offer: { priceMinor: 18_500, taxRateBp: 2_300, taxIncluded: true, unitCostMinor: 7_800 },
  cash: { feeShareBp: 290, packingMinor: 420, returnsBp: 400 },
})

describe('margin', () => {
  test('takes tax, returns, fees and packing off a price that includes tax', () => {
    // Net 185 ÷ 1.23 = 150.41; (150.4065 − 78) × 0.96 = 69.5102; − 5.365 − 4.20 = 59.9452.
    expect(margin(plan)).toEqual({
      netPriceMinor: 15_041,
      unitMinor: 5_995,
      projectedRevenueMinor: 2_775_000,
      inAllMinor: 899_250,
    })
  })

  test('takes fees off the price with tax where the price leaves it out', () => {
    // (185 − 78) × 0.96 = 102.72; − 2.9 % of 227.55 = 6.59895; − 4.20 = 91.92105.
    const untaxed = margin(withFields(plan, 'offer', { taxIncluded: false }))
    expect(untaxed).toMatchObject({ netPriceMinor: 18_500, unitMinor: 9_192 })
  })

  test('counts rates that nobody set as 0', () => {
    const bare = planOf({ offer: { priceMinor: 18_500, unitCostMinor: 7_800 } })
    expect(margin(bare)).toMatchObject({ netPriceMinor: 18_500, unitMinor: 10_700 })
  })

  test('can be a loss', () => {
    expect(margin(withFields(plan, 'offer', { unitCostMinor: 20_000 })).unitMinor).toBe(-5_717)
  })

  test('is not known without a price, a cost or a cap', () => {
    expect(margin(withFields(plan, 'offer', { priceMinor: null }))).toEqual({
      netPriceMinor: null,
      unitMinor: null,
      projectedRevenueMinor: null,
      inAllMinor: null,
    })
    expect(margin(withFields(plan, 'offer', { unitCostMinor: null }))).toEqual({
      netPriceMinor: 15_041,
      unitMinor: null,
      projectedRevenueMinor: 2_775_000,
      inAllMinor: null,
    })
    expect(margin(withFields(plan, 'event', { hardCap: null }))).toMatchObject({
      unitMinor: 5_995,
      projectedRevenueMinor: null,
      inAllMinor: null,
    })
  })
})
