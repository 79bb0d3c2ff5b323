import { expect, test } from 'vitest'
import { limits } from './limits.ts'
import { PlanWeights } from './plan-weights.ts'

const bytes = (count: number) => new Uint8Array(count)
/** So many updates of a weight together. */
const updates = (rows: number, all: number) => [
  bytes(all - rows + 1),
  ...Array.from({ length: rows - 1 }, () => bytes(1)),
]

test.each([
  { rows: 10, tail: 65_536, snapshot: 0, is: false },
  { rows: 10, tail: 65_537, snapshot: 0, is: true },
  { rows: 10, tail: 99_000, snapshot: 100_000, is: false },
  { rows: 10, tail: 101_000, snapshot: 100_000, is: true },
  { rows: 1_001, tail: 1_001, snapshot: 100_000, is: true },
])(
  '[K4] a new snapshot is wanted: $is behind $rows updates of $tail bytes on $snapshot',
  ({ is, rows, tail, snapshot }) => {
    const weights = new PlanWeights({ snapshot: bytes(snapshot), tail: [] })
    expect(weights.add(updates(rows, tail))).toBe(is)
    expect(weights.bytes).toBe(snapshot + tail)
  },
)

test('a snapshot is asked for once, and weighs what it weighs', () => {
  const weights = new PlanWeights({ snapshot: undefined, tail: [bytes(1_000), bytes(500)] })
  expect([weights.bytes, weights.tailRows]).toEqual([1_500, 2])
  expect(weights.add([bytes(65_000)])).toBe(true)
  expect(weights.add([bytes(65_000)])).toBe(false)
  expect([weights.bytes, weights.tailRows]).toEqual([131_500, 1])
  weights.snapshotMade(40_000)
  expect(weights.bytes).toBe(105_000)
})

test('[G8] a plan is full with what it holds, or with what no snapshot has yet; deleting in it asks for one', () => {
  const full = new PlanWeights({ snapshot: bytes(limits.bytesOfPlan - 10), tail: [] })
  expect([full.add([bytes(60_000)]), full.isFull]).toEqual([false, false])
  expect(full.add([bytes(60_000)])).toBe(true)
  full.snapshotMade(limits.bytesOfPlan + 10)
  expect([full.isFull, full.add([bytes(5)]), full.isFull]).toEqual([true, true, true])
  full.snapshotMade(1_000)
  expect([full.isFull, full.add([bytes(5)])]).toEqual([false, false])

  const unmade = new PlanWeights({ snapshot: undefined, tail: [] })
  for (let written = 0; written < limits.bytesOfPlanOnDisk; written += 1_000_000) {
    expect(unmade.isFull).toBe(false)
    unmade.add([bytes(1_000_000)])
  }
  expect(unmade.isFull).toBe(true)
})
