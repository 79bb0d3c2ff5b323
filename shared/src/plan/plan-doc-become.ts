/**
 * Bringing a document back to a plan that it once was, by new edits: part of plan-doc's layout. Only what differs
 * is written, and of a text only the words that differ, so what others write meanwhile, and their carets, stay.
 *
 * An entity that was removed comes back under its old id, and what points there does so again. Its map is a new
 * one: what somebody still writes into the old one, offline, is gone with that.
 */
import * as Y from 'yjs'
import { type Field, mergesByKeystroke } from './fields.ts'
import { cellOf, cellPrefix } from './plan-doc-cells.ts'
import { readFields, type Values, write, writeAll } from './plan-doc-fields.ts'
import { arrange, placedIn, type RandomBits } from './plan-doc-order.ts'
import { isSameValue } from './same-value.ts'
import { type CollectionName, collections, type Plan } from './schema.ts'
import { letterEdits } from './word-edits.ts'

type Fields = Record<string, Field>

/** About how many characters go into one update: far below what a message may weigh, whatever the letters. */
const PART_CHARACTERS = 100_000

/**
 * Edits `doc` so that it reads as `past`.
 * @returns the updates that do so, to be sent in their order; one unless there is very much, none where nothing
 * differs.
 */
export function becomePast(doc: Y.Doc, past: Plan, bits: RandomBits): Uint8Array[] {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array) => updates.push(update)
  const steps = becoming(doc, past, bits)
  let hasMore = true
  doc.on('update', keep)
  while (hasMore) hasMore = doc.transact(() => writePart(steps))
  doc.off('update', keep)
  return updates
}

/** @returns whether there is more to write. */
function writePart(steps: Generator<number>): boolean {
  for (let written = 0; written < PART_CHARACTERS;) {
    const step = steps.next()
    if (step.done) return false
    written += step.value
  }
  return true
}

/** Writes a little with each step, and says about how many characters that was. */
function* becoming(doc: Y.Doc, past: Plan, bits: RandomBits): Generator<number> {
  for (const name of Object.keys(collections) as CollectionName[]) {
    const root = doc.getMap<unknown>(name)
    const collection = collections[name]
    const fields = collection.fields as Fields
    if (collection.form === 'record') yield* fieldsBecoming(root, '', fields, past[name] as Values)
    else if (collection.form === 'list') {
      yield* listBecoming(root, fields, past[name] as readonly (Values & { id: string })[], bits)
    } else yield* gridBecoming(root, fields, collection.keys, past[name] as readonly Values[])
  }
}

function* fieldsBecoming(
  map: Y.Map<unknown>,
  prefix: string,
  fields: Fields,
  past: Values,
): Generator<number> {
  const now = readFields(map, prefix, fields).value as Values
  for (const [key, field] of Object.entries(fields)) {
    if (isSameValue(now[key], past[key])) continue
    if (mergesByKeystroke(field)) rewrite(map, prefix + key, field, past[key] as string)
    else if (field.kind !== 'set' && isSameValue(past[key], field.empty)) map.delete(prefix + key)
    else write(map, prefix + key, field, past[key])
    yield sizeOf(past[key])
  }
}

function* listBecoming(
  root: Y.Map<unknown>,
  fields: Fields,
  past: readonly (Values & { id: string })[],
  bits: RandomBits,
): Generator<number> {
  const ids = past.map(({ id }) => id)
  const staying = new Set(ids)
  for (const { id } of placedIn(root)) {
    if (staying.has(id)) continue
    root.delete(id)
    yield id.length
  }
  for (const { id, ...values } of past) {
    const held = root.get(id)
    if (held instanceof Y.Map) yield* fieldsBecoming(held, '', fields, values)
    else {
      const entity = new Y.Map<unknown>()
      root.set(id, entity)
      writeAll(entity, '', fields, withoutEmpty(fields, values))
      yield sizeOf(values)
    }
  }
  yield arrange(root, ids, bits)
}

function* gridBecoming(
  root: Y.Map<unknown>,
  fields: Fields,
  [keyA, keyB]: readonly [string, string],
  past: readonly Values[],
): Generator<number> {
  const cells = new Map(past.map((cell) => [cellPrefix([String(cell[keyA]), String(cell[keyB])]), cell]))
  for (const key of root.keys()) {
    const ids = cellOf(key, fields)
    if (!ids || cells.has(cellPrefix(ids))) continue
    root.delete(key)
    yield key.length
  }
  for (const [prefix, cell] of cells) {
    yield* fieldsBecoming(root, prefix, fields, cell)
    const keys = Object.keys(fields)
    // A cell that somebody emptied is still there, by its keys alone.
    if (keys.some((key) => root.has(prefix + key))) continue
    write(root, prefix + keys[0]!, fields[keys[0]!]!, fields[keys[0]!]!.empty)
    yield prefix.length
  }
}

function rewrite(map: Y.Map<unknown>, key: string, field: Field, value: string): void {
  const text = map.get(key)
  const held = text instanceof Y.Text ? text.toString() : undefined
  // A broken client may have put what is no letter between the letters: their places are not the string's.
  if (!(text instanceof Y.Text) || held?.length !== text.length) return write(map, key, field, value)
  // From the last to the first: each is addressed in the text as it was.
  for (const { at, remove, insert } of letterEdits(held, value).toReversed()) {
    if (remove > 0) text.delete(at, remove)
    if (insert !== '') text.insert(at, insert)
  }
}

function withoutEmpty(fields: Fields, values: Values): Values {
  const kept = Object.entries(values).filter(([key, value]) => !isSameValue(value, fields[key]!.empty))
  return Object.fromEntries(kept)
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length
}
