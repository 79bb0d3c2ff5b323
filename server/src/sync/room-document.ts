/**
 * A room's document: bytes while it is only read, a Y.Doc from the first edit on until it has been quiet.
 *
 * In memory a document is about 25 times its bytes, and most of the plans that are open are only looked at.
 */
import * as Y from 'yjs'
import { bringsNothing, type Known, knownOf } from './known.ts'
import { documentOf, type StoredPlan } from './stored-plan.ts'

/** More pieces than this are no longer merged as bytes, which is quadratic, but through a document. */
const MERGED_MAX = 50
/** Differences kept for others who ask with the same state: a room that is back at once after a cut. */
const DIFFERENCES_MAX = 8

export class RoomDocument {
  readonly #planId: string
  /** One update, while there is no document. */
  #bytes: Uint8Array | undefined
  #doc: Y.Doc | undefined
  /** By the state that is asked from, until the document changes. */
  readonly #differences = new Map<string, Uint8Array>()
  #stateVector: Uint8Array | undefined
  #known: Known | undefined

  /** @throws PlanUnreadableError */
  constructor(stored: StoredPlan) {
    this.#planId = stored.planId
    if (stored.pieces.length > MERGED_MAX) this.#doc = documentOf(stored)
    else this.#bytes = merged(stored.pieces)
  }

  /** Whether there is a document in memory. */
  get isBuilt(): boolean {
    return this.#doc !== undefined
  }

  /**
   * The document, built where there was none.
   * @throws PlanUnreadableError
   */
  get doc(): Y.Doc {
    if (!this.#doc) {
      this.#doc = documentOf({ planId: this.#planId, pieces: [this.#bytes!] })
      this.#bytes = undefined
    }
    return this.#doc
  }

  get stateVector(): Uint8Array {
    this.#stateVector ??= this.#doc
      ? Y.encodeStateVector(this.#doc)
      : Y.encodeStateVectorFromUpdate(this.#bytes!)
    return this.#stateVector
  }

  /**
   * What one lacks who has `stateVector`, as one update.
   * @throws where `stateVector` is none.
   */
  differenceFrom(stateVector: Uint8Array): Uint8Array {
    const asked = this.#shared(stateVector)
    if (this.#bytes && asked.length === 0) return this.#bytes
    const key = asked.join(' ')
    const known = this.#differences.get(key)
    if (known) return known
    const from = Y.encodeStateVector(new Map(asked))
    const difference = this.#doc ? Y.encodeStateAsUpdate(this.#doc, from) : Y.diffUpdate(this.#bytes!, from)
    if (this.#differences.size < DIFFERENCES_MAX) this.#differences.set(key, difference)
    return difference
  }

  /** What of a state vector is here too: pages that differ only in edits of their own ask for the same. */
  #shared(stateVector: Uint8Array): [client: number, clock: number][] {
    const asked = Y.decodeStateVector(stateVector)
    return [...Y.decodeStateVector(this.stateVector)].flatMap(([client, clock]) => {
      const has = Math.min(clock, asked.get(client) ?? 0)
      return has > 0 ? [[client, has]] : []
    })
  }

  /** Whether all of an update is here already; also `false` where only the document could tell. */
  has(update: Uint8Array): boolean {
    if (this.#doc) return false
    this.#known ??= knownOf(this.stateVector, this.#bytes!)
    return bringsNothing(update, this.#known)
  }

  /** @throws where Yjs does; half of it may then be in the document. */
  apply(updates: readonly Uint8Array[]): void {
    const { doc } = this
    this.#forget()
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
  }

  /** Lets the document go for what is on disk, which must be the same. */
  rest(stored: StoredPlan): void {
    if (!this.#doc || stored.pieces.length > MERGED_MAX) return
    this.#bytes = merged(stored.pieces)
    this.#doc.destroy()
    this.#doc = undefined
    this.#forget()
  }

  destroy(): void {
    this.#doc?.destroy()
  }

  #forget(): void {
    this.#differences.clear()
    this.#stateVector = undefined
    this.#known = undefined
  }
}

function merged(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : Y.mergeUpdates([...pieces])
}
