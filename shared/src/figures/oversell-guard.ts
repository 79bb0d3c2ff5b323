/**
 * The oversell guard: cap ≤ Σ(staged − buffer) + preorder quota, bundles exploded to SKUs.
 *
 * A bundle sold is one unit of the cap, but takes as many pieces as it has contents. So the pieces
 * needed are the cap's units outside bundles, and the contents of those planned in bundles. What is
 * in bundles must be there SKU by SKU, too: a spare watch does not make up for a missing strap.
 * Pruned SKUs are not for sale: their stock covers nothing.
 */
import { counted, formatNumber, skuName } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { stockLines, totalsBy } from './stock.ts'

interface ShortSku {
  skuId: string
  name: string
  /** The first bundle that has it. */
  bundleId: string
  /** Pieces in all planned bundles. */
  needed: number
  /** staged − buffer; 0 for a pruned SKU. */
  free: number
  shortBy: number
}

/** Units of the cap and pieces of stock, all whole numbers: nothing is rounded. */
export interface OversellGuard {
  capSet: boolean
  /** 0 where it is not set. */
  cap: number
  needed: number
  /** Σ(staged − buffer). */
  fromStock: number
  /** The preorder quota; 0 where the cap does not include preorders. */
  onPreorder: number
  covered: number
  overBy: number
  spare: number
  shortSkus: readonly ShortSku[]
}

export function oversellGuard(plan: Plan): OversellGuard {
  const { hardCap, capIncludesPreorders } = plan.event
  const cap = hardCap ?? 0
  const free = freePieces(plan)
  const contents = bundleContents(plan)
  let needed = cap
  for (const bundle of plan.bundles) {
    const pieces = (contents.get(bundle.id) ?? []).reduce((sum, { quantity }) => sum + quantity, 0)
    // A bundle that nobody filled yet still takes the one piece it is sold as.
    needed += (bundle.planned ?? 0) * (Math.max(1, pieces) - 1)
  }
  const fromStock = [...free.values()].reduce((sum, pieces) => sum + pieces, 0)
  const onPreorder = capIncludesPreorders ? (plan.offer.preorderQuota ?? 0) : 0
  const covered = fromStock + onPreorder
  return {
    capSet: hardCap !== null,
    cap,
    needed,
    fromStock,
    onPreorder,
    covered,
    overBy: Math.max(0, needed - covered),
    spare: Math.max(0, covered - needed),
    shortSkus: shortSkus(plan, contents, free),
  }
}

export function guardHolds(guard: OversellGuard): boolean {
  return guard.capSet && guard.overBy === 0 && guard.shortSkus.length === 0
}

/** The guard in one sentence; a SKU short in bundles is said only where the sum itself is covered. */
export function guardSentence(guard: OversellGuard): string {
  if (!guard.capSet) return 'The hard cap is not set.'
  const { cap, needed, overBy, spare } = guard
  const need = `the cap of ${formatNumber(cap)} needs ${counted(needed, 'piece')}, ${coverClause(guard)}`
  if (overBy > 0) return `Over by ${formatNumber(overBy)}: ${need}.`
  const [short] = guard.shortSkus
  if (short) return shortSkuSentence(short)
  return `Covered: ${need}, ${spare === 0 ? 'none' : formatNumber(spare)} to spare.`
}

export function shortSkuSentence({ name, shortBy, needed, free }: ShortSku): string {
  const are = free === 1 ? 'is' : 'are'
  return `${name} is ${formatNumber(shortBy)} short: the bundles need ${counted(needed, 'piece')}, ${formatNumber(free)} ${are} free.`
}

function coverClause({ fromStock, onPreorder, covered }: OversellGuard): string {
  if (fromStock < 0) {
    const tooMuch = `the buffers hold back ${formatNumber(-fromStock)} more than is staged`
    return onPreorder === 0 ? tooMuch : `${tooMuch}, with ${formatNumber(onPreorder)} on preorder`
  }
  return onPreorder === 0
    ? `stock covers ${formatNumber(covered)}`
    : `${formatNumber(fromStock)} from stock and ${formatNumber(onPreorder)} on preorder cover ${formatNumber(covered)}`
}

/** staged − buffer of every SKU that is for sale. */
function freePieces(plan: Plan): Map<string, number> {
  const bySku = totalsBy(stockLines(plan), 'skuId')
  const forSale = plan.skus.filter(({ verdict }) => verdict !== 'prune')
  return new Map(
    forSale.map(({ id }) => {
      const total = bySku.get(id)
      return [id, total ? total.staged - total.buffer : 0]
    }),
  )
}

/** What each bundle has in it, by bundle id; SKUs that are gone and empty cells left out. */
function bundleContents(plan: Plan): Map<string, { skuId: string; quantity: number }[]> {
  const skuIds = new Set(plan.skus.map(({ id }) => id))
  const items = plan.bundleItems.flatMap(({ bundleId, skuId, quantity }) =>
    quantity && skuIds.has(skuId) ? [{ bundleId, skuId, quantity }] : [],
  )
  return Map.groupBy(items, ({ bundleId }) => bundleId)
}

function shortSkus(
  plan: Plan,
  contents: Map<string, { skuId: string; quantity: number }[]>,
  freeBySku: Map<string, number>,
): ShortSku[] {
  const wanted = new Map<string, { bundleId: string; needed: number }>()
  for (const { id: bundleId, planned } of plan.bundles) {
    if (!planned) continue
    for (const { skuId, quantity } of contents.get(bundleId) ?? []) {
      const so = wanted.get(skuId) ?? { bundleId, needed: 0 }
      wanted.set(skuId, { ...so, needed: so.needed + planned * quantity })
    }
  }
  return plan.skus.flatMap((sku) => {
    const want = wanted.get(sku.id)
    const free = freeBySku.get(sku.id) ?? 0
    return want && want.needed > free
      ? [{ skuId: sku.id, name: skuName(sku), ...want, free, shortBy: want.needed - free }]
      : []
  })
}
