/** A whole plan as lines to be read, by section: what a past one shows where there is no board for it. */
import { changesBetween } from './changes.ts'
import { differences } from './differences.ts'
import { type Field, mergesByKeystroke } from './fields.ts'
import { collections, type CollectionName, type Plan } from './schema.ts'
import { type Section, sectionNames, sections } from './sections.ts'

interface PlanLine {
  path: string
  label: string
  /** `null` where there is no more to say than that it is there. */
  says: string | null
}

interface PlanSection {
  id: Section
  title: string
  lines: PlanLine[]
}

/** The sections that have anything in them, in the order of the board. */
export function planInWords(plan: Plan): PlanSection[] {
  const nothing = noPlanYet()
  const { differences: all } = differences(nothing, plan, changesBetween(nothing, plan).length)
  const bySection = Map.groupBy(all, ({ section }) => section)
  return sectionNames.flatMap((id) => {
    const lines = (bySection.get(id) ?? []).map(({ path, label, is: says }) => ({ path, label, says }))
    return lines.length === 0 ? [] : [{ id, title: sections[id].title, lines }]
  })
}

/** What is before a plan: nothing at all, not even what its fields start from. */
export function noPlanYet(): Plan {
  const entries = (Object.keys(collections) as CollectionName[]).map((name) => {
    const { form, fields } = collections[name] as { form: string; fields: Record<string, Field> }
    const values = Object.entries(fields).map(([key, field]) => [key, nothingOf(field)])
    return [name, form === 'record' ? Object.fromEntries(values) : []]
  })
  return Object.fromEntries(entries) as Plan
}

function nothingOf(field: Field): unknown {
  return mergesByKeystroke(field) || field.kind === 'set' ? field.empty : null
}
