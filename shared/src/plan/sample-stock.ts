/**
 * The sample's stock: 124 pieces staged of four versions, so that with a full buffer of 19 exactly 105 are
 * for sale, which with 45 preorders makes the cap of 150. The moss strap holds 2 of its 6.
 */
import { stagedByLine } from '../figures/stock.ts'
import { after, before, type Done, type Elapsed, type EventFacts, type Minor } from './event-facts.ts'
import { auditFacts, countFacts } from './evidence-facts.ts'
import type { Plan, PlanSeed, Sku } from './schema.ts'

type Seeded<N extends keyof PlanSeed> = NonNullable<PlanSeed[N]>

const PORTO = 'hub-porto'
const LISBON = 'hub-lisbon'
const SAND = 'sku-m38-sand'
const INK = 'sku-m38-ink'
const MOSS = 'sku-m38-moss'
const RUST = 'sku-m38-rust'
const STEEL = 'sku-m38-steel'

export function sampleStock(event: EventFacts, done: Done, minor: Minor): PlanSeed {
  const moved = movements(done)
  const stagedAt = stagedByLine({ movements: moved })
  /** Counted so long before the launch, at what the movements come to. */
  const line = (hubId: string, skuId: string, planned: number, buffer: number, elapsed: Elapsed) => {
    const tested = countFacts(stagedAt.get(`${hubId}/${skuId}`) ?? 0)
    return { hubId, skuId, planned, buffer, counted: { ...done(elapsed, 'Stock'), tested } }
  }
  return {
    hubs: [
      { id: PORTO, name: 'Porto', modes: ['collection', 'shipping'], cutOff: '16:00', owner: 'Stock' },
      { id: LISBON, name: 'Lisbon', modes: ['shipping'], cutOff: '17:30', owner: 'Stock' },
    ],
    skus: skus(event, done, minor),
    stock: [
      line(PORTO, SAND, 33, 5, { hours: 52 }),
      line(PORTO, INK, 12, 2, { hours: 52 }),
      line(PORTO, MOSS, 22, 2, { hours: 51, minutes: 40 }),
      line(PORTO, RUST, 3, 1, { hours: 51, minutes: 40 }),
      line(LISBON, SAND, 27, 4, { hours: 50 }),
      line(LISBON, INK, 8, 1, { hours: 50 }),
      line(LISBON, MOSS, 18, 0, { hours: 49, minutes: 45 }),
      line(LISBON, RUST, 1, 0, { hours: 49, minutes: 45 }),
    ],
    movements: moved,
    slas: slas(event),
  }
}

function skus({ launchAt }: EventFacts, done: Done, minor: Minor): Seeded<'skus'> {
  const audit = (verdict: NonNullable<Sku['verdict']>, received: number, elapsed: Elapsed) => {
    const tested = auditFacts({ verdict, received })
    return { verdict, received, audited: { ...done(elapsed, 'Stock'), tested } }
  }
  return [
    {
      id: SAND,
      code: 'M38-SAND',
      name: 'M38 sand',
      unitCostMinor: minor(78),
      sold: 138,
      ...audit('replenish', 200, { hours: 53 }),
      replenishAt: before(launchAt, { hours: 20 }),
    },
    {
      id: INK,
      code: 'M38-INK',
      name: 'M38 ink',
      unitCostMinor: minor(78),
      sold: 28,
      ...audit('keep', 50, { hours: 52, minutes: 50 }),
    },
    {
      id: MOSS,
      code: 'M38-MOSS',
      name: 'M38 on moss strap',
      unitCostMinor: minor(80),
      sold: 28,
      ...audit('keep', 70, { hours: 52, minutes: 30 }),
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
      sold: 2,
      ...audit('prune', 24, { hours: 52, minutes: 20 }),
    },
  ]
}

function movements(done: Done): Plan['movements'] {
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

type Movement = Plan['movements'][number]

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
