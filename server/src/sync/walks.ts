/**
 * How far Yjs would walk to find the places of an update's items. Between an item's two neighbours it passes whatever
 * others put there meanwhile, one by one: 80 KB that put 8,000 items where 8,000 others are take it a minute, and again
 * at every load. Honest edits meet few: those that were made at the very same place at the same time.
 *
 * It counts too much rather than too little: all that lies between in the document, and once an update meets
 * something new in a list, all that it and those before it on their way to the document bring to that list.
 */
import * as Y from 'yjs'
import type { Struct } from './causality.ts'

/** Where an item belongs, as place.ts finds it out. */
export interface Place {
  /** The list's own name: a parent, and a key where it is a map's. */
  list: string
  /** What the list begins with in the document. */
  start: Y.Item | null
}

type Next = Y.ID | null
/** A struct of the document, or a fresh one: of the update, or of those on their way to the document. */
type Find = (id: Y.ID) => { struct: Struct; isFresh: boolean } | undefined

/** What updates have put where that are not in the document yet. */
export class Placed {
  /** What follows an id, or begins a list. */
  readonly next = new Map<string, Next>()
  /** How many items they have put into a list. */
  readonly brought = new Map<string, number>()
  readonly contested = new Set<string>()
  /** What stands behind them in the document, by id: many hang on one another in a row. */
  readonly firsts = new Map<string, Y.Item | null>()

  /** Takes in what comes after this, and was counted on from it. */
  add({ next, brought, contested, firsts }: Placed): void {
    for (const [at, id] of next) this.next.set(at, id)
    for (const [list, count] of brought) this.brought.set(list, count)
    for (const list of contested) this.contested.add(list)
    for (const [id, first] of firsts) this.firsts.set(id, first)
  }

  clear(): void {
    this.next.clear()
    this.brought.clear()
    this.contested.clear()
    this.firsts.clear()
  }
}

export class Walks {
  /** What the update puts where. */
  readonly placed = new Placed()
  readonly #find: Find
  readonly #max: number
  readonly #before: Placed
  #steps = 0

  /** @param before what those put there that are on their way. */
  constructor(find: Find, max: number, before: Placed) {
    this.#find = find
    this.#max = max
    this.#before = before
  }

  get steps(): number {
    return this.#steps
  }

  /** Takes an item in after those before it; returns whether the budget still holds. */
  add(item: Y.Item, { list, start }: Place): boolean {
    const { origin, rightOrigin } = item
    const at = origin ? keyOf(origin) : list
    const [own, before] = [this.placed, this.#before]
    const brought = own.brought.get(list) ?? before.brought.get(list) ?? 0
    const placed = [own, before].find(({ next }) => next.has(at))
    const next = placed ? placed.next.get(at)! : this.#following(origin, start)
    const isContested = own.contested.has(list) || before.contested.has(list)
    if (next !== undefined && (isContested || !isSame(next, rightOrigin))) {
      if (brought > 0) own.contested.add(list)
      this.#steps += brought + this.#between(origin, rightOrigin, start)
    }
    own.brought.set(list, brought + 1)
    own.next.set(at, item.id)
    own.next.set(keyOf(item.lastId), rightOrigin)
    return this.#steps <= this.#max
  }

  /** What follows in the document; `undefined` where that is collected. */
  #following(origin: Y.ID | null, start: Y.Item | null): Next | undefined {
    if (!origin) return start?.id ?? null
    const found = this.#find(origin)
    if (!found || !(found.struct instanceof Y.Item)) return undefined
    const { struct } = found
    if (origin.clock < struct.lastId.clock) return Y.createID(origin.client, origin.clock + 1)
    return struct.right?.id ?? null
  }

  /** How many items of the document lie between, looking no further than the budget. */
  #between(origin: Y.ID | null, rightOrigin: Y.ID | null, start: Y.Item | null): number {
    const most = this.#max - this.#steps
    let steps = 0
    for (let at = this.#firstBehind(origin, start); at && steps <= most; at = at.right, steps++) {
      if (rightOrigin && isWithin(at, rightOrigin)) break
    }
    return steps
  }

  /** The item of the document from which on Yjs looks for the place of what stands behind `origin`. */
  #firstBehind(origin: Y.ID | null, start: Y.Item | null): Y.Item | null {
    const passed: string[] = []
    let first = start
    for (let at = origin; at;) {
      const id = keyOf(at)
      const known = [this.placed, this.#before].find(({ firsts }) => firsts.has(id))
      if (known) {
        first = known.firsts.get(id)!
        break
      }
      const found = this.#find(at)
      if (!(found?.struct instanceof Y.Item)) {
        first = null
        break
      }
      const { struct, isFresh } = found
      if (!isFresh) {
        first = at.clock < struct.lastId.clock ? struct : (struct.right as Y.Item | null)
        break
      }
      passed.push(id)
      at = struct.origin
    }
    for (const id of passed) this.placed.firsts.set(id, first)
    return first
  }
}

const keyOf = ({ client, clock }: Y.ID) => `${client}:${clock}`

function isSame(a: Next, b: Next): boolean {
  return a === b || (a !== null && b !== null && Y.compareIDs(a, b))
}

function isWithin({ id, length }: Y.Item, { client, clock }: Y.ID): boolean {
  return id.client === client && id.clock <= clock && clock < id.clock + length
}
