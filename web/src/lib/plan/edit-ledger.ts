/**
 * What the server has of a plan, as far as this page knows, and the edits beside it that are not known to be on the
 * server's disk. So the count of unsaved edits is never a guess, and what the server refuses can be told from what
 * it has.
 *
 * Each own transaction is one edit. It is numbered by its *mark*; the server answers a mark once everything up to it
 * is on disk. Edits that another tab, or this page before it was loaded again, kept on this device are
 * this page's to send as well, and count like its own.
 */
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'

/** So many updates are made one, through a document: what was deleted meanwhile is then gone from it. */
const UPDATES_MAX = 500

export interface Edit {
  readonly update: Uint8Array
  /** Of the page that wrote it: another's tabs, and this page before a deploy, may share the copy. */
  readonly schemaVersion: number
  /** Under which this device's copy keeps it; none where, or as long as, it does not. */
  key?: number
}

/** What keeps a copy of it all. */
export interface Keeper {
  /** What the server has. */
  keep: (update: Uint8Array) => void
  keepEdit: (edit: Edit) => void
  /** These are on the server's disk now. */
  saved: (edits: readonly Edit[]) => void
}

export class EditLedger {
  /** Marks a change of the document that is not new, but was found on this device. */
  readonly foundOrigin = Symbol('kept on this device')
  readonly #keeper: Keeper
  #onServer: Uint8Array[] = []
  #unsaved: { mark: number; edit: Edit }[] = []
  #mark = 0

  constructor(keeper: Keeper) {
    this.#keeper = keeper
  }

  /** How many edits are not known to be on the server's disk. */
  get unsaved(): number {
    return this.#unsaved.length
  }

  /** The schema of what is to be sent: another than this page's where some of it is of another. */
  get schemaVersion(): number {
    const others = this.#unsaved.find(({ edit }) => !isOfThisSchema(edit))
    return others?.edit.schemaVersion ?? PLAN_SCHEMA_VERSION
  }

  /** The last edit's. */
  get mark(): number {
    return this.#mark
  }

  /** Takes over what this device has kept of the plan. */
  found(onServer: readonly Uint8Array[], edits: readonly Edit[]): void {
    this.#onServer.push(...onServer)
    const known = new Set(this.#unsaved.map(({ edit }) => edit.key))
    for (const edit of edits) if (!known.has(edit.key)) this.#number(edit)
  }

  /** Something that the server sent. */
  heard(update: Uint8Array): void {
    this.#keep(update)
    this.#keeper.keep(update)
  }

  /** Something that was written on this page. */
  wrote(update: Uint8Array): void {
    const edit = { update, schemaVersion: PLAN_SCHEMA_VERSION }
    this.#number(edit)
    this.#keeper.keepEdit(edit)
  }

  /** Everything up to a mark is on the server's disk. */
  saved(mark: number): void {
    const edits = this.#take((one) => one.mark <= mark)
    if (edits.length > 0) this.#keeper.saved(edits)
  }

  /** Another tab heard that these, by their keys in this device's copy, are on the server's disk. */
  savedElsewhere(keys: ReadonlySet<number>): void {
    this.#take(({ edit }) => edit.key !== undefined && keys.has(edit.key))
  }

  /** All there is, for a copy that is made anew. */
  everything(): { onServer: Uint8Array; edits: readonly Edit[] } {
    return { onServer: this.onServer(), edits: this.#unsaved.map(({ edit }) => edit) }
  }

  /** The plan as the server has it, without what this page alone has, as one update. */
  onServer(): Uint8Array {
    if (this.#onServer.length !== 1) this.#onServer = [merged(this.#onServer)]
    return this.#onServer[0]!
  }

  #number(edit: Edit): void {
    this.#unsaved.push({ mark: ++this.#mark, edit })
  }

  #take(isSaved: (one: { mark: number; edit: Edit }) => boolean): Edit[] {
    const edits = this.#unsaved.filter(isSaved).map(({ edit }) => edit)
    if (edits.length > 0) this.#unsaved = this.#unsaved.filter((one) => !isSaved(one))
    for (const { update } of edits) this.#keep(update)
    return edits
  }

  #keep(update: Uint8Array): void {
    this.#onServer.push(update)
    if (this.#onServer.length > UPDATES_MAX) this.#onServer = [merged(this.#onServer)]
  }
}

export function isOfThisSchema({ schemaVersion }: Edit): boolean {
  return schemaVersion === PLAN_SCHEMA_VERSION
}

/** Several updates as one. `Y.mergeUpdates` would keep what has been deleted, and is slow where there are many. */
export function merged(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  const all = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return all
}
