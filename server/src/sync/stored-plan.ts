/**
 * A plan's document as it is on disk: a snapshot, where there is one, and the updates after it.
 *
 * Reading brings bytes that were looked at and builds nothing: who only joins is sent them as they are.
 */
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as plans from '../store/plans.ts'
import * as snapshots from '../store/snapshots.ts'
import * as updates from '../store/updates.ts'

export interface StoredPlan {
  planId: string
  /** The number of the last update. */
  seq: number
  /** Updates that make the document when they are applied in this order; the snapshot is the first. */
  pieces: readonly Uint8Array[]
  /** How many updates lie behind the snapshot, and their bytes; all of them where there is none. */
  tail: { rows: number; bytes: number }
  /** 0 without one. */
  snapshotBytes: number
}

/** The log does not make a plan. It stays as it is: nothing is written over it. */
export class PlanUnreadableError extends Error {
  constructor(planId: string, options?: ErrorOptions) {
    super(`The log of plan ${planId} cannot be read`, options)
    this.name = 'PlanUnreadableError'
  }
}

/**
 * @throws PlanUnreadableError where a row is damaged, where one is missing, and where there is none: every
 * plan begins with its template's content, so an empty log is a lost one and never an empty plan. A damaged
 * snapshot counts as none: the updates are all there.
 */
export async function readStored(db: Database, planId: string): Promise<StoredPlan> {
  try {
    const plan = await plans.read(db, planId)
    const snapshot = await snapshots.read(db, planId)
    const from = snapshot?.seq ?? 0
    const rows = await updates.readAfter(db, planId, from)
    const seq = rows.at(-1)?.seq ?? from
    if (!plan || seq === 0 || seq < plan.seq || seq - from !== rows.length)
      throw new RangeError('Rows are missing')
    for (const { bytes } of rows) Y.decodeUpdate(bytes)
    const bytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
    return {
      planId,
      seq,
      pieces: [...(snapshot ? [snapshot.bytes] : []), ...rows.map((row) => row.bytes)],
      tail: { rows: rows.length, bytes },
      snapshotBytes: snapshot?.bytes.length ?? 0,
    }
  } catch (cause) {
    throw new PlanUnreadableError(planId, { cause })
  }
}

/**
 * Builds the document.
 * @throws PlanUnreadableError where the pieces do not make one, or leave something waiting for what is not there.
 */
export function documentOf({ planId, pieces }: Pick<StoredPlan, 'planId' | 'pieces'>): Y.Doc {
  const doc = new Y.Doc()
  try {
    // One transaction: garbage and merges are seen to once instead of a piece.
    doc.transact(() => {
      for (const piece of pieces) Y.applyUpdate(doc, piece)
    })
    if (doc.store.pendingStructs || doc.store.pendingDs) throw new RangeError('Updates hang on others')
    return doc
  } catch (cause) {
    doc.destroy()
    throw new PlanUnreadableError(planId, { cause })
  }
}
