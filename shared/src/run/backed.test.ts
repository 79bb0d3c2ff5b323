import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlanEvent } from '../log/events.ts'
import type { SaleLine } from '../log/run-events.ts'
import { LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import type { Plan } from '../plan/schema.ts'
import { backing } from './backed.ts'
import { saleFigures, salesOf } from './sales.ts'

interface Drop {
  moss: number
  rust: number
  buffer: number
  cap: number
  quota: number
  pairs: number | null
}

/** Straps in two colours, and pairs of one moss and two rust. */
const planWith = ({ moss, rust, buffer, cap, quota, pairs }: Drop): Plan =>
  planOf({
    event: { hardCap: cap, capIncludesPreorders: true },
    offer: { preorderQuota: quota },
    hubs: [{ id: 'porto' }, { id: 'lisbon' }],
    skus: [{ id: 'moss' }, { id: 'rust' }],
    bundles: [{ id: 'pair', planned: pairs }],
    bundleItems: [
      { bundleId: 'pair', skuId: 'moss', quantity: 1 },
      { bundleId: 'pair', skuId: 'rust', quantity: 2 },
    ],
    stock: [{ hubId: 'porto', skuId: 'moss', buffer }],
    movements: [
      { id: '1', hubId: 'porto', skuId: 'moss', delta: moss },
      { id: '2', hubId: 'lisbon', skuId: 'rust', delta: rust },
    ],
  })
const drop: Drop = { moss: 20, rust: 10, buffer: 0, cap: 40, quota: 0, pairs: null }

const figuresOf = (plan: Plan, orders: readonly SaleLine[]) =>
  saleFigures(
    plan,
    salesOf(
      orders.map((line, index): PlanEvent => ({
        seq: index + 1,
        at: LAUNCH_AT,
        actor: null,
        kind: 'saleRecorded',
        source: 'hook',
        orderId: String(index),
        lines: [line],
      })),
    ),
  )
const line = (itemId: string, quantity: number, isPreorder = false): SaleLine => ({
  itemId,
  quantity,
  hubId: null,
  isPreorder,
})

test.each([
  ['pieces where nothing is planned in bundles', drop, 30],
  ['whole bundles where all of the cap is planned so', { ...drop, cap: 5, pairs: 5 }, 5],
  ['no more bundles than their scarcest piece makes', { ...drop, rust: 5, cap: 15, pairs: 15 }, 2],
  ['bundles first, then what is left', { ...drop, rust: 4, pairs: 2 }, 2 + 18],
  ['the buffer not', { ...drop, buffer: 18, pairs: 5 }, 2 + 6],
  ['preorders up to their quota', { ...drop, rust: 0, cap: 30, pairs: 30, quota: 4 }, 4],
  ['no more than the cap', { ...drop, cap: 7 }, 7],
])('[RUN12] counts %s', (_, plan, units) => {
  expect(figuresOf(planWith(plan), []).backed).toBe(units)
})

test('[RUN12] a sold bundle takes the units that were planned for it', () => {
  const plan = planWith({ ...drop, rust: 4, cap: 4, pairs: 4 })
  expect(figuresOf(plan, [line('pair', 1)]).backed).toBe(1)
  expect(figuresOf(plan, [line('pair', 2)]).backed).toBe(0)
})

test('[RUN12] what was given back and never sold makes nothing larger', () => {
  const plan = planWith({ ...drop, buffer: 2, cap: 100, quota: 4, pairs: 3 })
  const { backed } = figuresOf(plan, [])
  expect(backed).toBe(3 + (20 - 2 - 3) + (10 - 6) + 4)
  const back = [line('moss', -60), line('rust', -5), line('pair', -4), line('moss', -9, true)]
  for (const some of [back.slice(0, 1), back.slice(0, 2), back.slice(2), back])
    expect(figuresOf(plan, some).backed).toBe(backed)
  expect(figuresOf(planWith({ ...drop, cap: 12 }), [line('moss', -60)]).backed).toBe(12)
})

const anyDrop = fc.record({
  moss: fc.nat(30),
  rust: fc.nat(30),
  buffer: fc.nat(8),
  cap: fc.nat(40),
  quota: fc.nat(6),
  pairs: fc.option(fc.nat(20)),
})
const anyOrder = fc
  .tuple(fc.constantFrom('moss', 'rust', 'pair'), fc.integer({ min: -2, max: 6 }), fc.boolean())
  .map(([itemId, quantity, isPreorder]) => line(itemId, quantity, isPreorder))

test('[RUN12] all that is shown could be sold without crossing a limit, through 10,000 random sequences', () => {
  let sequences = 0
  fc.assert(
    fc.property(anyDrop, fc.array(anyOrder, { maxLength: 8 }), (some, orders) => {
      sequences++
      const plan = planWith(some)
      const before = figuresOf(plan, orders)
      const after = figuresOf(plan, [...orders, ...allThatIsShown(plan, before)])
      const sold = after.sold + after.preorders - before.sold - before.preorders
      if (sold !== before.backed) throw new RangeError(`${before.backed} shown, ${sold} could be sold`)
      if (sold === 0) return
      const [moss, rust] = (['moss', 'rust'] as const).map((id) => freeOf(plan, after, id))
      const [mossBefore, rustBefore] = (['moss', 'rust'] as const).map((id) => freeOf(plan, before, id))
      // What was oversold before stays so, and gets no worse.
      if (moss! < Math.min(0, mossBefore!) || rust! < Math.min(0, rustBefore!))
        throw new RangeError('a buffer was touched')
      if (after.capLeft! < 0) throw new RangeError('the cap was crossed')
      if (after.preorders > before.preorders && after.quotaLeft < 0)
        throw new RangeError('the quota was crossed')
    }),
    { numRuns: 10_000, seed: 12 },
  )
  expect(sequences).toBe(10_000)
})

/** As sales: bundles, then single pieces, then preorders. */
function allThatIsShown(plan: Plan, figures: ReturnType<typeof saleFigures>): SaleLine[] {
  const { units, bundles, pieces, onPreorder } = backing(plan, figures)
  let open = units
  const upTo = (most: number) => {
    const quantity = Math.min(open, most)
    open -= quantity
    return quantity
  }
  const lines = [...bundles].map(([id, count]) => line(id, upTo(count)))
  const preordered = line('moss', upTo(onPreorder), true)
  lines.push(...[...pieces].map(([id, count]) => line(id, upTo(count))))
  return [...lines, preordered].filter(({ quantity }) => quantity > 0)
}

function freeOf(plan: Plan, { byLine, elsewhere }: ReturnType<typeof saleFigures>, skuId: string): number {
  const here = plan.hubs.map(({ id }) => byLine.get(`${id}/${skuId}`)!)
  return here.reduce((all, { left, buffer }) => all + left - buffer, 0) - (elsewhere.get(skuId) ?? 0)
}
