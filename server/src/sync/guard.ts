/**
 * What a plan's document takes from a socket, judged before anything is written or applied: a throwing
 * `applyUpdate` has changed the document all the same.
 *
 * It looks at one update's bytes against what is known of the document, and leaves rights to the connection, order
 * to the room, and whose a client id is to `Writers`.
 */
import { META } from '@flashboard/shared/plan/plan-doc-meta'
import { collections } from '@flashboard/shared/plan/schema'
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import { MAX_MESSAGE_BYTES } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { endsAfter, type Struct } from './causality.ts'
import { limits } from './limits.ts'
import { OnTheWay, type Passed } from './on-the-way.ts'
import { judgePlaces } from './place.ts'

type Decoded = ReturnType<typeof Y.decodeUpdate>

/** Fit to be committed. */
interface NewVerdict extends Passed {
  kind: 'new'
  /** Without what is known or on its way already: under one id and clock there is one content, and it is the first. */
  bytes: Uint8Array
  /** Of all that is not in the document, also of what is on its way there. */
  clientIds: ReadonlySet<number>
  /** How many items Yjs passes on the way to their places. */
  walks: number
}

export type Verdict =
  | NewVerdict
  /** The document has it all already. */
  | { kind: 'nothingNew' }
  | { kind: 'refused'; reason: CloseReason }

/** The root types that a plan has. */
const rootNames = new Set<unknown>([...Object.keys(collections), META])

/** A whole plan has some thousand; so many take 0.1 s. */
const STRUCTS_MAX = 20_000
/** Ranges that an update deletes: a plan that is emptied has some hundred; so many take 0.1 s. */
const DELETIONS_MAX = 10_000
/** A second step sends every deletion there ever was, besides what is new. */
const ALL_DELETIONS_MAX = limits.deletionsOfPlan + DELETIONS_MAX
/** Clocks count letters and values: nobody writes so many from one page. */
const CLOCK_MAX = 2 ** 31

const placingRefusals = { misplaced: 'badMessage', unknown: 'resync', tangled: 'tooLarge' } as const

const plainContents: readonly unknown[] = [Y.ContentAny, Y.ContentString, Y.ContentDeleted, Y.ContentType]
const plainTypes: readonly unknown[] = [Y.Map, Y.Text]

/** @param onTheWay what has passed and is not in `doc` yet. */
export function judgeUpdate(bytes: Uint8Array, doc: Y.Doc, onTheWay = new OnTheWay()): Verdict {
  if (bytes.length > MAX_MESSAGE_BYTES) return refused('tooLarge')
  const decoded = decode(bytes)
  if (decoded && decoded.structs.length > STRUCTS_MAX) return refused('tooLarge')
  if (!decoded || !isWellFormed(decoded)) return refused('badMessage')

  const known = (client: number) => Math.max(Y.getState(doc.store, client), onTheWay.ends.get(client) ?? 0)
  const ends = endsAfter(decoded.structs, known)
  if (!ends || decoded.structs.some((struct) => isHalfKnown(struct, known))) return refused('resync')
  const structs = decoded.structs.filter(
    (struct) => !(struct instanceof Y.Skip) && struct.id.clock >= known(struct.id.client),
  )
  const placing = judgePlaces(structs, doc, onTheWay)
  if (typeof placing === 'string') return refused(placingRefusals[placing])
  const isDeleteKnown = ([client, { clock, len }]: Deletion) =>
    clock + len <= Math.max(known(client), ends.get(client) ?? 0)
  const deleted = deletionsOf(decoded)
  if (deleted.length > ALL_DELETIONS_MAX) return refused('tooLarge')
  if (!deleted.every(isDeleteKnown)) return refused('resync')
  const deletions = deleted.filter((deletion) => !isDeleted(doc, deletion))
  if (deletions.length > DELETIONS_MAX) return refused('tooLarge')
  if (deletions.some((deletion) => isOfMeta(doc, deletion))) return refused('badMessage')

  // What is still on its way counts as new: it may yet fail, and nobody is told "saved" before.
  const clientIds = new Set<number>()
  for (const struct of decoded.structs) if (isBeyond(struct, doc)) clientIds.add(struct.id.client)
  if (clientIds.size === 0 && deletions.length === 0) return { kind: 'nothingNew' }
  return {
    kind: 'new',
    bytes: freshOf(bytes, decoded, known),
    ends,
    structs,
    clientIds,
    ...placing,
    deletions: deletions.length,
  }
}

