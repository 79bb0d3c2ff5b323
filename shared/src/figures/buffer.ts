/** The buffer: stock held back against oversells. Not the preorder quota, which is sold ahead of stock. */
import { counted, formatNumber, formatShare, skuName } from '../plan/format.ts'
import { collections, type Plan } from '../plan/schema.ts'
import { ceil, product } from './ratio.ts'
import { type StockFigures, stockLines, totalOf } from './stock.ts'

/** Units. `required` is share × staged, rounded up. */
interface BufferFigures {
  staged: number
  required: number
  held: number
  short: number
}

interface SkuBuffer extends BufferFigures {
  skuId: string
  name: string
  /** Where most of the SKU is staged: the natural place to hold more of it back. */
  hubId: string
}

export interface Buffer extends BufferFigures {
  /** Basis points. */
  shareBp: number
  /** In the order of the SKUs. Rounded up each, so their `required` may add up to more than the whole. */
  bySku: readonly SkuBuffer[]
}

/** The buffer that the plan's share asks for, and what is held; a share taken out reads as the playbook's. */
export function buffer(plan: Plan): Buffer {
  const shareBp = plan.offer.bufferShareBp ?? collections.offer.fields.bufferShareBp.empty ?? 0
  const lines = stockLines(plan)
  const linesOf = Map.groupBy(lines, ({ skuId }) => skuId)
  const bySku = plan.skus.flatMap((sku) => {
    const own = linesOf.get(sku.id) ?? []
    const most = own.reduce<StockFigures | undefined>(
      (best, line) => (best && best.staged >= line.staged ? best : line),
      undefined,
    )
    if (!most) return []
    return [{ skuId: sku.id, name: skuName(sku), hubId: most.hubId, ...figuresOf(own, shareBp) }]
  })
  return { shareBp, ...figuresOf(lines, shareBp), bySku }
}

function figuresOf(lines: readonly StockFigures[], shareBp: number): BufferFigures {
  const { staged, buffer: held } = totalOf(lines)
  const required = ceil(product(shareBp, Math.max(0, staged)), 10_000n)
  return { staged, required, held, short: Math.max(0, required - held) }
}

/** "The buffer holds 18 of 24 units: 15% of 155 staged." */
export function bufferSentence({ shareBp, staged, required, held }: Buffer): string {
  const units = counted(required, 'unit')
  return `The buffer holds ${formatNumber(held)} of ${units}: ${formatShare(shareBp)} of ${formatNumber(staged)} staged.`
}

/** "Strap, moss holds 2 of 6 buffer units." */
export function skuBufferSentence({ name, required, held }: SkuBuffer): string {
  return `${name} holds ${formatNumber(held)} of ${counted(required, 'buffer unit')}.`
}
