/** A person's passkeys: by which they are the same person on another device. */
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { AppError } from '@flashboard/shared/wire/errors'
import {
  newPasskeyRequest,
  passkeyOptionsAnswer,
  passkeysAnswer,
  renamePasskeyRequest,
} from '@flashboard/shared/wire/you'
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { Hono } from 'hono'
import { hashOf } from '../secret.ts'
import * as keys from '../store/keys.ts'
import * as oneTime from '../store/one-time.ts'
import * as passkeys from '../store/passkeys.ts'
import { describe } from './describe.ts'
import { deviceWords } from './device-words.ts'
import { jsonBody } from './json-body.ts'
import { limited } from './rate-limits.ts'
import { type RelyingParty, relyingPartyOf } from './relying-party.ts'
import type { Services } from './services.ts'
import { noSession, type SignedIn } from './session-cookie.ts'

const KIND = 'passkey'
export const CHALLENGE_MS = 5 * MINUTE_MS
export const PASSKEYS_MAX = 20
/** EdDSA, ES256, RS256: what browsers make. To ask Node what else it knows makes it warn of that. */
const ALGORITHMS = [-8, -7, -257]

type Parts = Pick<Services, 'db' | 'clock' | 'site' | 'limits'>

/** To be mounted behind `requireSession`. */
export const passkeyRoutes = (parts: Parts) => {
  const { db, clock, site } = parts
  return new Hono<SignedIn>()
    .get(
      '/',
      describe({
        summary: 'Your passkeys',
        ok: { status: 200, schema: passkeysAnswer, is: 'The passkeys, the oldest first' },
        refusals: ['no_session'],
      }),
      async (c) => c.json({ passkeys: await passkeys.listOf(db, c.var.person.id) }),
    )
    .post(
      '/options',
      describe({
        summary: 'Begin to make a passkey: what the browser is to be asked',
        ok: { status: 200, schema: passkeyOptionsAnswer, is: 'Options for `navigator.credentials.create`' },
        refusals: ['no_session', 'wrong_origin', 'passkeys_off', 'too_many'],
      }),
      limited(parts, 'beginSignIn'),
      async (c) => {
        const { id: rpID } = relyingPartyOf(c, site)
        const { id, name } = c.var.person
        const known = await passkeys.listOf(db, id)
        if (known.length >= PASSKEYS_MAX) throw enough()
        const options = await generateRegistrationOptions({
          rpName: 'Flashboard',
          rpID,
          userID: new TextEncoder().encode(id),
          userName: name,
          userDisplayName: name,
          supportedAlgorithmIDs: ALGORITHMS,
          excludeCredentials: known.map((each) => ({ id: each.id })),
          authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
        })
        await keepChallenge(db, clock.now(), options.challenge, id)
        return c.json({ options: { ...options } })
      },
    )
    .post(
      '/',
      describe({
        summary: 'Keep the passkey that the browser has made',
        ok: { status: 201, schema: passkeysAnswer, is: 'Your passkeys, with the new one' },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'passkeys_off',
          'passkey_refused',
          'too_large',
          'too_many',
        ],
      }),
      jsonBody(newPasskeyRequest),
      async (c) => {
        const party = relyingPartyOf(c, site)
        const { person } = c.var
        const { response } = c.req.valid('json')
        const made = await verified(parts, party, response as never, person.id)
        const { id, publicKey, counter, transports = [] } = made
        const name = deviceWords(c.req.header('user-agent'))
        const passkey = { id, personId: person.id, name, publicKey, counter, transports }
        await db.transaction().execute(async (trx) => {
          if (!(await keys.personOf(trx, c.var.keyId, clock.now()))) throw noSession()
          // Several may have been begun while there was room for one.
          if ((await passkeys.listOf(trx, person.id)).length >= PASSKEYS_MAX) throw enough()
          if (!(await passkeys.create(trx, passkey, clock.now()))) throw refused()
        })
        return c.json({ passkeys: await passkeys.listOf(db, person.id) }, 201)
      },
    )
    .patch(
      '/:passkey',
      describe({
        summary: 'Give a passkey another name',
        ok: { status: 204, is: 'It has it' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_found', 'too_large'],
      }),
      jsonBody(renamePasskeyRequest),
      async (c) => {
        const { name } = c.req.valid('json')
        if (await passkeys.rename(db, c.var.person.id, c.req.param('passkey'), name)) return c.body(null, 204)
        throw unknown()
      },
    )
    .delete(
      '/:passkey',
      describe({
        summary: 'Remove a passkey: nobody signs in with it any more. Devices that are signed in stay so',
        ok: { status: 204, is: 'It is removed' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        if (await passkeys.remove(db, c.var.person.id, c.req.param('passkey'))) return c.body(null, 204)
        throw unknown()
      },
    )
}

async function verified(
  { db, clock }: Parts,
  party: RelyingParty,
  response: Parameters<typeof verifyRegistrationResponse>[0]['response'],
  personId: string,
) {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      expectedChallenge: (challenge) => takeChallenge(db, clock.now(), challenge, personId),
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (registrationInfo) return registrationInfo.credential
  } catch (cause) {
    throw refused(cause)
  }
  throw refused()
}

/** Kept by its hash until its answer comes, which uses it up. @param personId whose key it is to be, or `''`. */
export async function keepChallenge(db: Services['db'], now: number, challenge: string, personId: string) {
  const expiresAt = now + CHALLENGE_MS
  await oneTime.put(db, { hash: hashOf(challenge), kind: KIND, data: personId, expiresAt }, now)
}

export async function takeChallenge(db: Services['db'], now: number, challenge: string, personId: string) {
  return (await oneTime.take<string>(db, hashOf(challenge), KIND, now)) === personId
}

export function refused(cause?: unknown): AppError {
  return new AppError('passkey_refused', 'This passkey was not taken. Nothing was changed; try again.', {
    cause,
  })
}

function enough(): AppError {
  return new AppError('too_many', `You have ${PASSKEYS_MAX} passkeys. Nothing was changed; remove one first.`)
}

function unknown(): AppError {
  return new AppError('not_found', 'None of your passkeys is at this address. It may be removed already.')
}
