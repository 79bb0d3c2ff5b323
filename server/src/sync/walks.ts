/**
 * How far Yjs would walk to find the places of an update's items. Between an item's two neighbours it passes whatever
 * others put there meanwhile, one by one: 80 KB that put 8,000 items where 8,000 others are take it a minute, and again
 * at every load. Honest edits meet few: those that were made at the very same place at the same time.
 *
 * It counts too much rather than too little: all that lies between in the document, and once an update meets
 * something of its own in a list, all that it brings to that list.
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

export class Walks {
  /** A struct of the document or of the update; nothing for what is still on its way to the document. */
  readonly #find: (id: Y.ID) => { struct: Struct; isFresh: boolean } | undefined
  readonly #max: number
  /** What follows an id, or begins a list, of what the update has put there so far. */
  readonly #next = new Map<string, Next>()
  /** How many items the update has put into a list so far. */
  readonly #brought = new Map<string, number>()
  readonly #contested = new Set<string>()
  #steps = 0

  constructor(find: (id: Y.ID) => { struct: Struct; isFresh: boolean } | undefined, max: number) {
    this.#find = find
    this.#max = max
  }

  get steps(): number {
    return this.#steps
  }

  /** Takes an item in after those before it; returns whether the budget still holds. */
  add(item: Y.Item, { list, start }: Place): boolean {
    const { origin, rightOrigin } = item
    const at = origin ? keyOf(origin) : list
    const brought = this.#brought.get(list) ?? 0
    const next = this.#next.has(at) ? this.#next.get(at)! : this.#following(origin, start)
    if (next !== undefined && (this.#contested.has(list) || !isSame(next, rightOrigin))) {
      if (brought > 0) this.#contested.add(list)
      this.#steps += brought + this.#between(origin, rightOrigin, start)
    }
    this.#brought.set(list, brought + 1)
    this.#next.set(at, item.id)
    this.#next.set(keyOf(item.lastId), rightOrigin)
    return this.#steps <= this.#max
  }

  /** What follows before the update; `undefined` where that is still on its way, or collected. */
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
    let steps = 0
    let at = start
    for (let id = origin; id; steps++) {
      const found = this.#find(id)
      if (!found || !(found.struct instanceof Y.Item)) return steps
      if (!found.isFresh) {
        at = id.clock < found.struct.lastId.clock ? found.struct : found.struct.right
        break
      }
      id = found.struct.origin
    }
    const most = this.#max - this.#steps
    for (; at && steps <= most; at = at.right) {
      if (rightOrigin && isWithin(at, rightOrigin)) break
      steps++
    }
    return steps
  }
}

const keyOf = ({ client, clock }: Y.ID) => `${client}:${clock}`

function isSame(a: Next, b: Next): boolean {
  return a === b || (a !== null && b !== null && Y.compareIDs(a, b))
}

function isWithin({ id, length }: Y.Item, { client, clock }: Y.ID): boolean {
  return id.client === client && id.clock <= clock && clock < id.clock + length
}
