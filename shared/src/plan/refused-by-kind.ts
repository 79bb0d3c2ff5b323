/** What each kind of field refuses, and how it says what stays. */
import { codeLists } from './codes.ts'
import { type Field, type FieldKind, takes } from './fields.ts'
import { formatNumber, numberInWords } from './format.ts'
import type { Plan } from './schema.ts'

/** The sentences that refuse `value`, or `undefined` where the field takes it. `held` is what stands there. */
export function refusedByKind(field: Field, value: unknown, held: unknown, plan: Plan): string | undefined {
  if (takes(field, value)) {
    return field.kind === 'ref' ? refusedRef(field, value, held, plan) : undefined
  }
  return `${wrong(field, value, plan)} ${kept(field, held, plan)}: ${advice(field, value, plan)}.`
}

/** "It stays Thu 26 Nov 2026, 19:00", without a full stop. */
export function kept(field: Field, held: unknown, plan: Plan, subject = 'It'): string {
  const isEmpty = held === undefined || held === null || held === ''
  return `${subject} stays ${isEmpty ? 'empty' : shown(field, held, plan)}`
}

function refusedRef(field: Field, value: unknown, held: unknown, plan: Plan): string | undefined {
  const list = plan[field.of as keyof Plan] as readonly { id: string }[]
  if (value === null || list.some(({ id }) => id === value)) return undefined
  return `Somebody removed that choice for ${field.label} meanwhile. ${kept(field, held, plan, field.label)}: choose another.`
}

const numbers: ReadonlySet<FieldKind> = new Set([
  'count',
  'money',
  'share',
  'hundredths',
  'instant',
  'offset',
])

function wrong(field: Field, value: unknown, plan: Plan): string {
  const { label, kind, min = 0, max = Infinity } = field
  if (numbers.has(kind)) {
    if (value === null) return `${label} can’t be empty.`
    if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} takes ${wanted[kind]}.`
    if (value < min) return `${label} can’t be below ${shown(field, min, plan)}.`
    if (value > max) return `${label} can’t be above ${shown(field, max, plan)}.`
    return kind === 'money'
      ? `${label} has more decimals than ${plan.event.currency}.`
      : `${label} takes ${wanted[kind]}.`
  }
  if (typeof value === 'string') {
    if (field.codes) return `“${cut(value)}” is not a ${codeLists[field.codes].what} we know.`
    if (value.length > max && (kind === 'line' || kind === 'prose')) {
      return `${label} has ${formatNumber(value.length)} characters; ${formatNumber(max)} are allowed.`
    }
  }
  return `${label} doesn’t take that.`
}

const wanted: Partial<Record<FieldKind, string>> = {
  count: 'a whole number',
  money: 'an amount of money',
  share: 'a percentage with two decimals at most',
  hundredths: 'a number with two decimals at most',
  instant: 'a date and a time',
  offset: 'a time before or after the launch',
}

function advice(field: Field, value: unknown, plan: Plan): string {
  const { kind, min = 0, max = Infinity, options } = field
  if (Number.isFinite(value) && typeof value === 'number' && max < Infinity) {
    return value < min || value > max
      ? `say ${shown(field, min, plan)} to ${shown(field, max, plan)}`
      : 'round it'
  }
  if (typeof value === 'string' && value.length > max && (kind === 'line' || kind === 'prose')) {
    return `shorten it by ${formatNumber(value.length - max)}`
  }
  if (field.codes) return `try one like ${examples[field.codes]}`
  if (options) return `choose from ${Object.values(options).join(', ')}`
  return 'try again'
}

const examples = { timeZone: 'Europe/Lisbon', currency: 'EUR', country: 'PT' } as const

/** A value of the field's kind in words; what is too long to say stays "as it was". */
function shown(field: Field, value: unknown, plan: Plan): string {
  if (field.kind === 'choice') return field.options?.[value as string] ?? 'as it was'
  if (field.kind === 'code') return value as string
  return typeof value === 'number' ? numberInWords(field, value, plan) : 'as it was'
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
