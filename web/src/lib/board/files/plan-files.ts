/** Writes a plan to files, on this device: what is written offline is in them too. */
import { planFile } from '@flashboard/shared/files/plan-file'
import { type Cell, logTable, type Table, tableOf } from '@flashboard/shared/files/tables'
import type { PlanEvent } from '@flashboard/shared/log/events'
import { named, oneLine } from '@flashboard/shared/plan/format'
import { collections, type CollectionName, type Plan } from '@flashboard/shared/plan/schema'

/** So that Excel reads it as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'
/** What a workbook's XML may not have. */
const NO_XML = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu

export function savePlan(plan: Plan): void {
  save(plan, 'json', JSON.stringify(planFile(plan), null, 2), 'application/json')
}

export async function saveTable(plan: Plan, name: CollectionName): Promise<void> {
  const table = tableOf(plan, name)
  save(plan, `${table.title.toLowerCase()}.csv`, await csvOf(table), 'text/csv')
}

export async function saveLog(plan: Plan, log: readonly PlanEvent[]): Promise<void> {
  save(plan, 'log.csv', await csvOf(logTable(log, plan)), 'text/csv')
}

/** A worksheet a table, the log last; those with nothing in them are left out. */
export async function saveWorkbook(plan: Plan, log: readonly PlanEvent[]): Promise<void> {
  const { default: writeWorkbook } = await import('write-excel-file/browser')
  const names = Object.keys(collections) as CollectionName[]
  const tables = [...names.map((name) => tableOf(plan, name)), logTable(log, plan)]
  const sheets = tables
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, head, rows }) => ({
      sheet: title,
      stickyRowsCount: 1,
      data: [
        head.map((value) => ({ value, fontWeight: 'bold' as const })),
        ...rows.map((row) => row.map(inWorkbook)),
      ],
    }))
  download(nameOf(plan, 'xlsx'), await writeWorkbook(sheets).toBlob())
}

/** Words stay words there: only a cell that is said to be a formula is one. */
function inWorkbook(value: Cell) {
  if (value === null) return null
  return typeof value === 'number'
    ? { value, type: Number }
    : { value: value.toWellFormed().replace(NO_XML, ''), type: String }
}

async function csvOf({ head, rows }: Table): Promise<string> {
  const { unparse } = await import('papaparse')
  // A spreadsheet would run what begins like a formula.
  return BYTE_ORDER_MARK + unparse([head, ...rows], { escapeFormulae: true })
}

function save(plan: Plan, what: string, text: string, type: string): void {
  download(nameOf(plan, what), new Blob([text], { type: `${type};charset=utf-8` }))
}

function nameOf({ event }: Plan, what: string): string {
  const name = oneLine(named(event.name, 'plan')).replace(/[/\\:*?"<>|]/g, '-')
  return what.includes('.') ? `${name}, ${what}` : `${name}.${what}`
}

function download(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
