/** How one holder (a record, an entity, a grid) keeps its fields in a Y.Map: part of plan-doc's layout. */
import * as Y from 'yjs'
import { type Field, mergesByKeystroke, takes } from './fields.ts'

export type Values = Record<string, unknown>

export interface Reading {
  value: unknown
  /** How many stored values did not parse: they read as empty, or without what is too much. */
  leftOut: number
}

export function readFields(map: Y.Map<unknown>, prefix: string, fields: Record<string, Field>): Reading {
  const value: Values = {}
  let leftOut = 0
  for (const [key, field] of Object.entries(fields)) {
    const read =
      field.kind === 'set' ? readSet(map, prefix + key, field) : readOne(map.get(prefix + key), field)
    value[key] = read.value
    leftOut += read.leftOut
  }
  return { value, leftOut }
}

function readOne(held: unknown, field: Field): Reading {
  if (held === undefined) return { value: field.empty, leftOut: 0 }
  const isText = held instanceof Y.Text && mergesByKeystroke(field)
  const raw = isText ? held.toString() : held
  const value = field.read(raw)
  if (value !== undefined) return { value, leftOut: 0 }
  // Two people typing at once can pass the limit together: the words up to it are still theirs.
  return { value: isText ? (raw as string).slice(0, field.max) : field.empty, leftOut: 1 }
}

/** One bad member does not take the others with it. */
function readSet(map: Y.Map<unknown>, key: string, field: Field): Reading {
  const prefix = `${key}/`
  const held = [...map.keys()].filter((at) => at.startsWith(prefix))
  const good = held.filter((at) => map.get(at) === true).map((at) => at.slice(prefix.length))
  const value = good
    .filter((member) => allowsMember(field, member))
    .sort(compare)
    .slice(0, field.max)
  return { value, leftOut: held.length - value.length }
}

export function allowsMember(field: Field, member: string): boolean {
  return takes(field, [member])
}

/** Gives a new holder all its texts, empty ones too, and what else `values` has. */
export function writeAll(map: Y.Map<unknown>, prefix: string, fields: Record<string, Field>, values: Values) {
  for (const [key, field] of Object.entries(fields)) {
    const value = values[key] ?? (mergesByKeystroke(field) ? '' : values[key])
    if (value !== undefined) write(map, prefix + key, field, value)
  }
}

export function write(map: Y.Map<unknown>, key: string, field: Field, value: unknown): void {
  if (mergesByKeystroke(field)) writeText(map, key, value as string)
  else if (field.kind === 'set') writeSet(map, key, value as readonly string[])
  else map.set(key, value)
}

function writeText(map: Y.Map<unknown>, key: string, value: string): void {
  const held = map.get(key)
  if (!(held instanceof Y.Text)) map.set(key, new Y.Text(value))
  else if (held.toString() !== value) {
    held.delete(0, held.length)
    held.insert(0, value)
  }
}

function writeSet(map: Y.Map<unknown>, key: string, members: readonly string[]): void {
  const prefix = `${key}/`
  for (const at of map.keys()) {
    if (at.startsWith(prefix) && !members.includes(at.slice(prefix.length))) map.delete(at)
  }
  for (const member of members) if (map.get(prefix + member) !== true) map.set(prefix + member, true)
}

/** Code-unit order, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
