/** Where entities stand in their list: fractional keys, written for the moved one alone wherever that is enough. */
import { generateNKeysBetween } from 'jittered-fractional-indexing'
import * as Y from 'yjs'
import { compare } from './plan-doc-fields.ts'

const ORDER = 'order'

export interface Placed {
  id: string
  order: string
}

/** Keys grow by some characters each time something is put into the same gap; from here on the list is renumbered. */
const KEY_MAX_LENGTH = 200

/** What an id may look like: it stands in field paths, between slashes. */
export function isEntityId(id: string): boolean {
  return /^[\w-]{1,40}$/.test(id)
}

interface RandomBits {
  getRandomBit: () => boolean
}

/** A list's entities by order, ties by id: the same on every replica. */
export function placedIn(root: Y.Map<unknown>): Placed[] {
  const placed: Placed[] = []
  for (const [id, entity] of root) {
    if (entity instanceof Y.Map && isEntityId(id)) placed.push({ id, order: orderOf(entity) })
  }
  return placed.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id))
}

function orderOf(entity: Y.Map<unknown>): string {
  const order = entity.get(ORDER)
  return typeof order === 'string' && order.length <= 2 * KEY_MAX_LENGTH ? order : ''
}

export function setOrder(entity: Y.Map<unknown>, order: string): void {
  entity.set(ORDER, order)
}

/** Puts an entity of the list `root` at `index` among the `others`. */
export function place(
  root: Y.Map<unknown>,
  others: readonly Placed[],
  id: string,
  index: number,
  bits: RandomBits,
) {
  for (const { id: placed, order } of ordersToPlace(others, id, index, bits)) {
    setOrder(root.get(placed) as Y.Map<unknown>, order)
  }
}

/** Orders for `count` entities of a new list. */
export function newOrders(count: number, { getRandomBit }: RandomBits): string[] {
  return generateNKeysBetween(null, null, count, { getRandomBit })
}

/**
 * What to write so that `id` stands at `index` among the `others`, which are sorted: its own order, and
 * those of the entities behind it that tie with the one before. The whole list only where a key is not one
 * of ours (a broken client) or got too long.
 */
function ordersToPlace(others: readonly Placed[], id: string, index: number, bits: RandomBits): Placed[] {
  const before = others[index - 1]?.order
  const behind = others.slice(index)
  const tied = behind.filter(({ order }) => order === before)
  const ids = [id, ...tied.map((entry) => entry.id)]
  const keys = keysBetween(before ?? null, behind[tied.length]?.order ?? null, ids.length, bits)
  if (keys) return ids.map((each, i) => ({ id: each, order: keys[i]! }))
  const all = [...others.slice(0, index).map((entry) => entry.id), id, ...behind.map((entry) => entry.id)]
  const renumbered = newOrders(all.length, bits)
  return all.map((each, i) => ({ id: each, order: renumbered[i]! }))
}

function keysBetween(
  before: string | null,
  after: string | null,
  count: number,
  { getRandomBit }: RandomBits,
) {
  try {
    const keys = generateNKeysBetween(before, after, count, { getRandomBit })
    return keys.every((key) => key.length <= KEY_MAX_LENGTH) ? keys : undefined
  } catch {
    return undefined
  }
}
