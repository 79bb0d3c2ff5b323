/**
 * The sample's stock: 124 pieces staged of four versions, so that with a full buffer of 19 exactly 105 are
 * for sale, which with 45 preorders makes the cap of 150. The moss strap holds 2 of its 6.
 */
import { after, before, type Done, type EventFacts, type Minor } from './event-facts.ts'
import type { PlanSeed } from './schema.ts'

type Seeded<N extends keyof PlanSeed> = NonNullable<PlanSeed[N]>

const PORTO = 'hub-porto'
const LISBON = 'hub-lisbon'
const SAND = 'sku-m38-sand'
const INK = 'sku-m38-ink'
const MOSS = 'sku-m38-moss'
const RUST = 'sku-m38-rust'
const STEEL = 'sku-m38-steel'

export function sampleStock(event: EventFacts, done: Done, minor: Minor): PlanSeed {
  return {
    hubs: [
      { id: PORTO, name: 'Porto', modes: ['collection', 'shipping'], cutOff: '16:00', owner: 'Stock' },
      { id: LISBON, name: 'Lisbon', modes: ['shipping'], cutOff: '17:30', owner: 'Stock' },
    ],
    skus: skus(event, done, minor),
    stock: [
      { hubId: PORTO, skuId: SAND, planned: 33, buffer: 5, counted: done({ hours: 52 }, 'Stock') },
      { hubId: PORTO, skuId: INK, planned: 12, buffer: 2, counted: done({ hours: 52 }, 'Stock') },
      {
        hubId: PORTO,
        skuId: MOSS,
        planned: 22,
        buffer: 2,
        counted: done({ hours: 51, minutes: 40 }, 'Stock'),
      },
      {
        hubId: PORTO,
        skuId: RUST,
        planned: 3,
        buffer: 1,
        counted: done({ hours: 51, minutes: 40 }, 'Stock'),
      },
      { hubId: LISBON, skuId: SAND, planned: 27, buffer: 4, counted: done({ hours: 50 }, 'Stock') },
      { hubId: LISBON, skuId: INK, planned: 8, buffer: 1, counted: done({ hours: 50 }, 'Stock') },
      {
        hubId: LISBON,
        skuId: MOSS,
        planned: 18,
        buffer: 0,
        counted: done({ hours: 49, minutes: 45 }, 'Stock'),
      },
      {
        hubId: LISBON,
        skuId: RUST,
        planned: 1,
        buffer: 0,
        counted: done({ hours: 49, minutes: 45 }, 'Stock'),
      },
    ],
    movements: movements(done),
    slas: slas(event),
  }
}

function skus({ launchAt }: EventFacts, done: Done, minor: Minor): Seeded<'skus'> {
  return [
    {
      id: SAND,
      code: 'M38-SAND',
      name: 'M38 sand',
      unitCostMinor: minor(78),
      received: 200,
      sold: 138,
      verdict: 'replenish',
      audited: done({ hours: 53 }, 'Stock'),
      replenishAt: before(launchAt, { hours: 20 }),
    },
    {
      id: INK,
      code: 'M38-INK',
      name: 'M38 ink',
      unitCostMinor: minor(78),
      received: 50,
      sold: 28,
      verdict: 'keep',
      audited: done({ hours: 52, minutes: 50 }, 'Stock'),
    },
    {
      id: MOSS,
      code: 'M38-MOSS',
      name: 'M38 on moss strap',
      unitCostMinor: minor(80),
      received: 70,
      sold: 28,
      verdict: 'keep',
      audited: done({ hours: 52, minutes: 30 }, 'Stock'),
    },
    {
      id: RUST,
      code: 'M38-RUST',
      name: 'M38 on rust strap',
      unitCostMinor: minor(80),
      received: 12,
      sold: 6,
    },
    {
      id: STEEL,
      code: 'M38-STEEL',
      name: 'M38 on steel bracelet',
      unitCostMinor: minor(96),
      received: 24,
      sold: 2,
      verdict: 'prune',
      audited: done({ hours: 52, minutes: 20 }, 'Stock'),
    },
  ]
}

function movements(done: Done): Seeded<'movements'> {
  return [
    movement('move-porto-sand', PORTO, SAND, 34, 'staged', done({ hours: 70 }, 'Stock')),
    movement('move-porto-ink', PORTO, INK, 14, 'staged', done({ hours: 70 }, 'Stock')),
    movement('move-porto-moss', PORTO, MOSS, 22, 'staged', done({ hours: 69, minutes: 50 }, 'Stock')),
    movement('move-porto-rust', PORTO, RUST, 3, 'staged', done({ hours: 69, minutes: 50 }, 'Stock')),
    movement('move-lisbon-sand', LISBON, SAND, 27, 'staged', done({ hours: 64 }, 'Stock')),
    movement('move-lisbon-ink', LISBON, INK, 6, 'staged', done({ hours: 64 }, 'Stock')),
    movement('move-lisbon-moss', LISBON, MOSS, 18, 'staged', done({ hours: 63, minutes: 45 }, 'Stock')),
    movement('move-lisbon-rust', LISBON, RUST, 1, 'staged', done({ hours: 63, minutes: 45 }, 'Stock')),
    movement('move-ink-out', PORTO, INK, -2, 'moved', done({ hours: 55 }, 'Stock')),
    movement('move-ink-in', LISBON, INK, 2, 'moved', done({ hours: 51 }, 'Stock')),
    movement('move-sand-scratched', PORTO, SAND, -1, 'damaged', done({ hours: 52 }, 'Stock')),
  ]
}

type Movement = Seeded<'movements'>[number]

function movement(
  id: string,
  hubId: string,
  skuId: string,
  delta: number,
  reason: NonNullable<Movement['reason']>,
  made: NonNullable<Movement['made']>,
): Movement {
  return { id, hubId, skuId, delta, reason, made }
}

/** What the product page says; the rust strap's promises are not on it yet. */
function slas({ launchAt }: EventFacts): Seeded<'slas'> {
  return [SAND, INK, MOSS, RUST].flatMap((skuId) => [
    {
      skuId,
      mode: 'collection',
      handlingDays: 1,
      shipBy: after(launchAt, { days: 2 }),
      published: skuId !== RUST,
    },
    {
      skuId,
      mode: 'shipping',
      handlingDays: 2,
      shipBy: after(launchAt, { days: 4 }),
      published: skuId !== RUST,
    },
  ])
}
