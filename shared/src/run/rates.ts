/** The rates that a drop teaches, as one table: what was estimated, what it came to, and where the next plan has it. */
import { product, roundHalfUp } from '../figures/ratio.ts'
import type { PlanEvent } from '../log/events.ts'
import { takes } from '../plan/fields.ts'
import { type Plan, collections } from '../plan/schema.ts'
import { launchedRunOf, type Run } from './run.ts'
import { saleFigures, saleKey, salesOf } from './sales.ts'

interface Outcome {
  /** As counted for good after the drop, else as the war room's sales have them; `null` where there are none. */
  orders: number | null
  /** Units sold, preorders too. */
  units: number
  tickets: number | null
  rsvps: number | null
}

interface Rate {
  label: string
  /** How it is worked out, in words. */
  says: string
  estimated: (plan: Plan) => number | null
  /** The quotient's parts; none of it where one is not known. */
  actual: (outcome: Outcome) => { of: number | null; by: number | null }
}
const rate = (it: Rate): Rate => it

/** By their name in the plan's `carried`, whose fields say the unit too: basis points, or hundredths. */
const rates = {
  conversionBp: rate({
    label: 'Conversion',
    says: 'orders ÷ RSVPs',
    estimated: ({ demandTest }) => demandTest.conversionBaseBp,
    actual: ({ orders, rsvps }) => ({ of: orders, by: rsvps }),
  }),
  unitsPerOrderHundredths: rate({
    label: 'Units an order',
    says: 'units sold ÷ orders',
    estimated: ({ demandTest }) => demandTest.unitsPerOrderHundredths,
    actual: ({ units, orders }) => ({ of: units, by: orders }),
  }),
  contactRateBp: rate({
    label: 'Contact rate',
    says: 'tickets ÷ orders',
    estimated: ({ support }) => support.contactRateBp,
    actual: ({ tickets, orders }) => ({ of: tickets, by: orders }),
  }),
} as const
type RateName = keyof typeof rates
const rateNames = Object.keys(rates) as RateName[]
const WHOLE: Record<RateName, number> = {
  conversionBp: 10_000,
  unitsPerOrderHundredths: 100,
  contactRateBp: 10_000,
}

function outcomeOf(plan: Plan, log: readonly PlanEvent[]): Outcome {
  const { sold, preorders } = saleFigures(plan, salesOf(log))
  return {
    orders: plan.results.orders ?? ordersIn(log),
    units: sold + preorders,
    tickets: ticketsOf(plan, launchedRunOf(log)),
    rsvps: plan.demandTest.rsvps,
  }
}

/** As counted for good after the drop, else the issues of the war room; `null` where nobody has said anything. */
export function ticketsOf(
  { results }: Pick<Plan, 'results'>,
  { issues }: Pick<Run, 'issues'>,
): number | null {
  return results.tickets ?? (issues.length > 0 ? issues.length : null)
}

/** A refund is no order. */
function ordersIn(log: readonly PlanEvent[]): number | null {
  const orders = new Set<string>()
  for (const event of log) {
    if (event.kind !== 'saleRecorded') continue
    if (event.lines.reduce((units, { quantity }) => units + quantity, 0) > 0) orders.add(saleKey(event))
  }
  return orders.size === 0 ? null : orders.size
}

/** Rounded half up; `null` where it can't be said, or is more than such a rate can be. */
export function learnedRates(plan: Plan, log: readonly PlanEvent[]): Record<RateName, number | null> {
  const outcome = outcomeOf(plan, log)
  const entries = rateNames.map((name) => {
    const { of, by } = rates[name].actual(outcome)
    if (of === null || by === null || by <= 0 || of < 0) return [name, null]
    const value = roundHalfUp(product(of, WHOLE[name]), BigInt(by))
    return [name, takes(collections.carried.fields[name], value) ? value : null]
  })
  return Object.fromEntries(entries) as Record<RateName, number | null>
}

export interface ComparedRate {
  name: RateName
  label: string
  says: string
  estimated: number | null
  actual: number | null
}

export function comparedRates(plan: Plan, log: readonly PlanEvent[]): ComparedRate[] {
  const learned = learnedRates(plan, log)
  return rateNames.map((name) => {
    const { label, says, estimated } = rates[name]
    return { name, label, says, estimated: estimated(plan), actual: learned[name] }
  })
}
