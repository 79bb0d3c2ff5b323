/** What was sold, folded from the log, and what is left of the plan's stock, cap and quota. */
import { stockLines } from '../figures/stock.ts'
import type { PlanEvent } from '../log/events.ts'
import type { LeftOut, SaleLine, SaleSource } from '../log/run-events.ts'
import { formatNumber, named, skuName } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { backing } from './backed.ts'
import { Grown } from './grown.ts'

export interface Sales {
  /** What was sold by item, hub and kind, each added up: refunds are negative, and what came twice is there once. */
  lines: readonly SaleLine[]
  /** Every order that was told, by its key. */
  orders: Grown<string, Order>
  /** UTC ms: when the last one was told. */
  lastAt: number | undefined
}

interface Order {
  /** Whether it has something of this plan. One that has not may come again, once its SKUs have their codes here. */
  isCounted: boolean
  /** What a shop sold with it that this plan does not know. */
  leftOut: readonly LeftOut[]
}

/** An order of the shop's is the same one whether the shop told it or a file of the shop's has it. */
export function saleKey({ source, orderId }: { source: SaleSource; orderId: string }): string {
  return `${source === 'key' ? 'key' : 'order'}/${orderId}`
}

/** Whether this order's lines count: what is told of it again changes nothing. */
export function isRecorded({ orders }: Sales, told: { source: SaleSource; orderId: string }): boolean {
  return orders.get(saleKey(told))?.isCounted === true
}

export const noSales: Sales = { lines: [], orders: Grown.empty(), lastAt: undefined }

export function salesOf(log: readonly PlanEvent[]): Sales {
  return afterSales(noSales, log)
}

/** The sales after more events; the same where none of them is one. What it costs does not grow with what was sold. */
export function afterSales(sales: Sales, events: readonly PlanEvent[]): Sales {
  const told = events.filter((event) => event.kind === 'saleRecorded')
  if (told.length === 0) return sales
  let { orders } = sales
  const lines = new Map(sales.lines.map((line) => [lineKey(line), line]))
  for (const sale of told) {
    const key = saleKey(sale)
    if (orders.get(key)?.isCounted) continue
    orders = orders.with(key, { isCounted: sale.lines.length > 0, leftOut: sale.leftOut ?? [] })
    for (const line of sale.lines) {
      const key = lineKey(line)
      const quantity = (lines.get(key)?.quantity ?? 0) + line.quantity
      lines.set(key, { ...line, quantity })
    }
  }
  return { lines: [...lines.values()], orders, lastAt: told.at(-1)!.at }
}

const lineKey = ({ itemId, hubId, isPreorder }: SaleLine) => JSON.stringify([itemId, hubId, isPreorder])

/** Units: pieces of a SKU, or of all of a hub. */
interface Left {
  staged: number
  buffer: number
  sold: number
  /** staged − sold; negative where more was sold than is there. */
  left: number
}

export interface SaleFigures {
  /** Units of the cap, preorders not counted: a bundle is one. */
  sold: number
  preorders: number
  /** cap − what counts into it; `null` without a cap. Negative when oversold. */
  capLeft: number | null
  quotaLeft: number
  /** By hub id, then SKU id, of pieces. What was sold from no named hub is in `elsewhere`. */
  byLine: ReadonlyMap<string, Left>
  byHub: ReadonlyMap<string, Left>
  /** Pieces of stock that left no hub that was named, by SKU id. */
  elsewhere: ReadonlyMap<string, number>
  /** By bundle id; preordered ones are not packed from stock and not in it. */
  bundlesSold: ReadonlyMap<string, number>
  /** What a stream may promise: never more than the cap, nor than free stock and quota can back; 0 at least. */
  backed: number
}

export function saleFigures(plan: Plan, { lines }: Sales): SaleFigures {
  const { hardCap, capIncludesPreorders } = plan.event
  const units = (preorder: boolean) =>
    lines.filter(({ isPreorder }) => isPreorder === preorder).reduce((sum, { quantity }) => sum + quantity, 0)
  const [sold, preorders] = [units(false), units(true)]
  const { byLine, elsewhere } = stockLeft(plan, lines)
  const capLeft = hardCap === null ? null : hardCap - sold - (capIncludesPreorders ? preorders : 0)
  const quotaLeft = (plan.offer.preorderQuota ?? 0) - preorders
  const bundlesSold = unitsOfBundles(plan, lines)
  const figures = { sold, preorders, capLeft, quotaLeft, byLine, elsewhere, bundlesSold }
  return { ...figures, byHub: byHub(plan, byLine), backed: backing(plan, figures).units }
}

