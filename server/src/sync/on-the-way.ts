/** What of a room's updates is on its way to disk: judged fit, and not in the document yet. */
import type { Clocks, Struct } from './causality.ts'

export class OnTheWay {
  readonly #ends = new Map<number, number>()
  readonly #structs = new Map<number, Struct[]>()
  #updates = 0
  #structCount = 0

  /** Whether there is any. */
  get isSome(): boolean {
    return this.#updates > 0
  }

  /** How far each client's edits will go, of those that it brings further. */
  get ends(): Clocks {
    return this.#ends
  }

  /** A client's structs by its id, in the order in which they came. */
  get structs(): ReadonlyMap<number, readonly Struct[]> {
    return this.#structs
  }

  get structCount(): number {
    return this.#structCount
  }

  add({ ends, structs }: { ends: Clocks; structs: readonly Struct[] }): void {
    this.#updates++
    this.#structCount += structs.length
    for (const [client, end] of ends) this.#ends.set(client, end)
    for (const struct of structs) {
      const { client } = struct.id
      const before = this.#structs.get(client)
      if (before) before.push(struct)
      else this.#structs.set(client, [struct])
    }
  }

  /** So many updates have arrived, or failed. @returns whether none is left. */
  ended(updates: number): boolean {
    this.#updates -= updates
    if (this.isSome) return false
    this.#structCount = 0
    this.#ends.clear()
    this.#structs.clear()
    return true
  }
}
