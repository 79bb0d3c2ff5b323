/** What of a document was written by whom: pieces of updates, gathered, and looked for in a document. */
import * as Y from 'yjs'

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

/** How far each replica's writing goes, and which of it is deleted, in all the updates that were added. */
export class Content {
  readonly #clocks: Map<number, number>
  #deletions: Deletions[]

  constructor(updates: readonly Uint8Array[] = []) {
    this.#clocks = new Map()
    this.#deletions = []
    for (const update of updates) this.add(update)
  }

  add(update: Uint8Array): void {
    const { structs, ds } = Y.decodeUpdate(update)
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue
      const { id, length } = struct
      this.#clocks.set(id.client, Math.max(this.clockOf(id.client), id.clock + length))
    }
    if (ds.clients.size > 0) this.#deletions = [Y.mergeDeleteSets([...this.#deletions, ds])]
  }

  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** Whether another has all that was written of it; deletions are not looked at. */
  isWithin(other: Content): boolean {
    return [...this.#clocks].every(([client, clock]) => clock <= other.clockOf(client))
  }

  copy(): Content {
    const copy = new Content()
    for (const [client, clock] of this.#clocks) copy.#clocks.set(client, clock)
    copy.#deletions = [...this.#deletions]
    return copy
  }

  /** What of it a document lacks, in words; nothing where all is there. */
  missingIn(doc: Y.Doc): string[] {
    const missing: string[] = []
    for (const [client, clock] of this.#clocks) {
      const has = Y.getState(doc.store, client)
      if (has < clock) missing.push(`what ${client} wrote from ${has} to ${clock}`)
    }
    for (const [client, ranges] of this.#deletions.flatMap(({ clients }) => [...clients])) {
      for (const { clock, len } of ranges) {
        if (!isDeleted(doc, client, clock, clock + len)) missing.push(`a deletion in what ${client} wrote`)
      }
    }
    return missing
  }
}

function isDeleted(doc: Y.Doc, client: number, from: number, until: number): boolean {
  const structs = doc.store.clients.get(client) ?? []
  if (Y.getState(doc.store, client) < until) return false
  for (let i = Y.findIndexSS(structs, from); i < structs.length && structs[i]!.id.clock < until; i++) {
    if (!structs[i]!.deleted) return false
  }
  return true
}

/** Whether two documents hold the same, deletions included. */
export const areEqual = (one: Y.Doc, other: Y.Doc): boolean =>
  Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))
