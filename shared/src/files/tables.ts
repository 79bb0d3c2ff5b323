/** A plan's collections and its log as tables for a spreadsheet: words and numbers, and no formula. */
import { teller } from '../activity/sentence.ts'
import { stagedByLine } from '../figures/stock.ts'
import type { PlanEvent } from '../log/events.ts'
import { minorUnitsPer } from '../plan/codes.ts'
import { nameById } from '../plan/entity-names.ts'
import type { Field } from '../plan/fields.ts'
import type { Stamp } from '../plan/readers.ts'
import { collections, type CollectionName, hubModes, type ListName, type Plan } from '../plan/schema.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { valueInWords } from '../plan/value-words.ts'

export type Cell = string | number | null

export interface Table {
  title: string
  head: string[]
  rows: Cell[][]
}

type Values = Readonly<Record<string, unknown>>

/** Every entry in its order, a row each; of what stands once in a plan, a row a field. */
export function tableOf(plan: Plan, name: CollectionName): Table {
  const collection = collections[name]
  const fields = Object.entries(collection.fields as Record<string, Field>)
  const title = collection.label
  if (collection.form === 'record') {
    const values = plan[name] as Values
    const rows = fields.flatMap(([key, field]) =>
      headOf(field, plan).map((label, part): Cell[] => [label, cellsOf(field, values[key], plan)[part]!]),
    )
    return { title, head: ['Field', 'Value'], rows }
  }
  const keys: readonly string[] = collection.form === 'grid' ? collection.keys : []
  const stagedAt = name === 'stock' ? stagedByLine(plan) : undefined
  const head = [
    ...keys.map((key) => keyTitles[key]!),
    ...fields.flatMap(([, field]) => headOf(field, plan)),
    ...(stagedAt ? ['Staged (units)'] : []),
  ]
  const rows = asOnBoard(plan[name] as readonly Values[], keys, plan).map((entry) => [
    ...keys.map((key) => keyInWords(key, String(entry[key]), plan)),
    ...fields.flatMap(([key, field]) => cellsOf(field, entry[key], plan)),
    ...(stagedAt ? [stagedAt.get(keys.map((key) => String(entry[key])).join('/')) ?? 0] : []),
  ])
  return { title, head, rows }
}

/** Cells have no order of their own: that of what they belong to, those of what is gone last. */
function asOnBoard(entries: readonly Values[], keys: readonly string[], plan: Plan): readonly Values[] {
  const places = keys.map((key) => {
    const list = keyLists[key]
    return new Map(list === undefined ? [] : plan[list].map(({ id }, index) => [id, index]))
  })
  const placeOf = (entry: Values, at: number) => places[at]!.get(String(entry[keys[at]!])) ?? places[at]!.size
  return entries.toSorted((a, b) => {
    const at = keys.findIndex((_, index) => placeOf(a, index) !== placeOf(b, index))
    return at < 0 ? 0 : placeOf(a, at) - placeOf(b, at)
  })
}

const keyTitles: Record<string, string> = { hubId: 'Hub', skuId: 'SKU', bundleId: 'Bundle', mode: 'Mode' }
const keyLists: Record<string, ListName> = { hubId: 'hubs', skuId: 'skus', bundleId: 'bundles' }

function keyInWords(key: string, id: string, plan: Plan): string {
  if (key === 'mode') return Object.hasOwn(hubModes, id) ? hubModes[id as keyof typeof hubModes] : id
  return nameById(keyLists[key]!, id, plan)
}

/** One column a field; two where it says who did something and when. */
function headOf({ kind, label, unit }: Field, { event }: Plan): string[] {
  switch (kind) {
    case 'stamp':
    case 'evidence':
      return [`${label}, by`, `${label}, at (${event.timeZone})`]
    case 'money':
      return [`${label} (${event.currency})`]
    case 'share':
      return [`${label} (%)`]
    case 'instant':
      return [`${label} (${event.timeZone})`]
    case 'offset':
      return [`${label} (min from launch)`]
    default:
      return [unit === undefined ? label : `${label} (${unit})`]
  }
}

function cellsOf(field: Field, value: unknown, plan: Plan): Cell[] {
  const { timeZone, currency } = plan.event
  if (field.kind === 'stamp' || field.kind === 'evidence') {
    const stamp = value as Stamp | null
    return stamp ? [stamp.by, sortableInstant(stamp.at, timeZone)] : [null, null]
  }
  if (value === null || value === undefined) return [null]
  switch (field.kind) {
    case 'line':
    case 'prose':
      return [String(value)]
    case 'count':
      return [value as number]
    case 'money':
      return [(value as number) / minorUnitsPer(currency)]
    case 'share':
    case 'hundredths':
      return [(value as number) / 100]
    case 'instant':
      return [sortableInstant(value as number, timeZone)]
    case 'offset':
      return [(value as number) / MINUTE_MS]
    default:
      return [valueInWords(field, value, plan)]
  }
}

/** "2026-11-26 19:00", which every spreadsheet reads as a date, and sorts. */
export function sortableInstant(at: number, timeZone: string): string {
  return new Date(at).toLocaleString('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** The log, the oldest first. */
export function logTable(log: readonly PlanEvent[], { event }: Pick<Plan, 'event'>): Table {
  const tell = teller(log, event)
  return {
    title: 'Log',
    head: ['Number', 'At (UTC)', `At (${event.timeZone})`, 'Who', 'Kind', 'What'],
    rows: log.map((each) => [
      each.seq,
      new Date(each.at).toISOString(),
      sortableInstant(each.at, event.timeZone),
      each.actor?.name ?? null,
      each.kind,
      tell(each),
    ]),
  }
}
