/**
 * Brings stored plans to the schema of this server, before it lets anybody in. What a migration changes is one more
 * update of the plan's log, written by nobody but the server.
 */
import { migrateDocument, type PlanMigration } from '@flashboard/shared/plan/plan-doc-migrations'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as schemaVersions from '../store/schema-versions.ts'
import * as snapshots from '../store/snapshots.ts'
import type { Complain } from './commit-queue.ts'
import { snapshotOf } from './snapshot-of.ts'
import { documentOf, OtherSchemaError, readStored } from './stored-plan.ts'

interface Parts {
  db: Database
  clock: { now: () => number }
  migrations: readonly PlanMigration[]
  complain: Complain
}

/**
 * Each plan by itself: one that can't be brought here stays as it was, and closed, and the others go on.
 * @returns how many were brought here.
 */
export async function migratePlans(parts: Parts): Promise<number> {
  let count = 0
  for (const plan of await schemaVersions.otherThan(parts.db, PLAN_SCHEMA_VERSION)) {
    try {
      await migratePlan(parts, plan)
      count++
    } catch (error) {
      const { id, schemaVersion } = plan
      parts.complain(error, `plan ${id} stays of schema ${schemaVersion}, and closed`)
    }
  }
  return count
}

async function migratePlan(
  { db, clock, migrations, complain }: Parts,
  { id: planId, schemaVersion }: schemaVersions.OtherPlan,
): Promise<void> {
  if (schemaVersion > PLAN_SCHEMA_VERSION) throw new OtherSchemaError(planId, true)
  const stored = await readStored(db, planId, schemaVersion)
  const doc = documentOf(stored)
  const { clientID: clientId } = doc
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  migrateDocument(doc, migrations)
  const bytes = Y.mergeUpdates(updates)
  doc.destroy()
  const seq = stored.seq + 1
  // It is loaded as everybody will, before it counts.
  const snapshot = snapshotOf({ ...stored, seq, tail: [...stored.tail, bytes] })
  const at = clock.now()
  await schemaVersions.keepMigrated(db, {
    planId,
    schemaVersion: PLAN_SCHEMA_VERSION,
    seq,
    bytes,
    clientId,
    at,
  })
  await snapshots.keep(db, planId, snapshot).catch((error: unknown) => {
    // It is migrated, and opens more slowly.
    complain(error, `plan ${planId} could not be given a snapshot`)
  })
}
