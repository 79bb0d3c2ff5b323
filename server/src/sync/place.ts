/**
 * Where in a plan an update's structs lie: how deep, whether two neighbours lie together, one to a map's key.
 *
 * Yjs deletes and collects what is nested by calling itself: some thousand levels, a few kilobytes, overflow
 * the stack in the middle of `applyUpdate`, at every load again. And it believes what a struct says of its
 * neighbours: between two of different lists it is found in one and deleted with the other, which throws.
 */
import * as Y from 'yjs'
import type { Struct } from './causality.ts'

/** A plan has two: a text in an entity in a collection, a fact in a stamp in an entity. */
const DEPTH_MAX = 8

/** A client's structs by its id, without gaps, in the order of their clocks. */
export type Structs = ReadonlyMap<number, readonly Struct[]>

/**
 * Whether all that an update brings lies where a document's parts may lie.
 * @param fresh the structs that are not known yet; copies of known ones are not believed.
 * @param known where to find the others, the first that has one.
 * @returns `unknown` where it hangs on a struct that is in none of them.
 */
export function judgePlaces(
  fresh: readonly Struct[],
  known: readonly Structs[],
): 'fine' | 'misplaced' | 'unknown' {
  const all = [...known, Map.groupBy(fresh, ({ id }) => id.client)]
  const find = (id: Y.ID) => {
    for (const structs of all) {
      const found = holding(structs.get(id.client), id)
      if (found) return found
    }
    throw new UnknownError()
  }
  const naming = new Map<Struct, Y.Item | undefined>()
  /** The item that names its parent, among those that an item stands beside; nothing for collected ones. */
  const namingParent = (struct: Struct): Y.Item | undefined => {
    const passed: Struct[] = []
    let at = struct
    while (at instanceof Y.Item && !at.parent && !naming.has(at)) {
      passed.push(at)
      const beside = at.origin ?? at.rightOrigin
      if (!beside) break
      at = find(beside)
    }
    const found = naming.get(at) ?? (at instanceof Y.Item && at.parent ? at : undefined)
    for (const each of passed) naming.set(each, found)
    return found
  }
  const depthOf = (item: Y.Item): number => {
    for (let depth = 1, at: Struct = item; ; depth++) {
      const parent: unknown = namingParent(at)?.parent
      if (parent instanceof Y.AbstractType) return depth + ancestorsOf(parent)
      if (!(parent instanceof Y.ID) || depth > DEPTH_MAX) return depth
      at = find(parent)
    }
  }
  /** Under a map's key stands one value: of several, some would stay behind when it is deleted. */
  const isCrowded = (item: Y.Item) =>
    item.length > 1 &&
    !(item.content instanceof Y.ContentDeleted) &&
    (namingParent(item)?.parentSub ?? null) !== null
  /** A list by a name of its own; nothing where it is collected, or is no list. */
  const listOf = (id: Y.ID): string | undefined => {
    const item = namingParent(find(id))
    return item && item.parentSub === null ? nameOf(item.parent) : undefined
  }
  const isGone = (id: Y.ID) => namingParent(find(id)) === undefined
  const isTorn = ({ origin, rightOrigin }: Y.Item): boolean => {
    if (!rightOrigin) return false
    const right = listOf(rightOrigin)
    if (right === undefined) return !isGone(rightOrigin) || (origin !== null && !isGone(origin))
    return origin !== null && listOf(origin) !== right
  }
  try {
    for (const item of fresh) {
      if (!(item instanceof Y.Item)) continue
      const { content } = item
      if (content instanceof Y.ContentAny && !isFlat(content.arr, -1)) return 'misplaced'
      if (content instanceof Y.ContentType && depthOf(item) > DEPTH_MAX) return 'misplaced'
      if (isTorn(item) || isCrowded(item)) return 'misplaced'
    }
    return 'fine'
  } catch (error) {
    if (error instanceof UnknownError) return 'unknown'
    throw error
  }
}

class UnknownError extends Error {}

/** Of a parent as it is read from bytes, a root's name or an id, and of the type that it becomes. */
function nameOf(parent: unknown): string {
  if (!(parent instanceof Y.AbstractType)) {
    return parent instanceof Y.ID ? `${parent.client}:${parent.clock}` : `root ${String(parent)}`
  }
  const { _item: item } = parent
  return item ? nameOf(item.id) : nameOf(Y.findRootTypeKey(parent))
}

function ancestorsOf(type: Y.AbstractType<unknown>): number {
  let count = 0
  for (let at = type.parent; at; at = at.parent) count++
  return count
}

function isFlat(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true
  return depth < DEPTH_MAX && Object.values(value).every((inner) => isFlat(inner, depth + 1))
}

function holding(structs: readonly Struct[] | undefined, { clock }: Y.ID): Struct | undefined {
  const last = structs?.at(-1)
  if (!structs || !last || clock < structs[0]!.id.clock || clock >= last.id.clock + last.length)
    return undefined
  return structs[Y.findIndexSS(structs as (Y.Item | Y.GC)[], clock)]
}
