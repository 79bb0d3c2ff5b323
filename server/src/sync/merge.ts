import * as Y from 'yjs'

/** Yjs looks at all updates again for every piece that it takes from one of them, so it is given few at a time. */
const AT_ONCE = 50

/** Updates as one, by their bytes alone; what was deleted in between stays in it. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  let merged = updates
  while (merged.length > 1) {
    const groups = Map.groupBy(merged, (_update, index) => Math.floor(index / AT_ONCE))
    merged = [...groups.values()].map((group) => (group.length > 1 ? Y.mergeUpdates(group) : group[0]!))
  }
  return merged[0]!
}
