/** The addresses that a plan gives to programs: a lead makes them, sees when they were used, and ends them. */
import { AppError } from '@flashboard/shared/wire/errors'
import { tokenAnswer, type TokenPurpose, tokenRequest, tokensAnswer } from '@flashboard/shared/wire/war-room'
import { Hono } from 'hono'
import { newSecret } from '../secret.ts'
import * as planTokens from '../store/plan-tokens.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import type { Services } from './services.ts'

const TOKENS_MAX = 20
/** The overlay's is a page, which asks the API for itself: behind the `#` no server is sent it. */
const paths: Record<TokenPurpose, string> = { sales: '/api/hooks/sales/', overlay: '/overlay#' }

/** To be mounted where the plans are, behind the door. */
export const planTokenRoutes = ({ db, clock, chance }: Pick<Services, 'db' | 'clock' | 'chance'>) =>
  new Hono<InPlan>()
    .get(
      '/:id/tokens',
      describe({
        summary: 'The addresses that this plan gave to programs, without what is secret in them',
        ok: { status: 200, schema: tokensAnswer, is: 'The addresses, the oldest first' },
        refusals: ['no_session', 'not_allowed', 'not_found'],
      }),
      only('call'),
      async (c) => c.json({ tokens: await planTokens.listOf(db, c.var.plan.id) }),
    )
    .post(
      '/:id/tokens',
      describe({
        summary: 'Make an address for a shop’s sales, or for the stream’s overlay, as a lead',
        ok: { status: 201, schema: tokenAnswer, is: 'Its path and secret, told this once' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_allowed', 'not_found', 'too_large'],
      }),
      only('call'),
      jsonBody(tokenRequest),
      async (c) => {
        const { purpose, secret: chosen } = c.req.valid('json')
        const { secret: token, hash: tokenHash } = newSecret()
        const secret = purpose === 'sales' ? (chosen ?? newSecret().secret) : null
        const id = chance.newId()
        await deciding({ db, clock }, c.var, 'call', async (trx) => {
          const { length } = await planTokens.listOf(trx, c.var.plan.id)
          if (length >= TOKENS_MAX) {
            throw new AppError('not_now', `A plan has at most ${TOKENS_MAX} addresses. End one first.`)
          }
          const [planId, createdBy, createdAt] = [c.var.plan.id, c.var.person.id, clock.now()]
          await planTokens.add(trx, {
            id,
            planId,
            purpose,
            tokenHash,
            secret,
            createdBy,
            createdAt,
          })
        })
        return c.json({ id, path: `${paths[purpose]}${token}`, secret }, 201)
      },
    )
    .delete(
      '/:id/tokens/:token',
      describe({
        summary: 'End an address, as a lead: what uses it is told nothing and tells nothing any more',
        ok: { status: 204, is: 'The address leads nowhere' },
        refusals: ['no_session', 'wrong_origin', 'not_allowed', 'not_found'],
      }),
      only('call'),
      async (c) => {
        const was = await deciding({ db, clock }, c.var, 'call', (trx) =>
          planTokens.end(trx, c.var.plan.id, c.req.param('token')),
        )
        if (!was) throw new AppError('not_found', 'There is no such address. Nothing was changed.')
        return c.body(null, 204)
      },
    )
