/**
 * Sales as a file has them: a table of one's own (order id, SKU, quantity, and if there are any hub, preorder and time),
 * or Shopify's export of orders. Nothing is read of customers. An order is taken whole or not at all, so that what was
 * refused can be mended in the file and imported again.
 */
import type { PlanEvent } from '../log/events.ts'
import type { SaleLine } from '../log/run-events.ts'
import { counted, formatNumber } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { decideSale, SALE_LINES_MAX } from './decide-sale.ts'
import { afterSales, isRecorded, type Sales } from './sales.ts'
import { linesOf } from './told-sale.ts'

/** A file is at most so long: what is more, the shop's address takes as it comes. */
export const SALE_FILE_MAX_BYTES = 2 * 1_024 * 1_024
export const SALE_FILE_ROWS_MAX = 5_000
const CELL_MAX = 300
const ORDER_ID_MAX = 100

export interface FileOrder {
  orderId: string
  /** The file's rows that it stands in, its head being the first. */
  rows: readonly number[]
  outcome: 'new' | 'there' | 'leftOut' | 'refused'
  /** Why it is not new, or what of it is not of this plan; empty where there is nothing to say. */
  says: string
  /** What is recorded of it; with `new` alone. */
  lines: readonly SaleLine[]
}

/** How a file's columns may be called, blanks, signs and capitals apart; the first that is there is meant. */
const own = {
  order: ['orderid', 'ordernumber', 'order'],
  sku: ['sku', 'skucode', 'item', 'product'],
  quantity: ['quantity', 'qty', 'units'],
  hub: ['hub', 'from', 'location'],
  preorder: ['preorder'],
  time: ['time', 'date', 'createdat', 'at'],
} as const
/** An order's rows share its name; its id, as its webhook tells it, stands in the first. */
const shopify = {
  order: ['name'],
  id: ['id'],
  sku: ['lineitemsku'],
  title: ['lineitemname'],
  quantity: ['lineitemquantity'],
  time: ['createdat'],
  status: ['financialstatus'],
  cancelled: ['cancelledat'],
} as const

type Cells = Partial<Record<keyof typeof own | keyof typeof shopify, string>>
interface Row {
  number: number
  cells: Cells
}

interface FileFacts {
  plan: Plan
  sales: Sales
  /** Orders from before it (UTC ms) are left out; `null` takes all. */
  since: number | null
  /** The instant of a wall-clock time (`2026-11-26T19:00`) where the plan is; nothing where it names none. */
  instantOf: (wallClock: string) => number | undefined
}

/** @returns every order of the file in its order, or in a sentence why it is no file of sales. */
export function readSaleFile(table: readonly (readonly string[])[], facts: FileFacts): FileOrder[] | string {
  const [head = [], ...body] = table
  if (body.length > SALE_FILE_ROWS_MAX) {
    return `The file has ${formatNumber(body.length)} rows; ${formatNumber(SALE_FILE_ROWS_MAX)} are taken at once. Split it.`
  }
  const names = head.map((name) =>
    name
      .slice(0, CELL_MAX)
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  )
  const isShopify = names.includes('lineitemquantity')
  const places = placesIn(names, isShopify ? shopify : own)
  const wanted = isShopify ? (['order', 'id', 'quantity'] as const) : (['order', 'sku', 'quantity'] as const)
  const missing = wanted.filter((name) => places[name] === undefined)
  if (missing.length > 0) {
    return isShopify
      ? 'This looks like Shopify’s orders, without the columns Name, Id and Lineitem quantity. Export them anew.'
      : `The first row names no column for ${missing.join(', ')}. Call them order id, SKU and quantity.`
  }
  const rows = body.map((cells, index): Row => {
    const values = Object.entries(places).map(([name, place]) => [name, (cells[place!] ?? '').trim()])
    return { number: index + 2, cells: Object.fromEntries(values) as Cells }
  })
  const filled = rows.filter(({ cells }) => Object.values(cells).some((value) => value !== ''))
  if (filled.length === 0) return 'The file has no order behind its first row.'
  const groups = Map.groupBy(filled, ({ cells }) => cells.order ?? '')
  // Each is decided behind those before it, as they will be recorded: what one sells another may give back.
  let { sales } = facts
  return [...groups.values()].map((group) => {
    const order = orderOf(group, isShopify, { ...facts, sales })
    if (order.outcome === 'new') sales = afterSales(sales, [toldOf(order)])
    return order
  })
}

const toldOf = ({ orderId, lines }: FileOrder): PlanEvent => ({
  kind: 'saleRecorded',
  seq: 1,
  at: 0,
  actor: null,
  source: 'csv',
  orderId,
  lines: [...lines],
})

