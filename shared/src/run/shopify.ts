/** What Shopify tells of an order or a refund, as a plain sale. Of customers nothing is read. */
import * as z from 'zod/mini'
import { plainSale } from '../wire/war-room.ts'

const shopifyId = z.union([z.string(), z.number()])
const property = z.object({ name: z.string(), value: z.unknown() })
const item = z.object({
  sku: z.nullish(z.string()),
  title: z.nullish(z.string()),
  properties: z.nullish(z.array(property)),
})
const order = z.object({
  id: shopifyId,
  line_items: z.array(z.extend(item, { quantity: z.number() })),
})
const refund = z.object({
  id: shopifyId,
  refund_line_items: z.array(z.object({ quantity: z.number(), line_item: item })),
})

/** @param topic Shopify's own header: `orders/create` or `refunds/create`. */
export function saleOfShopify(topic: string, json: unknown): ReturnType<typeof plainSale.safeParse> {
  if (topic === 'refunds/create') {
    const read = refund.safeParse(json)
    if (!read.success) return plainSale.safeParse(undefined)
    const lines = read.data.refund_line_items.map(({ quantity, line_item }) => lineOf(line_item, -quantity))
    return plainSale.safeParse({ orderId: `refund-${read.data.id}`, lines })
  }
  const read = order.safeParse(json)
  if (topic !== 'orders/create' || !read.success) return plainSale.safeParse(undefined)
  const lines = read.data.line_items.map(({ quantity, ...line }) => lineOf(line, quantity))
  return plainSale.safeParse({ orderId: String(read.data.id), lines })
}

/** A shop marks a line by its properties: `hub` with a hub's name, `preorder` with `true`. */
function lineOf({ sku, title, properties }: z.infer<typeof item>, quantity: number) {
  const of = (wanted: string) =>
    properties?.find(({ name }) => name.replace(/^_/, '').toLowerCase() === wanted)?.value
  const hub = of('hub')
  return {
    sku: sku || title || '',
    quantity,
    ...(typeof hub === 'string' && { hub }),
    preorder: String(of('preorder')) === 'true',
  }
}
