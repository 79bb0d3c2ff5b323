/**
 * The plan over a Y.Doc. This file and its neighbours of the same name are the only ones that name Yjs keys.
 *
 * Layout: one root Y.Map a collection, and `meta` for the schema version.
 * - a record keeps its fields as keys;
 * - a list keeps a Y.Map an entity under its id, with the fields and a fractional `order`;
 * - a grid keeps flat keys `<id>/<id>/<field>`, so that nobody has to create a cell;
 * - `line` and `prose` are Y.Text, made together with their record or entity (two people creating the
 *   same nested text offline would lose one); a `set` is one key a member, `<field>/<member>`.
 *
 * Reading is tolerant: what does not parse is left out and counted, and nothing that is stored throws.
 */
import * as Y from 'yjs'
import { type FieldAddress, type FieldPath, parseFieldPath } from './field-path.ts'
import { type Field, takes } from './fields.ts'
import { cellOf, cellPrefix } from './plan-doc-cells.ts'
import {
  allowsMember,
  compare,
  readFields,
  type Reading,
  type Values,
  write,
  writeAll,
} from './plan-doc-fields.ts'
import { schemaVersionOf, setSchemaVersion } from './plan-doc-meta.ts'
import { newOrders, place, placedIn, setOrder } from './plan-doc-order.ts'
import {
  collections,
  type CollectionName,
  type Draft,
  fieldOf,
  type GridName,
  type ListName,
  type Plan,
  PLAN_SCHEMA_VERSION,
  type PlanSeed,
} from './schema.ts'

const names = Object.keys(collections) as CollectionName[]

/** What a document needs from outside: `shared` has no randomness of its own. */
export interface Chance {
  /** A fresh id, unique in practice, of letters, digits and dashes. */
  newId: () => string
  getRandomBit: () => boolean
}

/** A list shows this many; more come only from a broken client, and would keep a page from opening. */
export const ENTITIES_MAX = 2_000

export class PlanDoc {
  /** Marks a transaction as this person's own, for undo. */
  readonly origin = Symbol('own edit')
  readonly doc: Y.Doc
  readonly #chance: Chance
  readonly #readings = new Map<CollectionName, Reading>()
  readonly #listeners = new Set<() => void>()

