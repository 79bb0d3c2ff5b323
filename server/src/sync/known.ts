/**
 * Tells from bytes alone that an update brings nothing new. A page that comes back says all that it has, every
 * deletion there ever was among it, and for that no document need be built.
 */
import * as Y from 'yjs'

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

export interface Known {
  /** How far each client's structs go. */
  clocks: ReadonlyMap<number, number>
  deletions: Deletions
}

/** @param update all of a document. */
export function knownOf(stateVector: Uint8Array, update: Uint8Array): Known {
  return {
    clocks: Y.decodeStateVector(stateVector),
    deletions: Y.mergeDeleteSets([Y.decodeUpdate(update).ds]),
  }
}

/** `false` also for bytes that are no update: the guard says what they are. */
export function bringsNothing(update: Uint8Array, { clocks, deletions }: Known): boolean {
  try {
    const { structs, ds } = Y.decodeUpdate(update)
    return (
      structs.every(({ id, length }) => id.clock + length <= (clocks.get(id.client) ?? 0)) &&
      [...ds.clients].every(([client, ranges]) =>
        ranges.every(({ clock, len }) => isWithin(deletions.clients.get(client) ?? [], clock, clock + len)),
      )
    )
  } catch {
    return false
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
