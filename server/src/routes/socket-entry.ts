/** By what a socket is let in: a ticket, an access token, or the cookie; where there are several, the first of these. */
import type { TokenScope } from '@flashboard/shared/wire/you'
import type { Context } from 'hono'
import * as accessTokens from '../store/access-tokens.ts'
import * as entries from '../store/entries.ts'
import * as keys from '../store/keys.ts'
import * as sessions from '../store/sessions.ts'
import { bearerHashOf } from './bearer.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'
import { bringsTicket, takeTicket } from './tickets.ts'

interface SocketEntry extends entries.Entry {
  keyId: string
  /** With `read` it is a viewer's, whatever its person may do. */
  scope: TokenScope
}

/** Whether it is the browser that says who somebody is, so that it matters whose page has asked it to. */
export function bringsCookie(c: Context): boolean {
  return !bringsTicket(c) && bearerHashOf(c) === undefined
}

/** @returns nothing where it is nobody's. */
export async function entryOf(
  c: Context,
  planId: string,
  services: Pick<Services, 'db' | 'clock' | 'site'>,
): Promise<SocketEntry | undefined> {
  const { db, clock, site } = services
  const now = clock.now()
  if (bringsTicket(c)) {
    const ticket = await takeTicket(c, services)
    const person = ticket && (await keys.personOf(db, ticket.keyId, now))
    if (!person || ticket.planId !== planId) return undefined
    return { ...(await entries.ofPerson(db, person, planId)), keyId: ticket.keyId, scope: ticket.scope }
  }
  const bearerHash = bearerHashOf(c)
  if (bearerHash !== undefined) {
    const token = await accessTokens.use(db, bearerHash, now)
    if (!token) return undefined
    return { ...(await entries.ofPerson(db, token.person, planId)), keyId: token.id, scope: token.scope }
  }
  const tokenHash = sessionCookie.tokenHashOf(c, site)
  const entry = tokenHash && (await entries.find(db, { tokenHash, planId }, now))
  if (!entry) return undefined
  await sessions.renew(db, entry.session, now)
  return { ...entry, keyId: entry.session.id, scope: 'write' }
}
