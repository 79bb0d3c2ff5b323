/** What of a room's updates is on its way to disk: judged fit, and not in the document yet. The next is judged as if it were. */
import type * as Y from 'yjs'
import type { Clocks, Struct } from './causality.ts'
import { Placed } from './walks.ts'

/** What the guard lets through of an update. */
export interface Passed {
  /** How far it brings each client's clock, by which `structs`. */
  ends: Clocks
  structs: readonly Struct[]
  /** What it puts where. */
  placed: Placed
  /** How many ranges it deletes that were not deleted. */
  deletions: number
}

export class OnTheWay {
  /** How far each client's edits will go, of those that it brings further. */
  readonly ends = new Map<number, number>()
  /** A client's structs by its id, without gaps, in the order of their clocks. */
  readonly structs = new Map<number, Struct[]>()
  readonly placed = new Placed()
  /**
   * The item that names a struct's parent, once it was looked for: many stand beside one another in a row. Also of what
   * is refused then, or never written, which goes with its structs.
   */
  readonly naming = new WeakMap<Struct, Y.Item | undefined>()
  #updates = 0
  #structCount = 0
  #deletions = 0

  /** Whether there is any. */
  get isSome(): boolean {
    return this.#updates > 0
  }

  get structCount(): number {
    return this.#structCount
  }

  get deletions(): number {
    return this.#deletions
  }

  add({ ends, structs, placed, deletions }: Passed): void {
    this.#updates++
    this.#structCount += structs.length
    this.#deletions += deletions
    this.placed.add(placed)
    for (const [client, end] of ends) this.ends.set(client, end)
    for (const struct of structs) {
      const { client } = struct.id
      const before = this.structs.get(client)
      if (before) before.push(struct)
      else this.structs.set(client, [struct])
    }
  }

  /** So many updates have arrived, or failed. @returns whether none is left. */
  ended(updates: number): boolean {
    this.#updates -= updates
    if (this.isSome) return false
    this.#structCount = 0
    this.#deletions = 0
    this.ends.clear()
    this.structs.clear()
    this.placed.clear()
    return true
  }
}
