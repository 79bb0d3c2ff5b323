/**
 * Where in a plan an update's structs lie: how deep, whether two neighbours lie together, whether they are what such a
 * place holds, and how far Yjs walks to put them there.
 *
 * Yjs deletes and collects what is nested by calling itself: some thousand levels, a few kilobytes, overflow
 * the stack in the middle of `applyUpdate`, at every load again. And it believes what a struct says of its
 * neighbours: between two of different lists it is found in one and deleted with the other, which throws.
 */
import { META } from '@flashboard/shared/plan/plan-doc-meta'
import * as Y from 'yjs'
import type { Struct } from './causality.ts'
import { DEPTH_MAX, isPlain } from './plain.ts'
import type { OnTheWay } from './on-the-way.ts'
import { type Place, type Placed, Walks } from './walks.ts'

/** How far Yjs may walk for one update; some 100 ms. */
const WALKS_MAX = 400_000

type Placing =
  /** `walks` is how many items Yjs passes on the way. */
  | { walks: number; placed: Placed }
  | 'misplaced'
  /** It hangs on a struct that is not there. */
  | 'unknown'
  | 'tangled'

/**
 * Whether all that an update brings lies where a document's parts may lie.
 * @param fresh the structs that are not known yet; copies of known ones are not believed.
 */
export function judgePlaces(fresh: readonly Struct[], doc: Y.Doc, onTheWay: OnTheWay): Placing {
  const freshOf = Map.groupBy(fresh, ({ id }) => id.client)
  const found = (id: Y.ID) => {
    const known = holding(doc.store.clients.get(id.client), id)
    if (known) return { struct: known, isFresh: false }
    const own = holding(freshOf.get(id.client), id) ?? holding(onTheWay.structs.get(id.client), id)
    return own && { struct: own, isFresh: true }
  }
  const find = (id: Y.ID): Struct => {
    const struct = found(id)?.struct
    if (struct) return struct
    throw new UnknownError()
  }
  const { naming } = onTheWay
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
  /** What kind of place an item is put into; nothing where that is collected, and the item is with it. */
  const holderOf = ({ parent }: Y.Item): 'map' | 'text' | undefined => {
    const written: unknown = parent
    if (typeof written === 'string') return 'map'
    const type = written instanceof Y.ID ? typeIn(find(written)) : written
    if (!(type instanceof Y.AbstractType)) return undefined
    return type instanceof Y.Text ? 'text' : 'map'
  }
  const isMeta = ({ parent }: Y.Item) => (parent as unknown) === META || parent === doc.share.get(META)
  const isFit = (item: Y.Item, { parentSub }: Y.Item, holder: 'map' | 'text'): boolean => {
    const { content } = item
    if (holder === 'text') {
      return parentSub === null && (content instanceof Y.ContentString || content instanceof Y.ContentDeleted)
    }
    // Under a map's key stands one value: of several, some would stay behind when it is deleted.
    if (parentSub === null || content instanceof Y.ContentString) return false
    return item.length === 1 || content instanceof Y.ContentDeleted
  }
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
  const places = new Map<string, Place>()
  /** Found once a list: the way to the start of a key's history is as long as that. */
  const placeOf = ({ parent, parentSub }: Y.Item): Place => {
    const list = `${nameOf(parent)} ${parentSub ?? ''}`
    const known = places.get(list)
    if (known) return known
    const written: unknown = parent
    const type =
      typeof written === 'string'
        ? doc.share.get(written)
        : written instanceof Y.ID
          ? typeIn(find(written))
          : written
    const start = type instanceof Y.AbstractType ? startOf(type, parentSub) : null
    const place = { list, start }
    places.set(list, place)
    return place
  }
  const walks = new Walks(found, WALKS_MAX, onTheWay.placed)
  try {
    for (const item of fresh) {
      if (!(item instanceof Y.Item)) continue
      const { content } = item
      if (content instanceof Y.ContentAny && !content.arr.every((value) => isPlain(value))) return 'misplaced'
      if (content instanceof Y.ContentType && depthOf(item) > DEPTH_MAX) return 'misplaced'
      if (isTorn(item)) return 'misplaced'
      const named = namingParent(item)
      if (named && isMeta(named)) return 'misplaced'
      const holder = named && holderOf(named)
      if (!named || !holder) continue
      if (!isFit(item, named, holder)) return 'misplaced'
      if (!walks.add(item, placeOf(named))) return 'tangled'
    }
    return { walks: walks.steps, placed: walks.placed }
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

function typeIn(struct: Struct): Y.AbstractType<unknown> | undefined {
  return struct instanceof Y.Item && struct.content instanceof Y.ContentType ? struct.content.type : undefined
}

/** The first item of a type's list, or of what was written under a key. */
function startOf(type: Y.AbstractType<unknown>, key: string | null): Y.Item | null {
  const { _start: start, _map: map } = type
  if (key === null) return start
  let at = map.get(key) ?? null
  while (at?.left) at = at.left
  return at
}

function holding(structs: readonly Struct[] | undefined, { clock }: Y.ID): Struct | undefined {
  const last = structs?.at(-1)
  if (!structs || !last || clock < structs[0]!.id.clock || clock >= last.id.clock + last.length)
    return undefined
  return structs[Y.findIndexSS(structs as (Y.Item | Y.GC)[], clock)]
}
