/** Sessions by the hash of their token: whoever reads the database cannot sign in with what is there. */
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'

export interface NewSession {
  tokenHash: string
  personId: string
  createdAt: number
  expiresAt: number
}

export async function create(db: Database, session: NewSession): Promise<void> {
  const { tokenHash, personId, createdAt, expiresAt } = session
  await db
    .insertInto('sessions')
    .values({ token_hash: tokenHash, person_id: personId, created_at: createdAt, expires_at: expiresAt })
    .execute()
}

/** The person whose session this is, unless it has expired by `now`. */
export async function personOf(db: Database, tokenHash: string, now: number): Promise<Person | undefined> {
  return await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(['people.id', 'people.name'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

export async function end(db: Database, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
}
