/**
 * A plan for the next drop, made of one that is over: what people decided and wrote stays, every date moves with the
 * launch, what was proved or counted for that drop alone is to be proved anew, and the estimates start at what it came to.
 */
import { stockLines } from '../figures/stock.ts'
import type { PlanEvent } from '../log/events.ts'
import { type Field, takes } from '../plan/fields.ts'
import { type CollectionName, collections, type Plan, type PlanSeed } from '../plan/schema.ts'
import { learnedRates } from './rates.ts'
import { piecesOf, salesOf } from './sales.ts'

export interface NextEvent {
  name: string
  /** UTC ms. */
  launchAt: number
}

/** What one drop's people did or came to; the next one starts without. */
const ofOneDrop: readonly CollectionName[] = ['movements', 'issues', 'results', 'actions', 'carried']

/** Beside all stamps and evidence: what was measured, published or decided for that drop alone. */
const ofOneDropOnly: { readonly [N in CollectionName]?: readonly string[] } = {
  demandTest: ['locked', 'rsvps'],
  gear: ['packed'],
  link: ['primaryKbps', 'backupKbps'],
  skus: ['verdict'],
  slas: ['published'],
  returns: ['flashSpecific'],
}

type Values = Readonly<Record<string, unknown>>

export function nextPlan(plan: Plan, log: readonly PlanEvent[], { name, launchAt }: NextEvent): PlanSeed {
  const byMs = launchAt - plan.event.launchAt
  const names = (Object.keys(collections) as CollectionName[]).filter((each) => !ofOneDrop.includes(each))
  const kept = Object.fromEntries(
    names.map((each) => {
      const value = plan[each] as Values | readonly Values[]
      const moved = (values: Values) => movedValues(each, values, byMs)
      return [each, Array.isArray(value) ? value.map(moved) : moved(value as Values)]
    }),
  ) as unknown as Plan
  const learned = learnedRates(plan, log)
  const { demandTest, support } = kept
  const base = learned.conversionBp ?? demandTest.conversionBaseBp
  return {
    ...kept,
    event: { ...kept.event, name, launchAt },
    skus: withSellThrough(plan, log, kept.skus),
    demandTest: {
      ...demandTest,
      conversionBaseBp: base,
      conversionLowBp: within(demandTest.conversionLowBp, base, Math.min),
      conversionHighBp: within(demandTest.conversionHighBp, base, Math.max),
      unitsPerOrderHundredths: learned.unitsPerOrderHundredths ?? demandTest.unitsPerOrderHundredths,
    },
    support: { ...support, contactRateBp: learned.contactRateBp ?? support.contactRateBp },
    carried: { from: plan.event.name, launchAt: plan.event.launchAt, ...learned },
  }
}

/** A range that holds its middle. */
function within(
  edge: number | null,
  base: number | null,
  of: (a: number, b: number) => number,
): number | null {
  return edge === null || base === null ? edge : of(edge, base)
}

function movedValues(name: CollectionName, values: Values, byMs: number): Values {
  const fields = collections[name].fields as Record<string, Field>
  const entries = Object.entries(values).map(([key, value]) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!field) return [key, value]
    const isSpent = field.kind === 'stamp' || field.kind === 'evidence' || ofOneDropOnly[name]?.includes(key)
    if (isSpent) return [key, field.empty]
    if (field.kind !== 'instant' || value === null) return [key, value]
    const moved = (value as number) + byMs
    return [key, takes(field, moved) ? moved : field.empty]
  })
  return Object.fromEntries(entries) as Values
}

/** What the next audit judges by, where the war room knows it: received is what was staged, sold what left. */
function withSellThrough(plan: Plan, log: readonly PlanEvent[], skus: Plan['skus']): Plan['skus'] {
  const { lines } = salesOf(log)
  if (lines.length === 0) return skus
  const sold = new Map<string, number>()
  for (const { skuId, quantity } of lines
    .filter(({ isPreorder }) => !isPreorder)
    .flatMap((line) => piecesOf(plan, line)))
    sold.set(skuId, (sold.get(skuId) ?? 0) + quantity)
  const staged = new Map<string, number>()
  for (const { skuId, staged: here } of stockLines(plan)) staged.set(skuId, (staged.get(skuId) ?? 0) + here)
  return skus.map((sku) => ({
    ...sku,
    received: Math.max(0, staged.get(sku.id) ?? 0),
    sold: Math.max(0, sold.get(sku.id) ?? 0),
  }))
}