  constructor(doc: Y.Doc, chance: Chance) {
    this.doc = doc
    this.#chance = chance
    for (const name of names) {
      this.#root(name).observeDeep(() => this.#readings.delete(name))
    }
    doc.on('afterTransaction', ({ changed }: Y.Transaction) => {
      if (changed.size > 0) for (const listener of this.#listeners) listener()
    })
  }

  /** Calls `listener` after every change, local or remote; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Undo and redo of what was written through this object, and of nothing else. */
  undoManager(): Y.UndoManager {
    return new Y.UndoManager(
      names.map((name) => this.#root(name)),
      { trackedOrigins: new Set([this.origin]), captureTimeout: 600 },
    )
  }

  /** The schema version that the document was written with; 0 where it holds no plan. */
  get schemaVersion(): number {
    return schemaVersionOf(this.doc)
  }

  /** How many stored values did not parse: they read as empty, or without what is too much. */
  get leftOut(): number {
    return names.reduce((sum, name) => sum + this.#reading(name).leftOut, 0)
  }

  /** One collection as plain values; the same object until something in it changes. */
  get<N extends CollectionName>(name: N): Plan[N] {
    return this.#reading(name).value as Plan[N]
  }

  read(): Plan {
    return Object.fromEntries(names.map((name) => [name, this.get(name)])) as unknown as Plan
  }

  /** The value at a path, or `undefined` where no such field or entity is. */
  value(path: FieldPath): unknown {
    const address = parseFieldPath(path)
    if (!address) return undefined
    const { collection, ids, field } = address
    const read = this.get(collection) as unknown
    const { form } = collections[collection]
    if (form === 'record') return (read as Values)[field]
    if (form === 'list') return (read as Values[]).find(({ id }) => id === ids[0])?.[field]
    return this.#cell(collection as GridName, ids)[field]
  }

  /**
   * The live text at a path. `undefined` for fields that are not text, and for entities that somebody
   * removed meanwhile.
   */
  text(path: FieldPath): Y.Text | undefined {
    const address = parseFieldPath(path)
    const holder = address && this.#holder(address)
    const held = holder?.get(address!.field)
    return held instanceof Y.Text ? held : undefined
  }

  /**
   * Writes one value; text is replaced whole, a set is brought to the given members.
   * @throws RangeError where no such field is or the value is not allowed there: a caller's mistake.
   * @returns whether it was written: an entity removed meanwhile takes no value.
   */
  set(path: FieldPath, value: unknown): boolean {
    const address = parseFieldPath(path)
    if (!address) throw new RangeError(`No field ${path}`)
    const definition = definitionOf(address)
    if (!takes(definition, value)) throw new RangeError(`Not allowed at ${path}`)
    const holder = this.#holder(address)
    if (!holder) return false
    const prefix = collections[address.collection].form === 'grid' ? `${address.ids.join('/')}/` : ''
    this.change(() => write(holder, prefix + address.field, definition, value))
    return true
  }

  /** Puts one member into a set, or takes it out; says whether the entity still was there. */
  toggle(path: FieldPath, member: string, isIn: boolean): boolean {
    const address = parseFieldPath(path)
    if (!address || definitionOf(address).kind !== 'set') throw new RangeError(`No set ${path}`)
    if (!allowsMember(definitionOf(address), member)) throw new RangeError(`Not allowed in ${path}`)
    const holder = this.#holder(address)
    if (!holder) return false
    const key = `${address.field}/${member}`
    this.change(() => (isIn ? holder.set(key, true) : holder.delete(key)))
    return true
  }

  /**
   * Adds an entity at the end of a list and returns its id.
   * @throws RangeError where the draft has a value that is not allowed.
   */
  add<N extends ListName>(name: N, draft: Draft<N> = {}): string {
    for (const [key, value] of Object.entries(draft)) {
      const field = fieldOf(name, key)
      if (!field || !takes(field, value)) throw new RangeError(`Not allowed at ${name}/…/${key}`)
    }
    const id = this.#chance.newId()
    this.change(() => {
      const others = placedIn(this.#root(name))
      this.#insert(name, id, draft as Values)
      place(this.#root(name), others, id, others.length, this.#chance)
    })
    return id
  }

  remove(name: ListName, id: string): void {
    this.change(() => this.#root(name).delete(id))
  }

  /** Moves an entity to an index of its list as it stands; an entity removed meanwhile stays removed. */
  move(name: ListName, id: string, toIndex: number): void {
    const all = placedIn(this.#root(name))
    const others = all.filter((entry) => entry.id !== id)
    if (others.length === all.length) return
    const index = Math.max(0, Math.min(toIndex, others.length))
    this.change(() => place(this.#root(name), others, id, index, this.#chance))
  }

  /** Moves every planned instant by a whole number of ms; what was stamped as done stays when it was done. */
  shiftDates(ms: number): void {
    if (!Number.isSafeInteger(ms)) throw new RangeError(`Not a whole number of ms: ${ms}`)
    this.change(() => {
      for (const name of names) {
        const { form, fields } = collections[name] as { form: string; fields: Record<string, Field> }
        const planned = Object.keys(fields).filter((key) => fields[key]!.kind === 'instant')
        for (const key of planned) {
          for (const [holder, at] of this.#places(name, form, key)) {
            const value = holder.get(at)
            if (typeof value !== 'number') continue
            if (takes(fields[key]!, value + ms)) holder.set(at, value + ms)
          }
        }
      }
    })
  }

  /** Writes a new plan into an empty document. */
  fill(seed: PlanSeed): void {
    this.change(() => {
      setSchemaVersion(this.doc, PLAN_SCHEMA_VERSION)
      for (const name of names) this.#fillCollection(name, seed[name])
    })
  }

  /** Writes a seed's entries into a list that is still empty. */
  start(name: ListName, seed: PlanSeed): void {
    if (placedIn(this.#root(name)).length === 0) this.change(() => this.#fillCollection(name, seed[name]))
  }

  /** One transaction of this person's own: sent, shown and undone as one. */
  change(write: () => void): void {
    this.doc.transact(write, this.origin)
  }

  #fillCollection(name: CollectionName, seeded: unknown): void {
    const root = this.#root(name)
    const collection = collections[name]
    if (collection.form === 'record') {
      writeAll(root, '', collection.fields, (seeded ?? {}) as Values)
    } else if (collection.form === 'list') {
      const entities = (seeded ?? []) as (Values & { id: string })[]
      const orders = newOrders(entities.length, this.#chance)
      entities.forEach(({ id, ...values }, i) =>
        setOrder(this.#insert(name as ListName, id, values), orders[i]!),
      )
    } else {
      for (const cell of (seeded ?? []) as Values[]) {
        const prefix = `${collection.keys.map((key) => String(cell[key])).join('/')}/`
        for (const [key, field] of Object.entries(collection.fields as Record<string, Field>)) {
          if (cell[key] !== undefined) write(root, prefix + key, field, cell[key])
        }
      }
    }
  }

  #insert(name: ListName, id: string, values: Values): Y.Map<unknown> {
    const entity = new Y.Map<unknown>()
    this.#root(name).set(id, entity)
    writeAll(entity, '', collections[name].fields, values)
    return entity
  }

  #root(name: CollectionName): Y.Map<unknown> {
    return this.doc.getMap(name)
  }

  /** The map that holds an address's field, or `undefined` where the entity is gone. */
  #holder({ collection, ids }: FieldAddress): Y.Map<unknown> | undefined {
    const root = this.#root(collection)
    if (collections[collection].form !== 'list') return root
    const entity = root.get(ids[0]!)
    return entity instanceof Y.Map ? entity : undefined
  }

  *#places(name: CollectionName, form: string, key: string): Generator<[Y.Map<unknown>, string]> {
    const root = this.#root(name)
    if (form === 'record') yield [root, key]
    else if (form === 'list') {
      for (const entity of root.values()) if (entity instanceof Y.Map) yield [entity, key]
    } else for (const at of root.keys()) if (at.endsWith(`/${key}`)) yield [root, at]
  }

  #reading(name: CollectionName): Reading {
    const known = this.#readings.get(name)
    if (known) return known
    const reading = this.#readCollection(name)
    this.#readings.set(name, reading)
    return reading
  }

  #readCollection(name: CollectionName): Reading {
    const root = this.#root(name)
    const { form, fields } = collections[name] as { form: string; fields: Record<string, Field> }
    if (form === 'record') return readFields(root, '', fields)
    if (form === 'grid') return this.#readGrid(name as GridName, fields)
    const entities: Values[] = []
    let leftOut = root.size
    for (const { id } of placedIn(root).slice(0, ENTITIES_MAX)) {
      const { value, leftOut: inside } = readFields(root.get(id) as Y.Map<unknown>, '', fields)
      entities.push({ id, ...(value as Values) })
      leftOut += inside - 1
    }
    return { value: entities, leftOut }
  }

  #readGrid(name: GridName, fields: Record<string, Field>): Reading {
    const root = this.#root(name)
    const cells = new Map<string, readonly [string, string]>()
    let leftOut = 0
    for (const key of root.keys()) {
      const ids = cellOf(key, fields)
      if (ids) cells.set(cellPrefix(ids), ids)
      else leftOut++
    }
    const [keyA, keyB] = collections[name].keys
    const value = [...cells.keys()].sort(compare).map((prefix) => {
      const [a, b] = cells.get(prefix)!
      const read = readFields(root, prefix, fields)
      leftOut += read.leftOut
      return { [keyA]: a, [keyB]: b, ...(read.value as Values) }
    })
    return { value, leftOut }
  }

  #cell(name: GridName, ids: readonly string[]): Values {
    return readFields(this.#root(name), `${ids.join('/')}/`, collections[name].fields).value as Values
  }
}

function definitionOf({ collection, field }: FieldAddress): Field {
  return (collections[collection].fields as Record<string, Field>)[field]!
}
