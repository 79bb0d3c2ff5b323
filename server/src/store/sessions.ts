/**
 * Sessions by the hash of their token: whoever reads the database cannot sign in with what is there. A session
 * ends when it was not used for a while, and after its longest life however much it is used.
 */
import { DAY_MS, HOUR_MS } from '@flashboard/shared/plan/time'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'

/** How long a session lasts without being used. */
export const IDLE_MS = 90 * DAY_MS
/** The longest that a browser keeps a cookie. */
export const LONGEST_MS = 400 * DAY_MS
/** How often it is written down that a session is in use: an fsync at each request would cost more than it tells. */
export const SEEN_EVERY_MS = HOUR_MS

export interface NewSession {
  id: string
  tokenHash: string
  personId: string
  /** Browser and system in plain words. */
  device: string
  /** Whether its token goes over plain http. */
  isPlain: boolean
  createdAt: number
}

export interface Session {
  id: string
  person: Person
  isPlain: boolean
  createdAt: number
  lastSeenAt: number
}

export interface Device {
  id: string
  device: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
}

export async function create(db: Database, session: NewSession): Promise<void> {
  const { id, tokenHash, personId, device, isPlain, createdAt } = session
  await db
    .insertInto('sessions')
    .values({
      id,
      token_hash: tokenHash,
      person_id: personId,
      device,
      is_plain: Number(isPlain),
      created_at: createdAt,
      last_seen_at: createdAt,
      expires_at: createdAt + IDLE_MS,
    })
    .execute()
}

/** The session of this token, unless it has expired by `now`. */
export async function find(db: Database, tokenHash: string, now: number): Promise<Session | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select([
      'sessions.id as sessionId',
      'people.id',
      'people.name',
      'sessions.created_at',
      'sessions.last_seen_at',
      'sessions.is_plain',
    ])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return undefined
  const { sessionId, id, name, created_at: createdAt, last_seen_at: lastSeenAt } = row
  return { id: sessionId, person: { id, name }, isPlain: row.is_plain === 1, createdAt, lastSeenAt }
}

/** Its token has gone over plain http. */
export async function wentPlain(db: Database, id: string): Promise<void> {
  await db.updateTable('sessions').set({ is_plain: 1 }).where('id', '=', id).execute()
}

/**
 * Gives a session that has gone over plain http another token, once: of two who ask at once one gets it.
 * @returns nothing where it has not, or has ended by `now`.
 */
export async function takeOver(
  db: Database,
  { from, to }: { from: string; to: string },
  now: number,
): Promise<Session | undefined> {
  await db
    .updateTable('sessions')
    .set({ token_hash: to, is_plain: 0 })
    .where('token_hash', '=', from)
    .where('is_plain', '=', 1)
    .where('expires_at', '>', now)
    .execute()
  return await find(db, to, now)
}

/** Puts off the end of a session that is in use at `now`; at most once an hour. */
export async function renew(
  db: Database,
  { id, lastSeenAt }: Pick<Session, 'id' | 'lastSeenAt'>,
  now: number,
) {
  if (now - lastSeenAt < SEEN_EVERY_MS) return
  await db
    .updateTable('sessions')
    .set(({ fn, ref, lit, eb }) => ({
      last_seen_at: now,
      expires_at: fn<number>('min', [lit(now + IDLE_MS), eb(ref('created_at'), '+', LONGEST_MS)]),
    }))
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .execute()
}

/** As `renew`, of several at once: one transaction, whose one fsync is all that the sockets wait for. */
export async function renewAll(db: Database, ids: readonly string[], now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const id of ids) await renew(trx, { id, lastSeenAt: 0 }, now)
  })
}

/** A person's sessions that have not expired by `now`, the one used last first. */
export async function listOf(db: Database, personId: string, now: number): Promise<Device[]> {
  return await db
    .selectFrom('sessions')
    .select([
      'id',
      'device',
      'created_at as createdAt',
      'last_seen_at as lastSeenAt',
      'expires_at as expiresAt',
    ])
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('created_at', 'desc')
    .execute()
}

/** @returns whether the person had it. */
export async function end(db: Database, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Forgets those that have expired. */
export async function endExpired(db: Database, now: number): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', now).execute()
}
