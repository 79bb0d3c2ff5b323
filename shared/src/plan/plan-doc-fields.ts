/** How one holder (a record, an entity, a grid) keeps its fields in a Y.Map: part of plan-doc's layout. */
import * as Y from 'yjs'
import { type Field, mergesByKeystroke } from './fields.ts'

export type Values = Record<string, unknown>

export interface Reading {
  value: unknown
  /** How many stored values did not parse and read as empty. */
  leftOut: number
}

export function readFields(map: Y.Map<unknown>, prefix: string, fields: Record<string, Field>): Reading {
  const value: Values = {}
  let leftOut = 0
  for (const [key, field] of Object.entries(fields)) {
    const raw = rawOf(map, prefix + key, field)
    if (raw === undefined) {
      value[key] = field.empty
      continue
    }
    const parsed = field.schema.safeParse(raw)
    value[key] = parsed.success ? parsed.data : field.empty
    if (!parsed.success) leftOut++
  }
  return { value, leftOut }
}

function rawOf(map: Y.Map<unknown>, key: string, field: Field): unknown {
  if (field.kind === 'set') {
    const prefix = `${key}/`
    const members: string[] = []
    for (const [at, isIn] of map)
      if (isIn === true && at.startsWith(prefix)) members.push(at.slice(prefix.length))
    return members.sort(compare)
  }
  const held = map.get(key)
  // A text counts as text only where a text belongs, so that every replica writes to the same one.
  return held instanceof Y.Text ? (mergesByKeystroke(field) ? held.toString() : null) : held
}

/** Gives a new holder all its texts, empty ones too, and what else `values` has. */
export function writeAll(map: Y.Map<unknown>, prefix: string, fields: Record<string, Field>, values: Values) {
  for (const [key, field] of Object.entries(fields)) {
    const value = values[key]
    if (value !== undefined || mergesByKeystroke(field)) write(map, prefix + key, field, value ?? '')
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
