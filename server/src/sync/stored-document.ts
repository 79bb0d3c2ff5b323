/** A plan's document as the log has it. */
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as updates from '../store/updates.ts'

export interface StoredDocument {
  doc: Y.Doc
  /** The number of the last update in it. */
  seq: number
}

/** The log does not make a plan. It stays as it is: nothing is written over it. */
export class PlanUnreadableError extends Error {
  constructor(planId: string, options?: ErrorOptions) {
    super(`The log of plan ${planId} cannot be read`, options)
    this.name = 'PlanUnreadableError'
  }
}

/**
 * Replays a plan's log.
 * @throws PlanUnreadableError where a row is damaged, where one is missing, and where there is none: every
 * plan begins with its template's content, so an empty log is a lost one and never an empty plan.
 */
export async function readDocument(db: Database, planId: string): Promise<StoredDocument> {
  const rows = await rowsOf(db, planId)
  const last = rows.at(-1)
  if (!last || last.seq - rows[0]!.seq !== rows.length - 1) throw new PlanUnreadableError(planId)
  const doc = new Y.Doc()
  try {
    // One transaction: garbage and merges are seen to once instead of a row.
    doc.transact(() => {
      for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
    })
  } catch (cause) {
    doc.destroy()
    throw new PlanUnreadableError(planId, { cause })
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) {
    doc.destroy()
    throw new PlanUnreadableError(planId)
  }
  return { doc, seq: last.seq }
}

async function rowsOf(db: Database, planId: string): Promise<updates.StoredUpdate[]> {
  try {
    return await updates.readAll(db, planId)
  } catch (cause) {
    throw new PlanUnreadableError(planId, { cause })
  }
}
