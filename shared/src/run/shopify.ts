/** What Shopify tells of an order or a refund, as a plain sale. Of customers nothing is read. */
import * as z from 'zod/mini'
import type { PlainSale } from '../wire/war-room.ts'

const shopifyId = z.union([z.string().check(z.minLength(1), z.maxLength(60)), z.number()])
const quantity = z.number().check(z.int())
const property = z.object({ name: z.string(), value: z.unknown() })
const item = z.object({
  sku: z.nullish(z.string()),
  title: z.nullish(z.string()),
  properties: z.nullish(z.array(property)),
})
const order = z.object({ id: shopifyId, line_items: z.array(z.extend(item, { quantity })) })
const refund = z.object({
  id: shopifyId,
  // None where only the shipping was given back.
  refund_line_items: z.array(z.object({ quantity, line_item: item })),
})

/** @returns the sale, which has no lines where none were sold or given back; or in a sentence why it can't be read. */
type ShopifySale = PlainSale | string

/** @param topic Shopify's own header: `orders/create` or `refunds/create`. */
export function saleOfShopify(topic: string, json: unknown): ShopifySale {
  if (topic === 'orders/create') {
    const read = order.safeParse(json)
    if (!read.success) return `Shopify’s order could not be read: ${where(read.error)}.`
    const lines = read.data.line_items.map(({ quantity, ...line }) => lineOf(line, quantity))
    return { orderId: String(read.data.id), lines }
  }
  if (topic === 'refunds/create') {
    const read = refund.safeParse(json)
    if (!read.success) return `Shopify’s refund could not be read: ${where(read.error)}.`
    const lines = read.data.refund_line_items.map(({ quantity, line_item }) => lineOf(line_item, -quantity))
    return { orderId: `refund-${read.data.id}`, lines }
  }
  return `This address takes orders/create and refunds/create from Shopify, not ${topic.slice(0, 60)}.`
}

function where({ issues: [issue] }: z.core.$ZodError): string {
  const path = issue!.path.map(String).join('.')
  return path === '' ? 'it is no object' : `${path} is missing or not as Shopify has it`
}

/** A shop marks a line by its properties: `hub` with a hub's name, `preorder` with `true`. */
function lineOf({ sku, title, properties }: z.infer<typeof item>, quantity: number) {
  const of = (wanted: string) =>
    properties?.find(({ name }) => name.replace(/^_/, '').toLowerCase() === wanted)?.value
  const hub = of('hub')
  return {
    sku: (sku || title || 'no SKU').slice(0, 300),
    quantity,
    ...(typeof hub === 'string' && { hub }),
    preorder: String(of('preorder')) === 'true',
  }
}
