import * as Y from 'yjs'
import type { Snapshot } from '../store/snapshots.ts'
import { canonical } from './canonical.ts'
import { documentOf, type StoredPlan } from './stored-plan.ts'

/**
 * A plan's snapshot as it stands, checked: it is loaded again, and the load is the same document. Through a
 * document, because merging updates as bytes keeps what was deleted.
 * @throws PlanUnreadableError; Error where the snapshot would not be the plan.
 */
export function snapshotOf(stored: StoredPlan): Snapshot {
  const doc = documentOf(stored)
  const bytes = Y.encodeStateAsUpdate(doc)
  const loaded = documentOf({ planId: stored.planId, snapshot: bytes, tail: [] })
  const isSame = areSame(bytes, Y.encodeStateAsUpdate(loaded))
  const stateVector = Y.encodeStateVector(doc)
  doc.destroy()
  loaded.destroy()
  if (!isSame) throw new Error(`The snapshot of plan ${stored.planId} does not load as it was`)
  return { seq: stored.seq, bytes, stateVector }
}

/** The canonical form takes as long as a load, and is hardly ever needed. */
function areSame(one: Uint8Array, other: Uint8Array): boolean {
  const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
  return equal(one, other) || equal(canonical(one), canonical(other))
}
