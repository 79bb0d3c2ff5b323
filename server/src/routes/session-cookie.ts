/** The session cookie: an opaque token here, its hash in the database. */
import { AppError } from '@flashboard/shared/wire/errors'
import type { Person } from '@flashboard/shared/wire/http'
import type { TokenScope } from '@flashboard/shared/wire/you'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { newId } from '../chance.ts'
import { hashOf, newSecret } from '../secret.ts'
import * as accessTokens from '../store/access-tokens.ts'
import * as sessions from '../store/sessions.ts'
import { bearerHashOf } from './bearer.ts'
import { deviceWords } from './device-words.ts'
import { SAFE_METHODS } from './origin.ts'
import type { Services } from './services.ts'
import type { Site } from './site.ts'

const NAME = 'session'

type Parts = Pick<Services, 'db' | 'clock' | 'site'>

/** By what the database knows the session that the request carries, if it carries one. */
export function tokenHashOf(c: Context, site: Site): string | undefined {
  if (bearerHashOf(c) !== undefined) return undefined
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
  const { secret: token, hash: tokenHash } = newSecret()
  const device = deviceWords(c.req.header('user-agent'))
  const session = { id: newId(), tokenHash, personId, device, createdAt: clock.now() }
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

/** What a route knows behind `requirePerson`: who asks, and by which session or access token. */
export interface Known {
  Variables: { person: Person; keyId: string; scope: TokenScope }
}

/** What a route knows behind `requireSession`. */
export interface SignedIn {
  Variables: Known['Variables'] & { session: sessions.Session }
}

/** Lets through those who have a session, and programs that bring an access token which allows as much. */
export const requirePerson = (parts: Parts) =>
  createMiddleware<Known>(async (c, next) => {
    const bearerHash = bearerHashOf(c)
    if (bearerHash === undefined) await enter(c, parts)
    else await enterByToken(c, parts, bearerHash)
    await next()
  })

/** Lets through only those who have a session, as `c.var.session`: what a person does for themselves. */
export const requireSession = (parts: Parts) =>
  createMiddleware<SignedIn>(async (c, next) => {
    c.set('session', await enter(c, parts))
    await next()
  })

async function enter(c: Context, parts: Parts): Promise<sessions.Session> {
  const session = await sessionOf(c, parts)
  if (!session) throw noSession()
  setKnown(c, session.person, session.id, 'write')
  return session
}

async function enterByToken(c: Context, { db, clock }: Parts, bearerHash: string): Promise<void> {
  const token = await accessTokens.use(db, bearerHash, clock.now())
  if (!token) {
    throw new AppError('no_session', 'This access token is not known here, or has expired. Make a new one.')
  }
  // A ticket brings no more than its token may.
  const mayPass = token.scope === 'write' || SAFE_METHODS.has(c.req.method) || c.req.path.endsWith('/tickets')
  if (!mayPass) {
    throw new AppError(
      'not_allowed',
      'This access token only reads. Nothing was changed; make one that writes.',
    )
  }
  setKnown(c, token.person, token.id, token.scope)
}

function setKnown(c: Context, person: Person, keyId: string, scope: TokenScope): void {
  c.set('person', person)
  c.set('keyId', keyId)
  c.set('scope', scope)
}

export function noSession(): AppError {
  return new AppError('no_session', 'This device has no session. Say your name first.')
}
