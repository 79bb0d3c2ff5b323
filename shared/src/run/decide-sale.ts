import { formatNumber } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import type { Decision, Told } from './decision.ts'
import type { RunState } from './run-state.ts'
import { saleKey } from './sales.ts'

/** As many as the largest shops let an order have. */
export const SALE_LINES_MAX = 500
const UNITS_MAX = 100_000

/** A sale is taken once, whoever tells it how often; what the plan does not know is not taken. */
export function decideSale(
  { sales }: Pick<RunState, 'sales'>,
  { source, orderId, lines, leftOut = [] }: Omit<Extract<Told, { kind: 'saleRecorded' }>, 'kind'>,
  plan: Plan,
): Decision {
  const before = sales.orders.get(saleKey({ source, orderId }))
  if (before?.isCounted) return `Order ${orderId} is recorded already.`
  if (lines.length === 0 && (leftOut.length === 0 || before)) {
    return `Order ${orderId} has nothing of this plan.`
  }
  for (const { itemId, hubId, quantity, isPreorder } of lines) {
    const isKnown = [...plan.skus, ...plan.bundles].some((item) => item.id === itemId)
    if (!isKnown) return 'The plan has no such SKU or bundle.'
    if (hubId !== null && !plan.hubs.some((hub) => hub.id === hubId)) return 'The plan has no such hub.'
    if (quantity === 0) return 'A sale is of at least one unit.'
    if (Math.abs(quantity) > UNITS_MAX) return `A line has at most ${formatNumber(UNITS_MAX)} units.`
    if (isPreorder && hubId !== null) return 'A preorder leaves from no hub yet.'
  }
  const unknown = leftOut.length === 0 ? {} : { leftOut: [...leftOut] }
  return [{ kind: 'saleRecorded', source, orderId, lines: [...lines], ...unknown }]
}
