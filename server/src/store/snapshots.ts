/** One snapshot a plan: its document after the first `seq` updates, as one update. */
import { crc32 } from 'node:zlib'
import { sql } from 'kysely'
import type { Database } from './database.ts'

export interface Snapshot {
  seq: number
  bytes: Uint8Array
  /** CRC-32 of the bytes: what is sent out unread must be known to be whole. */
  checksum: number
}

/** A damaged one counts as none: the updates are all there. */
export async function read(db: Database, planId: string): Promise<Snapshot | undefined> {
  const snapshot = await db
    .selectFrom('snapshots')
    .select(['seq', 'bytes', 'checksum'])
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  return snapshot && crc32(snapshot.bytes) === snapshot.checksum ? snapshot : undefined
}

/** Keeps a snapshot in place of an earlier one; a later one stays. */
export async function keep(db: Database, planId: string, snapshot: Snapshot): Promise<void> {
  const { seq, bytes, checksum } = snapshot
  const row = { seq, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), checksum }
  await db
    .insertInto('snapshots')
    .values({ plan_id: planId, ...row })
    .onConflict((conflict) =>
      conflict
        .column('plan_id')
        .doUpdateSet(row)
        .whereRef('snapshots.seq', '<=', sql`excluded.seq`),
    )
    .execute()
}

/** The plans with more than `count` updates behind their snapshot, the longest first. */
export async function behindBy(db: Database, count: number): Promise<string[]> {
  const behind = sql<number>`plans.seq - coalesce(snapshots.seq, 0)`
  const rows = await db
    .selectFrom('plans')
    .leftJoin('snapshots', 'snapshots.plan_id', 'plans.id')
    .select('plans.id')
    .where(behind, '>', count)
    .orderBy(behind, 'desc')
    .execute()
  return rows.map(({ id }) => id)
}
