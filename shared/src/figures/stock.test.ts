import { expect, test } from 'vitest'
import { emptyPlan, evidence, planOf } from '../plan/test-plan.ts'
import { staged, stockLines, totalOf, totalsBy } from './stock.ts'

const counted = evidence(50, { staged: '35' })
const plan = planOf({
  hubs: [{ id: 'porto' }, { id: 'lisbon' }],
  skus: [{ id: 'sand' }, { id: 'moss' }],
  stock: [
    { hubId: 'porto', skuId: 'sand', planned: 40, buffer: 6, counted },
    { hubId: 'lisbon', skuId: 'moss', buffer: 2 },
    { hubId: 'gone', skuId: 'sand', planned: 99, buffer: 99 },
  ],
  movements: [
    { id: 'm1', hubId: 'porto', skuId: 'sand', delta: 40 },
    { id: 'm2', hubId: 'porto', skuId: 'sand', delta: -5 },
    { id: 'm3', hubId: 'lisbon', skuId: 'sand', delta: 5 },
    { id: 'm4', hubId: 'lisbon', skuId: 'gone', delta: 50 },
    { id: 'm5', hubId: 'gone', skuId: 'sand', delta: 50 },
    { id: 'm6', hubId: 'lisbon', skuId: null, delta: 50 },
  ],
})

test('staged is what the movements of a hub and SKU add up to', () => {
  expect(staged(plan, 'porto', 'sand')).toBe(35)
  expect(staged(plan, 'porto', 'moss')).toBe(0)
})

test('there is a line for every hub × SKU, and none for those that are gone', () => {
  expect(stockLines(plan)).toEqual([
    { hubId: 'porto', skuId: 'sand', planned: 40, staged: 35, buffer: 6, counted },
    { hubId: 'porto', skuId: 'moss', planned: 0, staged: 0, buffer: 0, counted: null },
    { hubId: 'lisbon', skuId: 'sand', planned: 0, staged: 5, buffer: 0, counted: null },
    { hubId: 'lisbon', skuId: 'moss', planned: 0, staged: 0, buffer: 2, counted: null },
  ])
})

test('totals: in all, by hub, by SKU', () => {
  const lines = stockLines(plan)
  expect(totalOf(lines)).toEqual({ planned: 40, staged: 40, buffer: 8 })
  expect(totalsBy(lines, 'hubId').get('lisbon')).toEqual({ planned: 0, staged: 5, buffer: 2 })
  expect(totalsBy(lines, 'skuId').get('sand')).toEqual({ planned: 40, staged: 40, buffer: 6 })
})

test('an empty plan has no lines and totals of 0', () => {
  expect(stockLines(emptyPlan())).toEqual([])
  expect(totalOf([])).toEqual({ planned: 0, staged: 0, buffer: 0 })
})
