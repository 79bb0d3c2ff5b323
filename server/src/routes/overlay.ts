/** What a stream shows, for a browser source that has no session: the count, and what is left. Reads alone. */
import { SECOND_MS } from '@flashboard/shared/plan/time'
import { saleFigures } from '@flashboard/shared/run/sales'
import { leftMs } from '@flashboard/shared/run/run'
import { endsInMs, phaseOf, phases } from '@flashboard/shared/run/phase'
import { OVERLAY_FRESH_MS, overlayAnswer } from '@flashboard/shared/wire/war-room'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import { hashOf } from '../secret.ts'
import * as events from '../store/events.ts'
import * as planTokens from '../store/plan-tokens.ts'
import { describe } from './describe.ts'
import { readPlan } from './plan-reading.ts'
import type { Services } from './services.ts'

export const OVERLAY = '/api/overlay'

export const overlayRoutes = (services: Pick<Services, 'db' | 'plans' | 'runs' | 'clock'>) =>
  new Hono().get(
    '/:token',
    describe({
      summary: 'The count and the units left, for the overlay of a stream',
      ok: {
        status: 200,
        schema: overlayAnswer,
        is: `As they are now; what is older than ${OVERLAY_FRESH_MS / SECOND_MS} seconds is to be hidden`,
      },
      refusals: ['not_found', 'plan_unreadable'],
    }),
    async (c) => {
      const { db, runs, clock } = services
      const found = await planTokens.find(db, 'overlay', hashOf(c.req.param('token')))
      if (!found) throw new AppError('not_found', 'There is no such address.')
      const { plan } = await readPlan(services, found)
      const { run, sales } = await runs.stateOf(found.id, (seq) => events.readAfter(db, found.id, seq))
      const now = clock.now()
      const { hardCap } = plan.event
      const { backed, sold, preorders } = saleFigures(plan, sales)
      // What is called off promises nothing.
      const isOpen = !run.calledOff && hardCap !== null && (backed > 0 || sold + preorders > 0)
      return c.json({
        now,
        name: plan.event.name,
        leftMs: leftMs(run, plan.event.launchAt, now),
        isHeld: run.hold !== undefined,
        phase: phases[phaseOf(plan, run, now)],
        endsInMs: endsInMs(plan, run, now),
        unitsLeft: isOpen ? backed : null,
      })
    },
  )
