/** What a person is known by: a session or an access token, by its id. */
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'

/** The person whose key this still is at `now` (UTC ms). */
export async function personOf(db: Database, keyId: string, now: number): Promise<Person | undefined> {
  return await db
    .selectFrom('people')
    .select(['people.id', 'people.name'])
    .where('people.id', 'in', (either) =>
      either
        .selectFrom('sessions')
        .select('person_id')
        .where('id', '=', keyId)
        .where('expires_at', '>', now)
        .unionAll((tokens) =>
          tokens
            .selectFrom('access_tokens')
            .select('person_id')
            .where('id', '=', keyId)
            .where('expires_at', '>', now),
        ),
    )
    .executeTakeFirst()
}

/** The keys that ended after `from` and by `to` (UTC ms), by their ids. */
export async function endedBetween(db: Database, from: number, to: number): Promise<string[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('id')
    .where('expires_at', '>', from)
    .where('expires_at', '<=', to)
    .unionAll((tokens) =>
      tokens
        .selectFrom('access_tokens')
        .select('id')
        .where('expires_at', '>', from)
        .where('expires_at', '<=', to),
    )
    .execute()
  return rows.map(({ id }) => id)
}

/** When the next one ends (UTC ms); nothing where none is left. */
export async function nextEndAfter(db: Database, now: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select('expires_at')
    .where('expires_at', '>', now)
    .unionAll((tokens) =>
      tokens.selectFrom('access_tokens').select('expires_at').where('expires_at', '>', now),
    )
    .orderBy('expires_at')
    .limit(1)
    .executeTakeFirst()
  return row?.expires_at
}