function placesIn(
  names: readonly string[],
  columns: Readonly<Record<string, readonly string[]>>,
): Partial<Record<keyof Cells, number>> {
  const found = Object.entries(columns).map(([name, said]) => {
    const known = said.find((each) => names.includes(each))
    return [name, known === undefined ? undefined : names.indexOf(known)] as const
  })
  return Object.fromEntries(found.filter(([, place]) => place !== undefined))
}

function orderOf(group: readonly Row[], isShopify: boolean, facts: FileFacts): FileOrder {
  const first = group[0]!.cells
  const orderId = (isShopify ? group.find(({ cells }) => cells.id)?.cells.id : first.order) ?? ''
  const rows = group.map(({ number }) => number)
  const shown = orderId || first.order || ''
  const about = { orderId: isShown(shown) ? shown.slice(0, ORDER_ID_MAX) : 'unreadable', rows, lines: [] }
  const refused = (says: string): FileOrder => ({ ...about, outcome: 'refused', says })
  const leftOut = (says: string): FileOrder => ({ ...about, outcome: 'leftOut', says })

  const unfit = group.map(unfitIn).find((says) => says !== undefined)
  if (unfit !== undefined) return refused(unfit)
  if (orderId === '') return refused('It has no order id.')
  if (orderId.length > ORDER_ID_MAX) return refused(`An order id has at most ${ORDER_ID_MAX} letters.`)
  if (group.length > SALE_LINES_MAX) return refused(`An order has at most ${SALE_LINES_MAX} lines.`)
  if (isRecorded(facts.sales, { source: 'csv', orderId })) {
    return { ...about, outcome: 'there', says: '' }
  }
  if (first.cancelled) return leftOut('It was cancelled in the shop.')
  if (/^(refunded|voided)$/i.test(first.status ?? ''))
    return leftOut(`It is ${first.status!.toLowerCase()} in the shop.`)
  const time = group.find(({ cells }) => cells.time)?.cells.time
  if (facts.since !== null && time !== undefined) {
    const at = instantIn(time, facts)
    if (at === undefined) return refused(`Its time “${time}” cannot be read. Write it as 2026-11-26 19:00.`)
    if (at < facts.since) return leftOut('It is from before the sale.')
  }
  return decided(group, orderId, about, facts)
}

function decided(
  group: readonly Row[],
  orderId: string,
  about: Pick<FileOrder, 'orderId' | 'rows' | 'lines'>,
  { plan, sales }: FileFacts,
): FileOrder {
  const told = group.map(({ cells }) => ({
    sku: cells.sku || cells.title || '',
    quantity: Number(cells.quantity),
    ...(cells.hub ? { hub: cells.hub } : {}),
    preorder: /^(true|yes|y|1|x)$/i.test(cells.preorder ?? ''),
  }))
  const isHub = (name: string) =>
    plan.hubs.some((hub) => hub.name.trim().toLowerCase() === name.toLowerCase())
  const noHub = told.find(({ hub, preorder }) => hub !== undefined && !preorder && !isHub(hub))
  if (noHub) return { ...about, outcome: 'refused', says: `The plan has no hub “${noHub.hub}”.` }
  const { lines, leftOut } = linesOf(plan, { orderId, lines: told })
  const others = [...new Set(leftOut.map(({ sku }) => sku || 'no SKU'))].join(', ')
  if (lines.length === 0) {
    return { ...about, outcome: 'leftOut', says: `It has nothing of this plan: ${others || 'no units'}.` }
  }
  const decision = decideSale({ sales }, { source: 'csv', orderId, lines }, plan)
  if (typeof decision === 'string') return { ...about, outcome: 'refused', says: decision }
  const says = others === '' ? '' : `${counted(leftOut.length, 'line')} not of this plan: ${others}.`
  return { ...about, outcome: 'new', says, lines }
}

/** What of a row no order can have, said with the row. */
function unfitIn({ number, cells }: Row): string | undefined {
  const values = Object.values(cells)
  if (values.some((value) => value.length > CELL_MAX)) {
    return `Row ${number} has a cell of more than ${CELL_MAX} letters.`
  }
  if (values.some((value) => value.includes('\n'))) {
    return `Row ${number} has a cell of several lines: a quote is not closed, and rows behind it are in that cell.`
  }
  if (!values.every(isShown)) return `Row ${number} has letters that cannot be shown.`
  if (!/^[+-]?\d{1,6}$/.test(cells.quantity ?? '')) return `Row ${number} has no whole quantity.`
  return undefined
}

/** No control characters, no halves of letters, nothing that turns the direction of what is beside it. */
function isShown(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u.test(text)
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/

function instantIn(time: string, { instantOf }: FileFacts): number | undefined {
  const [, day, clock, offset] = TIME.exec(time) ?? []
  if (day === undefined || clock === undefined) return undefined
  if (offset === undefined) return instantOf(`${day}T${clock}`)
  const zone = /\d/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : 'Z'
  const at = Date.parse(`${day}T${clock}${zone}`)
  return Number.isNaN(at) ? undefined : at
}