function unitsOfBundles({ bundles }: Plan, lines: readonly SaleLine[]): Map<string, number> {
  const sold = new Map(bundles.map(({ id }) => [id, 0]))
  for (const { itemId, quantity, isPreorder } of lines) {
    const before = sold.get(itemId)
    if (before !== undefined && !isPreorder) sold.set(itemId, before + quantity)
  }
  return sold
}

/** A line's pieces: a bundle is what is in it, which is nothing while nobody has filled it. */
export function piecesOf(plan: Plan, { itemId, quantity }: SaleLine): { skuId: string; quantity: number }[] {
  if (!plan.bundles.some(({ id }) => id === itemId)) return [{ skuId: itemId, quantity }]
  return plan.bundleItems
    .filter(({ bundleId, quantity: each }) => bundleId === itemId && each)
    .map(({ skuId, quantity: each }) => ({ skuId, quantity: each! * quantity }))
}

function stockLeft(plan: Plan, lines: readonly SaleLine[]) {
  const soldAt = new Map<string, number>()
  const elsewhere = new Map<string, number>()
  const known = new Set(stockLines(plan).map(({ hubId, skuId }) => `${hubId}/${skuId}`))
  for (const line of lines.filter(({ isPreorder }) => !isPreorder)) {
    for (const { skuId, quantity } of piecesOf(plan, line)) {
      const key = `${line.hubId}/${skuId}`
      if (line.hubId !== null && known.has(key)) soldAt.set(key, (soldAt.get(key) ?? 0) + quantity)
      else elsewhere.set(skuId, (elsewhere.get(skuId) ?? 0) + quantity)
    }
  }
  const byLine = new Map(
    stockLines(plan).map(({ hubId, skuId, staged, buffer }): [string, Left] => {
      const key = `${hubId}/${skuId}`
      const sold = soldAt.get(key) ?? 0
      return [key, { staged, buffer, sold, left: staged - sold }]
    }),
  )
  return { byLine, elsewhere }
}

function byHub(plan: Plan, byLine: ReadonlyMap<string, Left>): Map<string, Left> {
  return new Map(
    plan.hubs.map(({ id }) => [id, totalOf(plan.skus.map((sku) => byLine.get(`${id}/${sku.id}`)!))]),
  )
}

function totalOf(lines: readonly Left[]): Left {
  const total = { staged: 0, buffer: 0, sold: 0, left: 0 }
  for (const line of lines) {
    total.staged += line.staged
    total.buffer += line.buffer
    total.sold += line.sold
    total.left += line.left
  }
  return total
}

export interface LimitCall {
  id: string
  isOver: boolean
  /** One sentence. */
  text: string
}

/** What the room must be told at once: the cap, the quota, a SKU or a hub's buffer is reached or crossed. */
export function limitCalls(plan: Plan, figures: SaleFigures): LimitCall[] {
  const calls: LimitCall[] = []
  const { capLeft, quotaLeft, preorders } = figures
  if (capLeft !== null && capLeft <= 0 && figures.sold + preorders > 0) {
    const over = -capLeft
    const text =
      over > 0 ? `Oversold: ${formatNumber(over)} beyond the cap.` : 'The cap is reached: stop selling.'
    calls.push({ id: 'cap', isOver: over > 0, text })
  }
  if (quotaLeft < 0) {
    const text = `Preorders are ${formatNumber(-quotaLeft)} beyond their quota.`
    calls.push({ id: 'quota', isOver: true, text })
  }
  const call = (id: string, what: string, left: Left) => {
    const text = shortOf(what, left)
    if (text !== undefined) calls.push({ id, isOver: left.left < 0, text })
  }
  for (const hub of plan.hubs) {
    for (const sku of plan.skus) {
      const id = `${hub.id}/${sku.id}`
      call(id, `${skuName(sku)} at ${named(hub.name, 'hub')}`, figures.byLine.get(id)!)
    }
  }
  // What left no hub that was named is missing somewhere: most shops do not say where.
  for (const sku of plan.skus) {
    const outside = figures.elsewhere.get(sku.id) ?? 0
    if (outside <= 0) continue
    const all = totalOf(plan.hubs.map((hub) => figures.byLine.get(`${hub.id}/${sku.id}`)!))
    const left = { ...all, sold: all.sold + outside, left: all.left - outside }
    call(`all/${sku.id}`, `${skuName(sku)} in all hubs`, left)
  }
  return calls
}

/** In a sentence, where what was sold took the buffer, all of it, or more. */
function shortOf(what: string, { sold, left, buffer }: Left): string | undefined {
  if (sold <= 0 || left > buffer || (left === buffer && buffer > 0)) return undefined
  if (left < 0) return `${what}: ${formatNumber(-left)} sold that are not there.`
  if (left === 0) return `${what} is sold out.`
  return `${what} is in its buffer: ${formatNumber(left)} left of ${formatNumber(buffer)} held back.`
}
