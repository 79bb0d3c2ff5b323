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
