import { counted, formatNumber, formatSigned, named, skuName } from '../plan/format.ts'
import type { SaleLine } from '../log/run-events.ts'
import type { Plan } from '../plan/schema.ts'
import type { Decision, Told } from './decision.ts'
import type { RunState } from './run-state.ts'
import { isRecorded, saleKey, type Sales } from './sales.ts'

/** As many as the largest shops let an order have. */
export const SALE_LINES_MAX = 500
const UNITS_MAX = 100_000
/** Of an order's lines, in the log. */
const LINES_SAID = 5

/** A sale is taken once, whoever tells it how often; what the plan does not know is not taken. */
export function decideSale(
  { sales }: Pick<RunState, 'sales'>,
  {
    source,
    orderId,
    lines,
    leftOut = [],
    unknownHubs = [],
  }: Omit<Extract<Told, { kind: 'saleRecorded' }>, 'kind'>,
  plan: Plan,
): Decision {
  if (isRecorded(sales, { source, orderId })) return `Order ${orderId} is recorded already.`
  const isTold = sales.orders.get(saleKey({ source, orderId })) !== undefined
  if (lines.length === 0 && (leftOut.length === 0 || isTold)) {
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
  // A shop knows what it gave back, though it may have sold it before this plan was told; a person's finger slips.
  const slip = source === 'hook' ? undefined : beyondSold(sales, lines)
  if (slip !== undefined) return slip
  const what = lines.length === 0 ? {} : { what: soldWords(plan, lines) }
  const unknown = leftOut.length === 0 ? {} : { leftOut: [...leftOut] }
  const elsewhere = unknownHubs.length === 0 ? {} : { unknownHubs: [...unknownHubs] }
  return [{ kind: 'saleRecorded', source, orderId, lines: [...lines], ...what, ...unknown, ...elsewhere }]
}

/** "3 × Moss from Porto, 1 × Pair preordered", and how many lines more there are. */
function soldWords({ skus, bundles, hubs }: Plan, lines: readonly SaleLine[]): string {
  const nameOf = (itemId: string) => {
    const sku = skus.find(({ id }) => id === itemId)
    return sku ? skuName(sku) : named(bundles.find(({ id }) => id === itemId)?.name ?? '', 'bundle')
  }
  const whence = ({ hubId, isPreorder }: SaleLine) => {
    if (isPreorder) return 'preordered'
    const hub = hubs.find(({ id }) => id === hubId)
    return `from ${hub ? named(hub.name, 'hub') : 'no named hub'}`
  }
  const words = lines
    .slice(0, LINES_SAID)
    .map((line) => `${formatSigned(line.quantity)} × ${nameOf(line.itemId)} ${whence(line)}`)
  const rest = lines.length - words.length
  return [...words, ...(rest > 0 ? [`${counted(rest, 'line')} more`] : [])].join(', ')
}

/** Why not, where more of something would be given back than was sold of it, wherever it left from. */
function beyondSold(sales: Sales, lines: readonly SaleLine[]): string | undefined {
  const unitsOf = (all: readonly SaleLine[], { itemId, isPreorder }: SaleLine) =>
    all
      .filter((line) => line.itemId === itemId && line.isPreorder === isPreorder)
      .reduce((sum, { quantity }) => sum + quantity, 0)
  for (const line of lines) {
    const sold = Math.max(0, unitsOf(sales.lines, line))
    if (unitsOf(lines, line) >= -sold) continue
    const what = line.isPreorder ? 'preordered' : 'sold'
    return sold === 0
      ? `Nothing of it was ${what}: there is nothing to give back.`
      : `Only ${formatNumber(sold)} of it ${sold === 1 ? 'was' : 'were'} ${what}: no more can be given back.`
  }
  return undefined
}
