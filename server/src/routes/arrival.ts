/**
 * A device's person turns out to be another: they came with a passkey, or an account. Nobody's place in a plan is lost by that. Where
 * the device's person so far can still be reached (another device, a passkey, an account), they are left as they are. Where
 * this device is all that they are known by, it stays theirs until it is said that their plans come along.
 */
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Person } from '@flashboard/shared/wire/http'
import { arrivalAnswer } from '@flashboard/shared/wire/you'
import { AppError } from '@flashboard/shared/wire/errors'
import { type Context, Hono } from 'hono'
import type * as z from 'zod/mini'
import { hashOf } from '../secret.ts'
import * as belongings from '../store/belongings.ts'
import * as oneTime from '../store/one-time.ts'
import type { Proof } from '../store/proofs.ts'
import * as sessions from '../store/sessions.ts'
import { describe } from './describe.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'

const KIND = 'arrival'
const WAITS_MS = 10 * MINUTE_MS

/** Somebody who has proved who they are, and by what. */
export interface Arrival {
  person: Person
  proof: Proof
}

type Parts = Pick<Services, 'db' | 'clock' | 'site' | 'sockets' | 'logGrew' | 'provider'>
type Answer = z.infer<typeof arrivalAnswer>

/**
 * Makes this device a person's who has proved to be that; or says who waits for what.
 * @param session that the device had when it was asked who comes
 * @throws AppError `no_session` where that has ended since: it was ended on purpose, and opens no other.
 */
export async function arrive(
  c: Context,
  parts: Parts,
  { person, proof }: Arrival,
  session: sessions.Session | undefined,
): Promise<Answer> {
  const { db, clock, provider } = parts
  if (session?.person.id === person.id) return { person, waits: null }
  const now = clock.now()
  const plans = session ? await belongings.plansHeldBy(db, heldBy(session, provider), now) : 0
  if (session && plans > 0) {
    const expiresAt = now + WAITS_MS
    const data: Arrival = { person, proof }
    await oneTime.put(db, { hash: placeOf(session), kind: KIND, data, expiresAt }, now)
    return { person: session.person, waits: { person, plans } }
  }
  await become(c, parts, session, person)
  return { person, waits: null }
}

/** To be mounted behind `requireSession`. */
export const arrivalRoutes = (parts: Parts) => {
  const { db, clock, sockets, logGrew } = parts
  return new Hono<sessionCookie.SignedIn>().post(
    '/',
    describe({
      summary: 'Be who you have just signed in as, and bring this device’s plans along',
      ok: { status: 200, schema: arrivalAnswer, is: 'Who you are now; the device’s cookie is another' },
      refusals: ['no_session', 'wrong_origin', 'not_found'],
    }),
    async (c) => {
      const { session } = c.var
      const arrival = await oneTime.take<Arrival>(db, placeOf(session), KIND, clock.now())
      if (!arrival) throw nobodyWaits()
      const { person } = arrival
      const plans = await belongings.bring(db, session.person, arrival, clock.now())
      // Whoever removed their passkey meanwhile means whoever has it to be nobody.
      if (!plans) throw nobodyWaits()
      sockets.close({ personId: session.person.id }, 'noSession')
      await become(c, parts, session, person)
      for (const planId of plans) logGrew(planId)
      return c.json({ person, waits: null } satisfies Answer)
    },
  )
}

function nobodyWaits(): AppError {
  return new AppError('not_found', 'Nobody waits to be signed in here. Nothing was changed; sign in again.')
}

async function become(c: Context, parts: Parts, before: sessions.Session | undefined, person: Person) {
  if (before) {
    if (!(await sessions.end(parts.db, before.person.id, before.id))) throw sessionCookie.noSession()
    parts.sockets.close({ keyId: before.id }, 'noSession')
  }
  await sessionCookie.open(c, parts, person.id)
}

function heldBy({ id: sessionId, person }: sessions.Session, provider: Services['provider']) {
  return { sessionId, personId: person.id, issuer: provider?.issuer }
}

/** Who waits is known by the session that they wait for: there is nothing to be carried about. */
function placeOf({ id }: sessions.Session): string {
  return hashOf(`${KIND} ${id}`)
}
