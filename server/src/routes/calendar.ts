/** The calendar feeds: each behind an address that nobody can guess, for programs that have no session. */
import { judge } from '@flashboard/shared/readiness/judge'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { secureHeaders } from 'hono/secure-headers'
import { planCalendar } from '../calendar/plan-calendar.ts'
import { hashOf } from '../secret.ts'
import * as calendarFeeds from '../store/calendar-feeds.ts'
import * as events from '../store/events.ts'
import * as updates from '../store/updates.ts'
import { notFound } from './not-found.ts'
import { baseHeaders } from './headers.ts'
import { readPlan } from './plan-reading.ts'
import { limited } from './rate-limits.ts'
import type { Services } from './services.ts'

export const CALENDAR = '/calendar/'
const FILE = /^(?<token>[\w-]{43})\.ics$/

/** Programs ask at their own pace; those that ask too often are told to wait as long. */
const FRESH_SECONDS = 60

/** Their address is a secret: it is told to no other site, kept by no shared cache, and in no log. */
export const calendarRoutes = (services: Pick<Services, 'db' | 'clock' | 'plans' | 'limits' | 'site'>) => {
  const { db, clock, plans } = services
  return new Hono()
    .use(limited(services, 'request'))
    .use(secureHeaders({ ...baseHeaders, referrerPolicy: 'no-referrer' }))
    .get('/:file', etag(), async (c) => {
      const token = FILE.exec(c.req.param('file'))?.groups?.['token']
      const row = token === undefined ? undefined : await calendarFeeds.planOf(db, hashOf(token))
      if (!row) return notFound()
      const { id } = row
      const { plan } = await readPlan({ plans }, row)
      const log = await events.readAfter(db, id, 0)
      const editedAt = await updates.lastAt(db, id)
      const changedAt = Math.max(editedAt, ...log.slice(-1).map((event) => event.at))
      const standings = judge(plan, clock.now(), log)
      return c.body(planCalendar({ id, plan, standings, changedAt }), 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'inline; filename="plan.ics"',
        'cache-control': `private, max-age=${FRESH_SECONDS}`,
      })
    })
    .all('*', notFound)
}

export function pathOf(token: string): string {
  return `${CALENDAR}${token}.ics`
}
