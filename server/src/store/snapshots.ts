/** One snapshot a plan: its document after the first `seq` updates, as one update. */
import { crc32 } from 'node:zlib'
import { sql } from 'kysely'
import type { Database } from './database.ts'

export interface Snapshot {
  seq: number
  bytes: Uint8Array
  /** How far each client's edits go in it, as Yjs encodes that. */
  stateVector: Uint8Array
}

/** A damaged one counts as none: the updates are all there. */
export async function read(db: Database, planId: string): Promise<Snapshot | undefined> {
  const row = await db
    .selectFrom('snapshots')
    .select(['seq', 'bytes', 'state_vector as stateVector', 'checksum'])
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  if (!row) return undefined
  const { checksum, ...snapshot } = row
  return checksumOf(snapshot) === checksum ? snapshot : undefined
}

/** Keeps a snapshot in place of an earlier one; a later one stays. */
export async function keep(db: Database, planId: string, snapshot: Snapshot): Promise<void> {
  const { seq, bytes, stateVector } = snapshot
  const row = {
    seq,
    bytes: bufferOf(bytes),
    state_vector: bufferOf(stateVector),
    checksum: checksumOf(snapshot),
  }
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

/** What is sent out unread must be known to be whole. */
function checksumOf({ bytes, stateVector }: Snapshot): number {
  return crc32(stateVector, crc32(bytes))
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length)
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
