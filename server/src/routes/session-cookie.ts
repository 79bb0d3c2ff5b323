/** The session cookie: an opaque token here, its hash in the database. */
import { HOUR_MS, SECOND_MS } from '@flashboard/shared/plan/time'
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
const SIGNING_IN = 'signing-in'
/** Longer than any one sign-in: several may be under way. */
const SIGNING_IN_MS = HOUR_MS

const TICKETS = /^\/api\/plans\/[^/]+\/tickets$/

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
  if (!session.isPlain && !site.isSecure(c)) await sessions.wentPlain(db, session.id)
  return session
}

/** Opens a session for a person on this device. */
export async function open(c: Context, { db, clock, site }: Parts, personId: string): Promise<void> {
  const { secret: token, hash: tokenHash } = newSecret()
  const device = deviceWords(c.req.header('user-agent'))
  const isPlain = !site.isSecure(c)
  await sessions.create(db, { id: newId(), tokenHash, personId, device, isPlain, createdAt: clock.now() })
  give(c, site, NAME, token, sessions.LONGEST_MS)
}

/**
 * A site that has become https finds its people by the cookie of before: they get another token in a `__Host-` cookie,
 * and the one that went over plain http is good for nothing any more. A page asks this first of all it asks.
 *
 * Another host of the domain can put a plain cookie here too. So it counts only where there is no `__Host-` cookie, and
 * for sessions that were used while the site itself was plain: none that was opened since can be foisted on anybody.
 */
export async function takeOver(
  c: Context,
  { db, clock, site }: Parts,
): Promise<sessions.Session | undefined> {
  const plain = getCookie(c, NAME)
  if (!plain || !site.isSecure(c) || getCookie(c, NAME, 'host') || bearerHashOf(c) !== undefined)
    return undefined
  const { secret: token, hash: tokenHash } = newSecret()
  const session = await sessions.takeOver(db, { from: hashOf(plain), to: tokenHash }, clock.now())
  if (!session) return undefined
  give(c, site, NAME, token, session.createdAt + sessions.LONGEST_MS - clock.now())
  deleteCookie(c, NAME, { path: '/' })
  return session
}

/** Takes the cookie off this device. */
export function drop(c: Context, site: Site): void {
  if (site.isSecure(c)) deleteCookie(c, NAME, { path: '/', secure: true, prefix: 'host' })
  deleteCookie(c, NAME, { path: '/' })
}

/** What the browser is known by that begins to sign in elsewhere, in a cookie that it may have already. */
export function beginning(c: Context, site: Site): string {
  const browser = begun(c, site) ?? newSecret().secret
  give(c, site, SIGNING_IN, browser, SIGNING_IN_MS)
  return browser
}

/** What the browser is known by that began to. */
export function begun(c: Context, site: Site): string | undefined {
  return site.isSecure(c) ? getCookie(c, SIGNING_IN, 'host') : getCookie(c, SIGNING_IN)
}

function give(c: Context, site: Site, name: string, value: string, forMs: number): void {
  const isSecure = site.isSecure(c)
  setCookie(c, name, value, {
    httpOnly: true,
    // Not Strict: a plan's sheet that is opened from a chat is asked for by another site.
    sameSite: 'Lax',
    path: '/',
    // As long as it can last; when a session ends for want of use, the server knows.
    maxAge: Math.floor(forMs / SECOND_MS),
    // On plain http a browser would drop a secure cookie.
    secure: isSecure,
    ...(isSecure ? { prefix: 'host' as const } : {}),
  })
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
  const isForTicket = c.req.method === 'POST' && TICKETS.test(c.req.path)
  const mayPass = token.scope === 'write' || SAFE_METHODS.has(c.req.method) || isForTicket
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
