/** Writes a plan to files, on this device: what is written offline is in them too. */
import { fileName } from '@flashboard/shared/files/file-name'
import { planFile } from '@flashboard/shared/files/plan-file'
import { retroTable } from '@flashboard/shared/files/retro-table'
import { logTable, tableOf } from '@flashboard/shared/files/tables'
import type { PlanEvent } from '@flashboard/shared/log/events'
import { named } from '@flashboard/shared/plan/format'
import { collections, type CollectionName, type Plan } from '@flashboard/shared/plan/schema'
import type { Retro } from '@flashboard/shared/run/retro'
import { csvOf, workbookOf } from './spreadsheets.ts'

export function savePlan(plan: Plan): void {
  download(nameOf(plan, 'json'), textFile(JSON.stringify(planFile(plan), null, 2), 'application/json'))
}

export async function saveTable(plan: Plan, name: CollectionName): Promise<void> {
  const table = tableOf(plan, name)
  download(nameOf(plan, 'csv', table.title.toLowerCase()), textFile(await csvOf(table), 'text/csv'))
}

export async function saveLog(plan: Plan, log: readonly PlanEvent[]): Promise<void> {
  download(nameOf(plan, 'csv', 'log'), textFile(await csvOf(logTable(log, plan)), 'text/csv'))
}

export async function saveRetro(plan: Plan, retro: Retro): Promise<void> {
  download(nameOf(plan, 'csv', 'retro'), textFile(await csvOf(retroTable(retro, plan)), 'text/csv'))
}

/** A worksheet a table, the log last; those with nothing in them are left out. */
export async function saveWorkbook(plan: Plan, log: readonly PlanEvent[]): Promise<void> {
  const names = Object.keys(collections) as CollectionName[]
  const tables = [...names.map((name) => tableOf(plan, name)), logTable(log, plan)]
  download(nameOf(plan, 'xlsx'), await workbookOf(tables.filter(({ rows }) => rows.length > 0)))
}

const nameOf = ({ event }: Plan, extension: string, what?: string) =>
  fileName(named(event.name, 'plan'), extension, what)

const textFile = (text: string, type: string) => new Blob([text], { type: `${type};charset=utf-8` })

function download(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
