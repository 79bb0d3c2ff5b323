/** Where entities stand in their list: fractional keys, written for the moved one alone wherever that is enough. */
import { generateNKeysBetween } from 'jittered-fractional-indexing'
import * as Y from 'yjs'
import { longestRising } from './longest-rising.ts'
import { compare } from './plan-doc-fields.ts'

const ORDER = 'order'

interface Placed {
  id: string
  order: string
}

/** Keys grow by some characters each time something is put into the same gap; from here on the list is renumbered. */
const KEY_MAX_LENGTH = 200

/** What an id may look like: it stands in field paths, between slashes. */
export function isEntityId(id: string): boolean {
  return /^[\w-]{1,40}$/.test(id)
}

export interface RandomBits {
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

/**
 * Brings the list `root` into the order of `ids`, which are all of its entities; writes those alone that must move.
 * @returns about how many characters that was.
 */
export function arrange(root: Y.Map<unknown>, ids: readonly string[], bits: RandomBits): number {
  const moves = movesToArrange(new Map(placedIn(root).map(({ id, order }) => [id, order])), ids, bits)
  for (const { id, order } of moves) setOrder(root.get(id) as Y.Map<unknown>, order)
  return moves.reduce((sum, { id, order }) => sum + id.length + order.length, 0)
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

/** As many as can keep their orders do, and the others go between; where that is not to be had, all are renumbered. */
function movesToArrange(
  orders: ReadonlyMap<string, string>,
  ids: readonly string[],
  bits: RandomBits,
): Placed[] {
  const orderIn = (id: string | undefined) => (id === undefined ? null : orders.get(id)!)
  const staying = longestRising(
    ids.filter((id) => orderIn(id) !== ''),
    (id) => orders.get(id)!,
  )
  const moves: Placed[] = []
  for (let from = 0, to = 0; from < ids.length; from = to + 1) {
    for (to = from; to < ids.length && !staying.has(ids[to]!);) to++
    const moved = ids.slice(from, to)
    const keys = moved.length > 0 && keysBetween(orderIn(ids[from - 1]), orderIn(ids[to]), moved.length, bits)
    if (keys === undefined) {
      const renumbered = newOrders(ids.length, bits)
      return ids.map((id, i) => ({ id, order: renumbered[i]! }))
    }
    if (keys) moves.push(...moved.map((id, i) => ({ id, order: keys[i]! })))
  }
  return moves
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
