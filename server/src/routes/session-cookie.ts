/** The session cookie: an opaque token here, its hash in the database. */
import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Person } from '@flashboard/shared/wire/http'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { newId } from '../chance.ts'
import * as sessions from '../store/sessions.ts'
import { deviceWords } from './device-words.ts'
import type { Services } from './services.ts'
import type { Site } from './site.ts'

const NAME = 'session'

type Parts = Pick<Services, 'db' | 'clock' | 'site'>

/** By what the database knows the session that the request carries, if it carries one. */
export function tokenHashOf(c: Context, site: Site): string | undefined {
  const token = site.isSecure(c) ? getCookie(c, NAME, 'host') : getCookie(c, NAME)
  return token ? hashOf(token) : undefined
}

/** The session that the request carries, if any: by asking it is in use. */
export async function sessionOf(c: Context, parts: Parts): Promise<sessions.Session | undefined> {
  const { db, clock, site } = parts
  const tokenHash = tokenHashOf(c, site)
  const session = tokenHash && (await sessions.find(db, tokenHash, clock.now()))
  if (!session) return undefined
  await sessions.renew(db, session, clock.now())
  return session
}

/** Opens a session for a person on this device. */
export async function open(c: Context, { db, clock, site }: Parts, personId: string): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  const device = deviceWords(c.req.header('user-agent'))
  const session = { id: newId(), tokenHash: hashOf(token), personId, device, createdAt: clock.now() }
  await sessions.create(db, session)
  const isSecure = site.isSecure(c)
  setCookie(c, NAME, token, {
    httpOnly: true,
    // Not Strict: a plan's sheet that is opened from a chat is asked for by another site.
    sameSite: 'Lax',
    path: '/',
    // As long as the session can last; when it ends for want of use, the server knows.
    maxAge: sessions.LONGEST_MS / 1_000,
    // On plain http a browser would drop a secure cookie.
    secure: isSecure,
    ...(isSecure ? { prefix: 'host' as const } : {}),
  })
}

/** Takes the cookie off this device. */
export function drop(c: Context, site: Site): void {
  if (site.isSecure(c)) deleteCookie(c, NAME, { path: '/', secure: true, prefix: 'host' })
  else deleteCookie(c, NAME, { path: '/' })
}

/** What a route knows behind `requirePerson`. */
export interface SignedIn {
  Variables: { person: Person; session: sessions.Session }
}

/** Lets through only those who have a session, as `c.var.session`; the person is then `c.var.person`. */
export const requirePerson = (parts: Parts) =>
  createMiddleware<SignedIn>(async (c, next) => {
    const session = await sessionOf(c, parts)
    if (!session) throw noSession()
    c.set('session', session)
    c.set('person', session.person)
    await next()
  })

export function noSession(): AppError {
  return new AppError('no_session', 'This device has no session. Say your name first.')
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
