/** Of which schema each plan's document is, and what brought it there. */
import { FLASHBOARD } from '@flashboard/shared/log/moments'
import type { Database } from './database.ts'
import * as people from './people.ts'

export interface OtherPlan {
  id: string
  schemaVersion: number
}

/** The plans of other schemas than `version`, those that are deleted and can come back as well. */
export async function otherThan(db: Database, version: number): Promise<OtherPlan[]> {
  return await db
    .selectFrom('plans')
    .select(['id', 'schema_version as schemaVersion'])
    // Not as `<>`, for which all of the index would be read.
    .where((plan) => plan.or([plan('schema_version', '<', version), plan('schema_version', '>', version)]))
    .execute()
}

interface Migrated {
  planId: string
  schemaVersion: number
  /** The update that does it: its number in the plan, its bytes, and the client id that it is written under. */
  seq: number
  bytes: Uint8Array
  clientId: number
  /** UTC ms. */
  at: number
}

/** Keeps what a migration changed, and that it did, all or nothing; on disk when it resolves. */
export async function keepMigrated(db: Database, migrated: Migrated): Promise<void> {
  const { planId, schemaVersion, seq, bytes, clientId, at } = migrated
  await db.transaction().execute(async (trx) => {
    const { personId, name } = FLASHBOARD
    if (!(await people.find(trx, personId))) await people.create(trx, { id: personId, name }, at)
    const written = { plan_id: planId, person_id: personId, at }
    await trx
      .insertInto('updates')
      .values({ ...written, seq, bytes: Buffer.from(bytes) })
      .execute()
    await trx
      .insertInto('writers')
      .values({ ...written, client_id: clientId })
      .execute()
    await trx
      .updateTable('plans')
      .set({ seq, schema_version: schemaVersion })
      .where('id', '=', planId)
      .execute()
  })
}
