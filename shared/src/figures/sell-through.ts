import type { Plan } from '../plan/schema.ts'
import { product, roundHalfUp } from './ratio.ts'

interface SellThrough {
  /** Basis points by SKU id, every SKU; null where nothing was received. */
  bySku: ReadonlyMap<string, number | null>
  /** Basis points over all SKUs that received something; null where none did. */
  allBp: number | null
}

/** sold ÷ received in basis points, rounded half up; sold counts 0 until somebody says so. */
export function sellThrough({ skus }: Plan): SellThrough {
  const received = skus.filter((sku) => sku.received !== null && sku.received > 0)
  const sum = (field: 'sold' | 'received') => received.reduce((all, sku) => all + (sku[field] ?? 0), 0)
  return {
    bySku: new Map(skus.map((sku) => [sku.id, shareBp(sku.sold ?? 0, sku.received ?? 0)])),
    allBp: shareBp(sum('sold'), sum('received')),
  }
}

function shareBp(sold: number, received: number): number | null {
  return received === 0 ? null : roundHalfUp(product(sold, 10_000), BigInt(received))
}
