/**
 * Signing in by the team's provider: the authorization code flow with PKCE, state and nonce. The page goes there and
 * comes back to `TEAM_SIGN_IN_PATH`, and sends what it was given; so no GET changes anything, and no address says where
 * to go next.
 *
 * What a sign-in is bound to is made of two halves: `state`, which goes through the provider, and a cookie, which stays
 * in the browser that began. The verifier and the nonce follow from both, and are kept nowhere.
 */
import { createHmac } from 'node:crypto'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { AppError } from '@flashboard/shared/wire/errors'
import {
  arrivalAnswer,
  signInAnswer,
  signInBegunAnswer,
  TEAM_SIGN_IN_PATH,
} from '@flashboard/shared/wire/you'
import { type Context, Hono } from 'hono'
import { newId } from '../chance.ts'
import { hashOf, newSecret } from '../secret.ts'
import * as accounts from '../store/accounts.ts'
import * as keys from '../store/keys.ts'
import * as oneTime from '../store/one-time.ts'
import * as people from '../store/people.ts'
import type * as sessions from '../store/sessions.ts'
import { type Arrival, arrive } from './arrival.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { limited } from './rate-limits.ts'
import type { Checks, Provider, SignedIn } from './provider.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'

const KIND = 'sign-in'
const WAITS_MS = 10 * MINUTE_MS
const NAME_MAX = 80

type Parts = Pick<Services, 'db' | 'clock' | 'site' | 'sockets' | 'limits' | 'logGrew' | 'provider'>

export const teamSignInRoutes = (parts: Parts) => {
  const { db, clock, site } = parts
  return new Hono()
    .post(
      '/',
      describe({
        summary: 'Begin to sign in by the team’s provider',
        ok: { status: 200, schema: signInBegunAnswer, is: 'Where the browser is to go; a cookie is set' },
        refusals: ['wrong_origin', 'sign_in_off', 'provider_away', 'too_many'],
      }),
      limited(parts, 'beginSignIn'),
      async (c) => {
        const provider = providerOf(parts)
        const session = await sessionCookie.sessionOf(c, parts)
        const { secret: state } = newSecret()
        const browser = sessionCookie.beginning(c, site)
        const address = await provider.addressFor(checksOf(state, browser), redirectUri(c, parts))
        const expiresAt = clock.now() + WAITS_MS
        const hash = hashOf(`${state} ${browser}`)
        await oneTime.put(db, { hash, kind: KIND, data: session?.id ?? null, expiresAt }, clock.now())
        return c.json({ address })
      },
    )
    .post(
      '/finish',
      describe({
        summary:
          'Sign in with what the provider sent back: as whose account it is, or else link it to who you are',
        ok: {
          status: 200,
          schema: arrivalAnswer,
          is: 'Who this device is; where its plans would be lost, who waits until they are brought along',
        },
        refusals: [
          'bad_request',
          'wrong_origin',
          'sign_in_off',
          'sign_in_refused',
          'provider_away',
          'too_large',
          'too_many',
        ],
      }),
      limited(parts, 'signIn'),
      jsonBody(signInAnswer),
      async (c) => {
        const provider = providerOf(parts)
        const answer = new URLSearchParams(c.req.valid('json').answer)
        const state = answer.get('state') ?? ''
        const browser = sessionCookie.begun(c, site) ?? ''
        const session = await sessionCookie.sessionOf(c, parts)
        const begunBy = await oneTime.take<string | null>(
          db,
          hashOf(`${state} ${browser}`),
          KIND,
          clock.now(),
        )
        // Whoever signs out, or in as another, between the two has not asked for this to be linked to them.
        if (begunBy === undefined || begunBy !== (session?.id ?? null)) throw notBegun(provider)
        const cameTo = new URL(`${redirectUri(c, parts)}?${answer}`)
        const signedIn = await provider.whoCame(checksOf(state, browser), cameTo)
        return c.json(
          await arrive(c, parts, await whoArrives({ ...parts, provider }, signedIn, session), session),
        )
      },
    )
}

/**
 * Whose account it is; nobody's yet, it becomes the present person's, or a new one's.
 * @param session that may have ended while the provider was asked: then nothing is linked to its person.
 */
async function whoArrives(
  { db, clock, provider }: Parts & { provider: Provider },
  { issuer, subject, name, label }: SignedIn,
  session: sessions.Session | undefined,
): Promise<Arrival> {
  const now = clock.now()
  return await db.transaction().execute(async (trx) => {
    if (session && !(await keys.personOf(trx, session.id, now))) throw notBegun(provider)
    const known = await accounts.use(trx, { issuer, subject }, now)
    if (known) return { person: known.person, proof: { by: 'accounts', id: known.id } }
    const person = session?.person ?? { id: newId(), name: shown(name) || shown(label) }
    if (!session) await people.create(trx, person, now)
    const account = { id: newId(), issuer, subject, personId: person.id, label }
    if (await accounts.create(trx, account, now)) return { person, proof: { by: 'accounts', id: account.id } }
    throw new AppError(
      'sign_in_refused',
      'This account was linked elsewhere just now. Nothing was changed; sign in again.',
    )
  })
}

/** A name as one could have said it. */
function shown(name = ''): string {
  return name
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, NAME_MAX)
    .trim()
}

function checksOf(state: string, browser: string): Checks {
  const derived = (what: string) =>
    createHmac('sha256', browser).update(`${what} ${state}`).digest('base64url')
  return { state, nonce: derived('nonce'), verifier: derived('verifier') }
}

function redirectUri(c: Context, { site }: Parts): string {
  return site.originOf(c) + TEAM_SIGN_IN_PATH
}

function providerOf({ provider }: Parts): Provider {
  if (provider) return provider
  throw new AppError('sign_in_off', 'This server has no sign-in of a team. Go on by name or passkey.')
}

function notBegun({ name }: Provider): AppError {
  return new AppError(
    'sign_in_refused',
    `This sign-in with ${name} was not begun in this browser, or is over. Nothing was changed; sign in again.`,
  )
}