const refused = (reason: CloseReason): Verdict => ({ kind: 'refused', reason })

function decode(bytes: Uint8Array): Decoded | undefined {
  try {
    const decoded = Y.decodeUpdate(bytes)
    // Of two blocks of one client `applyUpdate` keeps the second alone, and the first is never seen.
    const blocks = decoding.readVarUint(decoding.createDecoder(bytes))
    const clients = new Set(decoded.structs.map(({ id }) => id.client))
    return blocks === clients.size && isInOrder(decoded.structs) ? decoded : undefined
  } catch {
    return undefined
  }
}

/** Highest client first, as Yjs writes: where it merges updates by their bytes, it loses what is not. */
function isInOrder(structs: readonly Struct[]): boolean {
  return structs.every(({ id }, index) => index === 0 || id.client <= structs[index - 1]!.id.client)
}

/** A struct of length 0 applies quietly and makes every later load of the plan throw. */
function isWellFormed(decoded: Decoded): boolean {
  return (
    decoded.structs.every(
      (struct) =>
        struct.length > 0 && struct.id.clock + struct.length <= CLOCK_MAX && hasPlainContent(struct),
    ) && [...decoded.ds.clients.values()].every(areInOrder)
  )
}

/** As Yjs writes them: ranges that overlap would have the same structs walked once for each of them, at every load. */
function areInOrder(ranges: readonly { clock: number; len: number }[]): boolean {
  let end = 0
  return ranges.every(({ clock, len }, index) => {
    const isBehind = index === 0 || clock > end
    end = clock + len
    return len > 0 && end <= CLOCK_MAX && isBehind
  })
}

function hasPlainContent(struct: Struct): boolean {
  if (!(struct instanceof Y.Item)) return true
  // Decoded from bytes, a root parent is still its name.
  const parent: unknown = struct.parent
  if (typeof parent === 'string' && !rootNames.has(parent)) return false
  const { content } = struct
  if (content instanceof Y.ContentType) return plainTypes.includes(content.type.constructor)
  return plainContents.includes(content.constructor)
}

/**
 * Whether a struct begins in what is known and ends beyond. Yjs would cut it, which throws where the known
 * part is collected garbage, and puts the rest into another place for those who join later. An honest page
 * that is in step sends none.
 */
function isHalfKnown({ id, length }: Struct, known: (client: number) => number): boolean {
  return id.clock < known(id.client) && id.clock + length > known(id.client)
}

/**
 * An update without what is known already. Yjs skips that where it applies an update alone; merged with others it comes
 * before what it says that it stands behind, and throws on every page.
 */
function freshOf(bytes: Uint8Array, { structs }: Decoded, known: (client: number) => number): Uint8Array {
  const isKnown = ({ id }: Struct) => id.clock < known(id.client)
  return structs.some(isKnown) ? Y.diffUpdate(bytes, stateOf(structs, known)) : bytes
}

function isBeyond(struct: Struct, doc: Y.Doc): boolean {
  const { id, length } = struct
  return !(struct instanceof Y.Skip) && id.clock + length > Y.getState(doc.store, id.client)
}

function stateOf(structs: readonly Struct[], known: (client: number) => number): Uint8Array {
  return Y.encodeStateVector(new Map(structs.map(({ id }) => [id.client, known(id.client)])))
}

type Deletion = [client: number, { clock: number; len: number }]

function deletionsOf({ ds }: Decoded): Deletion[] {
  return [...ds.clients].flatMap(([client, ranges]) => ranges.map((range): Deletion => [client, range]))
}

/** Whether a range has something of what the server alone writes. */
function isOfMeta(doc: Y.Doc, [client, { clock, len }]: Deletion): boolean {
  const meta = doc.share.get(META)
  if (!meta) return false
  const { _map: items } = meta
  return [...items.values()].some(
    ({ id, deleted }) => !deleted && id.client === client && id.clock >= clock && id.clock < clock + len,
  )
}

/** Whether all of a range is deleted already: a second step sends every deletion there ever was. */
function isDeleted(doc: Y.Doc, [client, { clock, len }]: Deletion): boolean {
  const structs = doc.store.clients.get(client) ?? []
  const end = clock + len
  if (Y.getState(doc.store, client) < end) return false
  for (let i = Y.findIndexSS(structs, clock); i < structs.length && structs[i]!.id.clock < end; i++) {
    if (!structs[i]!.deleted) return false
  }
  return true
}
