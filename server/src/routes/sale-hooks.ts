/**
 * Sales as a shop tells them: signed over the body, once each by the order's id, however often they come.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { decideSale } from '@flashboard/shared/run/decide-sale'
import { isRecorded } from '@flashboard/shared/run/sales'
import { linesOf } from '@flashboard/shared/run/told-sale'
import { AppError } from '@flashboard/shared/wire/errors'
import { saleAnswer } from '@flashboard/shared/wire/war-room'
import { Hono } from 'hono'
import { hashOf } from '../secret.ts'
import * as events from '../store/events.ts'
import * as planTokens from '../store/plan-tokens.ts'
import { describe } from './describe.ts'
import { readPlan } from './plan-reading.ts'
import { saleIn } from './sale-message.ts'
import type { Services } from './services.ts'

export const HOOKS = '/api/hooks'
const SIGNATURE = 'x-flashboard-hmac-sha256'
const SHOPIFY_SIGNATURE = 'x-shopify-hmac-sha256'
const SHOPIFY_TOPIC = 'x-shopify-topic'

export const saleHookRoutes = (services: Pick<Services, 'db' | 'plans' | 'runs' | 'clock' | 'logGrew'>) => {
  const { db, runs, clock, logGrew } = services

  return new Hono().post(
    '/sales/:token',
    describe({
      summary: `A sale from a shop, signed in ${SIGNATURE} (or Shopify’s own header): base64 of the body’s HMAC-SHA256`,
      ok: {
        status: 200,
        schema: saleAnswer,
        is: 'It is recorded, now or before; or has nothing of this plan',
      },
      refusals: ['bad_request', 'wrong_signature', 'not_found', 'too_large', 'plan_unreadable'],
    }),
    async (c) => {
      const found = await planTokens.find(db, 'sales', hashOf(c.req.param('token')))
      if (!found?.secret) throw new AppError('not_found', 'There is no such address. Nothing was recorded.')
      const body = await c.req.text()
      const said = c.req.header(SHOPIFY_SIGNATURE) ?? c.req.header(SIGNATURE) ?? ''
      if (!isSigned(body, found.secret, said)) {
        throw new AppError(
          'wrong_signature',
          'The message is not signed with this address’s secret. Nothing was recorded.',
        )
      }
      const [type, topic] = [c.req.header('content-type'), c.req.header(SHOPIFY_TOPIC)]
      const sale = saleIn({ body, type, topic })
      const { plan } = await readPlan(services, found)
      const { lines, leftOut, unknownHubs } = linesOf(plan, sale)
      const recorded = await db.transaction().execute(async (trx) => {
        // It may have been ended since the message was read.
        if (!(await planTokens.find(trx, 'sales', hashOf(c.req.param('token'))))) {
          throw new AppError('not_found', 'There is no such address. Nothing was recorded.')
        }
        await planTokens.used(trx, found.tokenId, clock.now())
        const { sales } = await runs.stateOf(found.id, (seq) => events.readAfter(trx, found.id, seq))
        const told = { source: 'hook', orderId: sale.orderId, lines, leftOut, unknownHubs } as const
        const decision = decideSale({ sales }, told, plan)
        if (typeof decision === 'string') {
          // What is known already, or has nothing of this plan, is no mistake of the shop's.
          if (lines.length === 0 || isRecorded(sales, told)) return false
          throw new AppError('bad_request', `${decision} Nothing was recorded.`)
        }
        const at = clock.now()
        await events.append(
          trx,
          found.id,
          decision.map((event) => ({ ...event, at, actor: null })),
        )
        return true
      })
      if (recorded) logGrew(found.id)
      return c.json({
        recorded: recorded && lines.length > 0,
        leftOut: [...leftOut.map(({ sku }) => sku), ...unknownHubs],
      })
    },
  )
}

function isSigned(body: string, secret: string, said: string): boolean {
  const right = createHmac('sha256', secret).update(body).digest()
  const given = Buffer.from(said, 'base64')
  return given.length === right.length && timingSafeEqual(given, right)
}
