/**
 * A plan's document as it is on disk: a snapshot, where there is one, and the updates after it.
 *
 * Reading brings bytes that were looked at and builds nothing: who only joins is sent them as they are.
 */
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as plans from '../store/plans.ts'
import * as snapshots from '../store/snapshots.ts'
import * as updates from '../store/updates.ts'

export interface StoredPlan {
  planId: string
  /** The number of the last update. */
  seq: number
  snapshot: Uint8Array | undefined
  /** The updates behind the snapshot, in their order; all of them where there is none. */
  tail: readonly Uint8Array[]
  /** How far each client's edits go in all of it. */
  clocks: ReadonlyMap<number, number>
}

/** The log does not make a plan. It stays as it is: nothing is written over it. */
export class PlanUnreadableError extends Error {
  constructor(planId: string, options?: ErrorOptions) {
    super(`The log of plan ${planId} cannot be read`, options)
    this.name = 'PlanUnreadableError'
  }
}

/** The plan is of another schema than this server's, which can't tell what is in it. It stays as it is. */
export class OtherSchemaError extends PlanUnreadableError {
  /** Whether a later Flashboard wrote it; else none could bring it to this one's. */
  readonly isLater: boolean

  constructor(planId: string, isLater: boolean) {
    super(planId)
    this.name = 'OtherSchemaError'
    this.isLater = isLater
  }
}

/**
 * @param schemaVersion the schema that it must be of.
 * @throws OtherSchemaError
 * @throws PlanUnreadableError where a row is damaged, where one is missing, and where there is none: every
 * plan begins with its template's content, so an empty log is a lost one and never an empty plan. A damaged
 * snapshot counts as none: the updates are all there.
 */
export async function readStored(
  db: Database,
  planId: string,
  schemaVersion = PLAN_SCHEMA_VERSION,
): Promise<StoredPlan> {
  try {
    const plan = await ofSchema(db, planId, schemaVersion)
    const snapshot = await snapshots.read(db, planId)
    const from = snapshot?.seq ?? 0
    const rows = await updates.readAfter(db, planId, from)
    const seq = rows.at(-1)?.seq ?? from
    if (!plan || seq === 0 || seq < plan.seq || seq - from !== rows.length)
      throw new RangeError('Rows are missing')
    const clocks = snapshot ? Y.decodeStateVector(snapshot.stateVector) : new Map<number, number>()
    const tail = rows.map(({ bytes }) => bytes)
    for (const update of tail) advance(clocks, update)
    return { planId, seq, snapshot: snapshot?.bytes, tail, clocks }
  } catch (cause) {
    throw unreadable(planId, cause)
  }
}

export function unreadable(planId: string, cause: unknown): PlanUnreadableError {
  return cause instanceof PlanUnreadableError ? cause : new PlanUnreadableError(planId, { cause })
}

/**
 * A plan's row.
 * @throws OtherSchemaError
 */
export async function ofSchema(
  db: Database,
  planId: string,
  schemaVersion = PLAN_SCHEMA_VERSION,
): ReturnType<typeof plans.read> {
  const plan = await plans.read(db, planId)
  if (plan === undefined || plan.schemaVersion === schemaVersion) return plan
  throw new OtherSchemaError(planId, plan.schemaVersion > schemaVersion)
}

/** @throws where the bytes are no update. */
function advance(clocks: Map<number, number>, update: Uint8Array): void {
  for (const { id, length } of Y.decodeUpdate(update).structs) {
    clocks.set(id.client, Math.max(clocks.get(id.client) ?? 0, id.clock + length))
  }
}

/**
 * Builds the document.
 * @throws PlanUnreadableError where the updates do not make one, or leave something waiting for what is not there.
 */
export function documentOf({
  planId,
  snapshot,
  tail,
}: Pick<StoredPlan, 'planId' | 'snapshot' | 'tail'>): Y.Doc {
  const doc = new Y.Doc()
  try {
    // One transaction: garbage and merges are seen to once instead of a piece.
    doc.transact(() => {
      if (snapshot) Y.applyUpdate(doc, snapshot)
      for (const update of tail) Y.applyUpdate(doc, update)
    })
    if (doc.store.pendingStructs || doc.store.pendingDs) throw new RangeError('Updates hang on others')
    return doc
  } catch (cause) {
    doc.destroy()
    throw new PlanUnreadableError(planId, { cause })
  }
}
