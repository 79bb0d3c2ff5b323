/** The session cookie: an opaque token here, its hash in the database. */
import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Person } from '@flashboard/shared/wire/http'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import * as sessions from '../store/sessions.ts'
import type { Services } from './services.ts'

const COOKIE = 'session'
const SESSION_MS = 365 * 24 * 3_600_000

type Parts = Pick<Services, 'db' | 'clock'>

/** By what the database knows the session that the request carries, if it carries one. */
export function tokenHashOf(c: Context): string | undefined {
  const token = getCookie(c, COOKIE)
  return token ? hashOf(token) : undefined
}

/** Whose session the request carries, if anybody's. */
export async function personOf(c: Context, { db, clock }: Parts): Promise<Person | undefined> {
  const tokenHash = tokenHashOf(c)
  return tokenHash === undefined ? undefined : await sessions.personOf(db, tokenHash, clock.now())
}

/** Opens a session for a person on this device. */
export async function open(c: Context, { db, clock }: Parts, personId: string): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  const createdAt = clock.now()
  await sessions.create(db, {
    tokenHash: hashOf(token),
    personId,
    createdAt,
    expiresAt: createdAt + SESSION_MS,
  })
  setCookie(c, COOKIE, token, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: SESSION_MS / 1_000,
    // Flashboard itself speaks plain HTTP, on which a browser would drop a secure cookie.
    secure: new URL(c.req.url).protocol === 'https:',
  })
}

/** Ends this device's session, in the database too. */
export async function end(c: Context, { db }: Parts): Promise<void> {
  const token = deleteCookie(c, COOKIE, { path: '/' })
  if (token) await sessions.end(db, hashOf(token))
}

/** Lets through only those who have a session; the person is then `c.var.person`. */
export const requirePerson = (parts: Parts) =>
  createMiddleware<{ Variables: { person: Person } }>(async (c, next) => {
    const person = await personOf(c, parts)
    if (!person) throw new AppError('no_session', 'This device has no session. Say your name first.')
    c.set('person', person)
    await next()
  })

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
