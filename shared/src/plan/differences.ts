/** What is different between two states of a plan, in words that can be read beside each other. */
import { type Change, changesBetween, type Entity } from './changes.ts'
import { cellName, entityName, entityTitle } from './entity-names.ts'
import { type Field, mergesByKeystroke } from './fields.ts'
import { isSameValue } from './same-value.ts'
import { collections, fieldOf, type ListName, type Plan } from './schema.ts'
import { type Section, sections } from './sections.ts'
import { type TextPart, textParts } from './text-parts.ts'
import { shortened, textsInWords, valueInWords } from './value-words.ts'

/** More than anybody reads; the rest is counted. */
export const DIFFERENCES_MAX = 500

export interface Difference {
  kind: Change['kind']
  section: Section
  /** The field's; for one of a list that came, went or moved, `hubs/<id>`. */
  path: string
  /** "Price", "Porto: Owner", "Hub Porto". */
  label: string
  /** What stood there, and what stands there; `null` for nothing. */
  was: string | null
  is: string | null
  /** Of a text, where it has some in both: what differs in it, and some words around each. */
  parts?: TextPart[]
}

/**
 * @param letters of each text; as many as are read beside each other, unless said.
 * @returns the first of them, in the order of the board, and how many more there are.
 */
export function differences(
  was: Plan,
  is: Plan,
  max = DIFFERENCES_MAX,
  letters?: number,
): { differences: Difference[]; more: number } {
  const changes = changesBetween(was, is)
  const shown = changes.slice(0, max).map((change) => inWords(change, was, is, letters))
  return { differences: shown, more: Math.max(0, changes.length - max) }
}

function inWords(change: Change, was: Plan, is: Plan, letters?: number): Difference {
  const { kind, section, path } = change
  if (kind === 'changed') {
    const field = fieldOf(change.at.collection, change.field)!
    const label = labelOf(change, field, is)
    if (mergesByKeystroke(field)) {
      const texts = [change.was as string, change.is as string] as const
      const [before, after] = textsInWords(...texts, letters)
      const parts = textParts(...texts)
      return { kind, section, path, label, was: before, is: after, ...(parts && { parts }) }
    }
    const [before, after] = [
      valueInWords(field, change.was, was, letters),
      valueInWords(field, change.is, is, letters),
    ]
    return { kind, section, path, label, was: before, is: after }
  }
  const { list, entity } = change
  const label = entityTitle(list, entity, kind === 'removed' ? was : is)
  if (kind === 'moved') {
    return { kind, section, path, label, was: `Place ${change.from + 1}`, is: `Place ${change.to + 1}` }
  }
  const says = entityInWords(list, entity, kind === 'removed' ? was : is, letters)
  return {
    kind,
    section,
    path,
    label,
    was: kind === 'removed' ? says : null,
    is: kind === 'added' ? says : null,
  }
}

function labelOf({ at, section }: Change & { kind: 'changed' }, { label }: Field, plan: Plan): string {
  if (at.form === 'list') return `${entityName(at.collection, at.entity, plan)}: ${label}`
  if (at.form === 'grid') return `${cellName(at.collection, at.ids, plan)}: ${label}`
  const { label: title } = collections[at.collection]
  return title === sections[section].title ? label : `${title}: ${label}`
}

/** "Quantity 2; Owner Rui": what it has beside its name. */
function entityInWords(list: ListName, entity: Entity, plan: Plan, letters?: number): string | null {
  const fields = collections[list].fields as Record<string, Field>
  const name = entityName(list, entity, plan)
  const said = Object.entries(fields).flatMap(([key, field]) => {
    if (isSameValue(entity[key], field.empty)) return []
    const words = valueInWords(field, entity[key], plan, letters)
    return words === null || words === name ? [] : [`${field.label} ${words}`]
  })
  return said.length === 0 ? null : shortened(said.join('; '), 0, letters)
}
