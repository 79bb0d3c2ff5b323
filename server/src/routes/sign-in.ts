/** Being the same person on another device: by a passkey, or by the team's own sign-in. */
import {
  arrivalAnswer,
  passkeyOptionsAnswer,
  signInRequest,
  signInWaysAnswer,
} from '@flashboard/shared/wire/you'
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { Hono } from 'hono'
import * as passkeys from '../store/passkeys.ts'
import * as people from '../store/people.ts'
import { arrive } from './arrival.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { keepChallenge, refused, takeChallenge } from './passkeys.ts'
import { limited } from './rate-limits.ts'
import { relyingPartyOf } from './relying-party.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'
import { teamSignInRoutes } from './team-sign-in.ts'

type Parts = Pick<Services, 'db' | 'clock' | 'site' | 'sockets' | 'limits' | 'logGrew' | 'provider'>

export const signInRoutes = (parts: Parts) => {
  const { db, clock, site, provider } = parts
  return new Hono()
    .get(
      '/',
      describe({
        summary: 'By what one can sign in here, beside a passkey',
        ok: {
          status: 200,
          schema: signInWaysAnswer,
          is: 'The team’s own sign-in, where this server has one',
        },
      }),
      (c) => c.json({ team: provider ? { name: provider.name } : null }),
    )
    .route('/team', teamSignInRoutes(parts))
    .post(
      '/passkey/options',
      describe({
        summary: 'Begin to sign in with a passkey: what the browser is to be asked',
        ok: { status: 200, schema: passkeyOptionsAnswer, is: 'Options for `navigator.credentials.get`' },
        refusals: ['wrong_origin', 'passkeys_off', 'too_many'],
      }),
      limited(parts, 'beginSignIn'),
      async (c) => {
        // Names no keys: the browser shows those that it has for this site.
        const { id: rpID } = relyingPartyOf(c, site)
        const options = await generateAuthenticationOptions({ rpID, userVerification: 'preferred' })
        await keepChallenge(db, clock.now(), options.challenge, '')
        return c.json({ options: { ...options } })
      },
    )
    .post(
      '/passkey',
      describe({
        summary: 'Sign this device in with a passkey',
        ok: {
          status: 200,
          schema: arrivalAnswer,
          is: 'Who this device is; where its plans would be lost, who waits until they are brought along',
        },
        refusals: ['bad_request', 'wrong_origin', 'passkeys_off', 'passkey_refused', 'too_large', 'too_many'],
      }),
      limited(parts, 'signIn'),
      jsonBody(signInRequest),
      async (c) => {
        const party = relyingPartyOf(c, site)
        const session = await sessionCookie.sessionOf(c, parts)
        const response = c.req.valid('json').response as never as Parameters<
          typeof verifyAuthenticationResponse
        >[0]['response']
        const passkey = await passkeys.find(db, response.id)
        const person = passkey && (await people.find(db, passkey.personId))
        if (!passkey || !person) throw refused()
        const newCounter = await verifyAuthenticationResponse({
          response,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          expectedChallenge: (challenge) => takeChallenge(db, clock.now(), challenge, ''),
          credential: { id: passkey.id, publicKey: passkey.publicKey, counter: passkey.counter },
          requireUserVerification: false,
        }).then(
          ({ verified, authenticationInfo }) => (verified ? authenticationInfo.newCounter : undefined),
          (cause: unknown) => {
            throw refused(cause)
          },
        )
        if (newCounter === undefined) throw refused()
        if (!(await passkeys.used(db, passkey, newCounter, clock.now()))) throw refused()
        const proof = { by: 'passkeys', id: passkey.id } as const
        return c.json(await arrive(c, parts, { person, proof }, session))
      },
    )
}
