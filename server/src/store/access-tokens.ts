/** Personal access tokens by the hash of their secret: what a person gave to programs to act for them. */
import type { Person } from '@flashboard/shared/wire/http'
import type { AccessToken, TokenScope } from '@flashboard/shared/wire/you'
import type { Database } from './database.ts'
import { SEEN_EVERY_MS } from './sessions.ts'

interface NewAccessToken {
  id: string
  tokenHash: string
  personId: string
  name: string
  scope: TokenScope
  createdAt: number
  expiresAt: number
}

interface FoundToken {
  id: string
  person: Person
  scope: TokenScope
}

export async function create(db: Database, token: NewAccessToken): Promise<void> {
  const { id, tokenHash, personId, name, scope, createdAt, expiresAt } = token
  await db
    .insertInto('access_tokens')
    .values({
      id,
      token_hash: tokenHash,
      person_id: personId,
      name,
      scope,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute()
}

/** The token, unless it has expired by `now`; that it was used is written down once an hour. */
export async function use(db: Database, tokenHash: string, now: number): Promise<FoundToken | undefined> {
  const row = await db
    .selectFrom('access_tokens')
    .innerJoin('people', 'people.id', 'access_tokens.person_id')
    .select(['access_tokens.id as tokenId', 'people.id', 'people.name', 'scope', 'last_used_at'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return undefined
  const { tokenId, id, name, scope, last_used_at: lastUsedAt } = row
  if (now - (lastUsedAt ?? 0) >= SEEN_EVERY_MS) {
    await db.updateTable('access_tokens').set({ last_used_at: now }).where('id', '=', tokenId).execute()
  }
  return { id: tokenId, person: { id, name }, scope }
}

/** A person's tokens, the newest first; those that have expired too, until they are taken away. */
export async function listOf(db: Database, personId: string): Promise<AccessToken[]> {
  return await db
    .selectFrom('access_tokens')
    .select([
      'id',
      'name',
      'scope',
      'created_at as createdAt',
      'expires_at as expiresAt',
      'last_used_at as lastUsedAt',
    ])
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

/** @returns whether the person had it. */
export async function end(db: Database, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('access_tokens')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
