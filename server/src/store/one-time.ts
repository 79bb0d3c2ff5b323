/**
 * What is good for one use, and that soon: a socket's ticket, a passkey's challenge, a sign-in under way elsewhere.
 * Kept by its hash, as sessions are.
 */
import type { Database } from './database.ts'

interface OneTime<T> {
  hash: string
  /** What it is good for: taken for anything else it is not there. */
  kind: string
  data: T
  expiresAt: number
}

export async function put<T>(db: Database, { hash, kind, data, expiresAt }: OneTime<T>, now: number) {
  await db.deleteFrom('one_time').where('expires_at', '<=', now).execute()
  await db
    .insertInto('one_time')
    .values({ hash, kind, data: JSON.stringify(data), expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict.column('hash').doUpdateSet({ kind, data: JSON.stringify(data), expires_at: expiresAt }),
    )
    .execute()
}

/** Uses it up; of two who take it at once one gets it. */
export async function take<T>(db: Database, hash: string, kind: string, now: number): Promise<T | undefined> {
  const row = await db
    .deleteFrom('one_time')
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returning('data')
    .executeTakeFirst()
  return row && (JSON.parse(row.data) as T)
}
