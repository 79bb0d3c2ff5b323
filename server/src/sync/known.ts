/**
 * Tells from bytes alone that an update brings nothing new. A page that comes back says all that it has, every
 * deletion there ever was among it, and for that no document need be built.
 */
import * as Y from 'yjs'

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

/** What a document holds that is only there as updates. */
export class Known {
  readonly #clocks: ReadonlyMap<number, number>
  readonly #updates: readonly Uint8Array[]
  /** Read when they are first asked for: for that all of the updates must be gone through. */
  #deletions: Deletions | undefined

  /** @param clocks how far each client's edits go in the updates. */
  constructor(clocks: ReadonlyMap<number, number>, updates: readonly Uint8Array[]) {
    this.#clocks = clocks
    this.#updates = updates
  }

  /** Whether all of an update is here; `false` also for bytes that are none: the guard says what they are. */
  has(update: Uint8Array): boolean {
    try {
      const { structs, ds } = Y.decodeUpdate(update)
      return (
        structs.every(({ id, length }) => id.clock + length <= (this.#clocks.get(id.client) ?? 0)) &&
        (ds.clients.size === 0 || this.#hasDeletions(ds))
      )
    } catch {
      return false
    }
  }

  #hasDeletions({ clients }: Deletions): boolean {
    this.#deletions ??= Y.mergeDeleteSets(this.#updates.map((update) => Y.decodeUpdate(update).ds))
    const known = this.#deletions.clients
    return [...clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) => isWithin(known.get(client) ?? [], clock, clock + len)),
    )
  }
}

/** @param ranges in order, with gaps between them. */
function isWithin(ranges: readonly { clock: number; len: number }[], from: number, until: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle]!.clock <= from) low = middle + 1
    else high = middle
  }
  const range = ranges[low - 1]
  return range !== undefined && until <= range.clock + range.len
}
