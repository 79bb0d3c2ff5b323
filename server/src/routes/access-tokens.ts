/** A person's access tokens: keys to the API that they give to programs. */
import { DAY_MS } from '@flashboard/shared/plan/time'
import { AppError } from '@flashboard/shared/wire/errors'
import { newTokenAnswer, newTokenRequest, TOKENS_MAX, tokensAnswer } from '@flashboard/shared/wire/you'
import { Hono } from 'hono'
import { newId } from '../chance.ts'
import { newSecret } from '../secret.ts'
import * as accessTokens from '../store/access-tokens.ts'
import * as keys from '../store/keys.ts'
import { TOKEN_PREFIX } from './bearer.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import type { Services } from './services.ts'
import { noSession, type SignedIn } from './session-cookie.ts'

/** To be mounted behind `requireSession`. */
export const accessTokenRoutes = ({ db, clock, sockets }: Pick<Services, 'db' | 'clock' | 'sockets'>) =>
  new Hono<SignedIn>()
    .get(
      '/',
      describe({
        summary: 'Your access tokens, without their secrets',
        ok: { status: 200, schema: tokensAnswer, is: 'The tokens, the newest first' },
        refusals: ['no_session'],
      }),
      async (c) => c.json({ tokens: await accessTokens.listOf(db, c.var.person.id) }),
    )
    .post(
      '/',
      describe({
        summary: 'Make an access token, to be sent as `Authorization: Bearer …`',
        ok: {
          status: 201,
          schema: newTokenAnswer,
          is: 'The token and its secret, which is told only this once',
        },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'too_large', 'too_many'],
      }),
      jsonBody(newTokenRequest),
      async (c) => {
        const { name, scope, days } = c.req.valid('json')
        const { id: personId } = c.var.person
        const createdAt = clock.now()
        const { secret, hash: tokenHash } = newSecret(TOKEN_PREFIX)
        const token = { id: newId(), name, scope, createdAt, expiresAt: createdAt + days * DAY_MS }
        await db.transaction().execute(async (trx) => {
          // It outlives the session, and must not be made behind its end.
          if (!(await keys.personOf(trx, c.var.keyId, createdAt))) throw noSession()
          if ((await accessTokens.listOf(trx, personId)).length >= TOKENS_MAX) {
            const message = `You have ${TOKENS_MAX} tokens. Nothing was changed; revoke one that is not needed first.`
            throw new AppError('too_many', message)
          }
          await accessTokens.create(trx, { ...token, tokenHash, personId })
        })
        return c.json({ token: { ...token, lastUsedAt: null }, secret }, 201)
      },
    )
    .delete(
      '/:token',
      describe({
        summary: 'Revoke an access token; what was opened with it is closed at once',
        ok: { status: 204, is: 'It is good for nothing any more' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        const keyId = c.req.param('token')
        if (!(await accessTokens.end(db, c.var.person.id, keyId))) {
          throw new AppError(
            'not_found',
            'None of your tokens is at this address. It may be revoked already.',
          )
        }
        sockets.close({ keyId }, 'noSession')
        return c.body(null, 204)
      },
    )
