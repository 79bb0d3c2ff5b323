/** What a person is told of a plan, where to: their own choice, which nobody else sees. */
import { alertsAnswer, type AlertsAnswer, feedAnswer } from '@flashboard/shared/wire/alerts'
import { Hono } from 'hono'
import { newSecret } from '../secret.ts'
import * as alertTargets from '../store/alert-targets.ts'
import * as calendarFeeds from '../store/calendar-feeds.ts'
import { alertTargetRoutes } from './alert-targets.ts'
import { pathOf } from './calendar.ts'
import { describe } from './describe.ts'
import { deciding, type InPlan, ownerOf } from './plan-door.ts'
import type { Services } from './services.ts'
import { shownTargets } from './shown-target.ts'

type Parts = Pick<Services, 'db' | 'clock' | 'chance' | 'plans' | 'courier' | 'networks' | 'mail'>

/** To be mounted where the plans are, behind the door. */
export const alertRoutes = (services: Parts) => {
  const { db, clock, mail } = services

  return new Hono<InPlan>()
    .get(
      '/:id/alerts',
      describe({
        summary: 'Where you are told of a plan: your targets and your calendar feed',
        ok: { status: 200, schema: alertsAnswer, is: 'Your choice; nobody else’s' },
        refusals: ['no_session', 'not_found'],
      }),
      async (c) => {
        const owner = ownerOf(c.var)
        const createdAt = await calendarFeeds.createdAt(db, owner)
        const targets = await shownTargets(db, await alertTargets.listOf(db, owner))
        const feed = createdAt === undefined ? null : { createdAt }
        return c.json({ feed, targets, emailOff: mail.off } satisfies AlertsAnswer)
      },
    )
    .post(
      '/:id/alerts/feed',
      describe({
        summary: 'Make your calendar feed of a plan; an earlier one stops',
        ok: { status: 201, schema: feedAnswer, is: 'Its path, which is told only this once' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        const owner = ownerOf(c.var)
        const { secret, hash: tokenHash } = newSecret()
        const feed = { ...owner, tokenHash, createdAt: clock.now() }
        await deciding({ db, clock }, c.var, 'read', (trx) => calendarFeeds.put(trx, feed))
        return c.json({ path: pathOf(secret) }, 201)
      },
    )
    .delete(
      '/:id/alerts/feed',
      describe({
        summary: 'Stop your calendar feed of a plan',
        ok: { status: 204, is: 'There is no feed any more' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        const owner = ownerOf(c.var)
        await calendarFeeds.end(db, owner)
        return c.body(null, 204)
      },
    )
    .route('/', alertTargetRoutes(services))
}
