/**
 * A room's document: bytes while it is only read, a Y.Doc from the first edit on until it has been quiet.
 *
 * In memory a document is about 25 times its bytes, and most of the plans that are open are only looked at.
 */
import * as Y from 'yjs'
import type { Clocks } from './causality.ts'
import { Known } from './known.ts'
import { limits } from './limits.ts'
import { mergeUpdates } from './merge.ts'
import { documentOf, type StoredPlan } from './stored-plan.ts'

/** More updates than this are no longer merged as bytes, which is quadratic, but through a document. */
const TAIL_MAX = 50
/** Differences kept for others who ask with the same state: a room that is back at once after a cut. */
const DIFFERENCES_MAX = 8

/** What is in memory: the document, or what is on disk, with the updates behind the snapshot as one. */
type Held = { doc: Y.Doc } | { bytes: readonly Uint8Array[]; clocks: Clocks; known: Known }

export class RoomDocument {
  readonly #planId: string
  #held: Held
  /** By the state that is asked from, until the document changes. */
  readonly #differences = new Map<string, readonly Uint8Array[]>()
  #clocks: Clocks | undefined
  #stateVector: Uint8Array | undefined
  #structs: number | undefined
  /** So many ranges are deleted at most: those that have come to touch each other are one, and are not counted anew. */
  #deletions: number | undefined

  /** @throws PlanUnreadableError */
  constructor(stored: StoredPlan) {
    this.#planId = stored.planId
    this.#held = stored.tail.length > TAIL_MAX ? { doc: documentOf(stored) } : bytesOf(stored)
  }

  /** Whether there is a document in memory. */
  get isBuilt(): boolean {
    return 'doc' in this.#held
  }

  /**
   * The document, built where there was none.
   * @throws PlanUnreadableError
   */
  get doc(): Y.Doc {
    if ('doc' in this.#held) return this.#held.doc
    const doc = documentOf({ planId: this.#planId, snapshot: undefined, tail: this.#held.bytes })
    this.#held = { doc }
    this.#structs = undefined
    return doc
  }

  /** Of how many structs the document is; 0 while it is bytes. */
  get structs(): number {
    this.#structs ??= 'doc' in this.#held ? structsOf(this.#held.doc) : 0
    return this.#structs
  }

  /** How far each client's edits go. */
  get clocks(): Clocks {
    this.#clocks ??= 'doc' in this.#held ? clocksOf(this.#held.doc) : this.#held.clocks
    return this.#clocks
  }

  get stateVector(): Uint8Array {
    this.#stateVector ??= Y.encodeStateVector(new Map(this.clocks))
    return this.#stateVector
  }

  /**
   * What one lacks who has so much, in the order to send it: what the others build on comes last, so that who has that
   * has it all. The same array for the same question, until the document changes.
   */
  differenceFrom(asked: Clocks): readonly Uint8Array[] {
    const shared = this.#shared(asked)
    if ('bytes' in this.#held && shared.length === 0) return this.#held.bytes.toReversed()
    const key = shared.join(' ')
    const known = this.#differences.get(key)
    if (known) return known
    const from = Y.encodeStateVector(new Map(shared))
    const difference =
      'doc' in this.#held
        ? [Y.encodeStateAsUpdate(this.#held.doc, from)]
        : this.#held.bytes.map((update) => Y.diffUpdate(update, from)).toReversed()
    if (this.#differences.size < DIFFERENCES_MAX) this.#differences.set(key, difference)
    return difference
  }

  /** What of a state is here too: pages that differ only in edits of their own ask for the same. */
  #shared(asked: Clocks): [client: number, clock: number][] {
    return [...asked].flatMap(([client, clock]) => {
      const has = Math.min(clock, this.clocks.get(client) ?? 0)
      return has > 0 ? [[client, has]] : []
    })
  }

  /** Whether all of an update is here already; also `false` where only the document could tell. */
  has(update: Uint8Array): boolean {
    return 'known' in this.#held && this.#held.known.has(update)
  }

  /** Whether so many more ranges may be deleted. */
  hasRoomFor(deletions: number): boolean {
    const { store } = this.doc
    this.#deletions ??= deletionsIn(store)
    if (this.#deletions + deletions > limits.deletionsOfPlan) this.#deletions = deletionsIn(store)
    return this.#deletions + deletions <= limits.deletionsOfPlan
  }

  /**
   * @param deletions how many ranges they delete that were not deleted.
   * @throws where Yjs does; half of it may then be in the document.
   */
  apply(updates: readonly Uint8Array[], deletions: number): void {
    const { doc } = this
    this.#forget()
    if (this.#deletions !== undefined) this.#deletions += deletions
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
  }

  /** Lets the document go for what is on disk, which must be the same. */
  rest(stored: StoredPlan): void {
    if (stored.tail.length > TAIL_MAX) return
    this.destroy()
    this.#held = bytesOf(stored)
    this.#forget()
  }

  destroy(): void {
    if ('doc' in this.#held) this.#held.doc.destroy()
  }

  #forget(): void {
    this.#differences.clear()
    this.#clocks = undefined
    this.#stateVector = undefined
    this.#structs = undefined
  }
}

function structsOf({ store }: Y.Doc): number {
  return store.clients.values().reduce((sum, { length }) => sum + length, 0)
}

function deletionsIn(store: Y.Doc['store']): number {
  return [...Y.createDeleteSetFromStructStore(store).clients.values()].reduce(
    (sum, { length }) => sum + length,
    0,
  )
}

function clocksOf({ store }: Y.Doc): Clocks {
  return new Map([...store.clients.keys()].map((client) => [client, Y.getState(store, client)]))
}

function bytesOf({ snapshot, tail, clocks }: StoredPlan): Held {
  const behind = tail.length > 1 ? [mergeUpdates(tail)] : tail
  const bytes = snapshot ? [snapshot, ...behind] : behind
  return { bytes, clocks, known: new Known(clocks, bytes) }
}
