import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyPlan, planOf, withFields } from '../plan/test-plan.ts'
import { buffer, bufferSentence, skuBufferSentence } from './buffer.ts'

const plan = planOf({
  hubs: [{ id: 'porto' }, { id: 'lisbon' }],
  skus: [
    { id: 'sand', name: 'M38 sand' },
    { id: 'moss', name: 'Strap, moss' },
  ],
  stock: [
    { hubId: 'porto', skuId: 'sand', buffer: 11 },
    { hubId: 'lisbon', skuId: 'sand', buffer: 1 },
    { hubId: 'lisbon', skuId: 'moss', buffer: 2 },
  ],
  movements: [
    { id: 'm1', hubId: 'porto', skuId: 'sand', delta: 40 },
    { id: 'm2', hubId: 'lisbon', skuId: 'sand', delta: 35 },
    { id: 'm3', hubId: 'porto', skuId: 'moss', delta: 18 },
    { id: 'm4', hubId: 'lisbon', skuId: 'moss', delta: 22 },
  ],
})

describe('buffer', () => {
  test('is what the share asks for, in all and by SKU, rounded up each', () => {
    const figures = buffer(plan)
    expect(figures).toMatchObject({ shareBp: 1_500, staged: 115, required: 18, held: 14, short: 4 })
    expect(figures.bySku).toEqual([
      { skuId: 'sand', name: 'M38 sand', hubId: 'porto', staged: 75, required: 12, held: 12, short: 0 },
      { skuId: 'moss', name: 'Strap, moss', hubId: 'lisbon', staged: 40, required: 6, held: 2, short: 4 },
    ])
  })

  test('says what is held of what is wanted', () => {
    const figures = buffer(plan)
    expect(bufferSentence(figures)).toBe('The buffer holds 14 of 18 units: 15% of 115 staged.')
    expect(skuBufferSentence(figures.bySku[1]!)).toBe('Strap, moss holds 2 of 6 buffer units.')
  })

  test('a share taken out reads as 15%', () => {
    expect(buffer(withFields(plan, 'offer', { bufferShareBp: null })).required).toBe(18)
  })

  test('a share of 0 asks for nothing', () => {
    expect(buffer(withFields(plan, 'offer', { bufferShareBp: 0 }))).toMatchObject({ required: 0, short: 0 })
  })

  test('nothing staged asks for nothing', () => {
    expect(buffer(emptyPlan())).toMatchObject({ staged: 0, required: 0, held: 0, bySku: [] })
  })

  test('required is the least whole number of units that is the share of what is staged', () => {
    const staged = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(staged, fc.integer({ min: 0, max: 10_000 }), (units, bufferShareBp) => {
        const { required } = buffer(
          planOf({
            offer: { bufferShareBp },
            hubs: [{ id: 'h' }],
            skus: [{ id: 's' }],
            movements: [{ id: 'm', hubId: 'h', skuId: 's', delta: units }],
          }),
        )
        const share = BigInt(bufferShareBp) * BigInt(units)
        expect(BigInt(required) * 10_000n >= share).toBe(true)
        expect(required === 0 || BigInt(required - 1) * 10_000n < share).toBe(true)
      }),
      { seed: 20_261_126, numRuns: 500 },
    )
  })
})
