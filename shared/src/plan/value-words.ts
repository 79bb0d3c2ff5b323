/** A field's value as people read it, in the currency and the zone of the plan that it stood in. */
import { type Field, mergesByKeystroke } from './fields.ts'
import { formatCountry, formatInstant, joined, numberInWords } from './format.ts'
import { nameById } from './entity-names.ts'
import type { Evidence, Stamp } from './readers.ts'
import type { ListName, Plan } from './schema.ts'
import { editBetween } from './text-edit.ts'

/** How many letters of a text are shown, and how many of those before what changed in it. */
const SHOWN = 160
const LEAD = 40

/** `null` where nothing is set. */
export function valueInWords(field: Field, value: unknown, plan: Plan, letters = SHOWN): string | null {
  if (value === null || value === undefined || value === '') return null
  if (mergesByKeystroke(field)) return shortened(String(value), 0, letters)
  switch (field.kind) {
    case 'flag':
      return value === true ? 'Yes' : 'No'
    case 'choice':
      return optionOf(field, String(value))
    case 'code':
      return field.codes === 'country' ? formatCountry(String(value)) : String(value)
    case 'ref':
      return nameById(field.of as ListName, String(value), plan)
    case 'set':
      return membersInWords(field, value as readonly string[], plan, letters)
    case 'stamp':
    case 'evidence': {
      const { by, at } = value as Stamp | Evidence
      return `${by}, ${formatInstant(at, plan.event.timeZone)}`
    }
    default:
      return numberInWords(field, value as number, plan)
  }
}

/** Two states of a text, each cut to the part where they differ. */
export function textsInWords(was: string, is: string, letters = SHOWN): [string | null, string | null] {
  const from = Math.max(
    0,
    Math.min(editBetween(was, is).at - LEAD, Math.max(was.length, is.length) - letters),
  )
  const words = (text: string) => (text === '' ? null : shortened(text, from, letters))
  return [words(was), words(is)]
}

export function shortened(text: string, from = 0, letters = SHOWN): string {
  const shown = text.slice(from, from + letters).toWellFormed()
  return `${from > 0 ? '…' : ''}${shown}${from + letters < text.length ? '…' : ''}`
}

function optionOf({ options = {} }: Field, value: string): string {
  return Object.hasOwn(options, value) ? options[value]! : value
}

function membersInWords(
  field: Field,
  members: readonly string[],
  plan: Plan,
  letters: number,
): string | null {
  const names = members.map((member) =>
    field.of === undefined ? optionOf(field, member) : nameById(field.of as ListName, member, plan),
  )
  return names.length === 0 ? null : shortened(joined(names), 0, letters)
}
