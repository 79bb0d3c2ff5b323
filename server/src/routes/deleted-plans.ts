/** The deleted plans that one led and can still bring back. To everybody else, and as plans, they are not there. */
import { RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { rights } from '@flashboard/shared/access/roles'
import { type DeletedPlan, deletedPlansAnswer } from '@flashboard/shared/wire/deletion'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import * as deletedPlans from '../store/deleted-plans.ts'
import { describe } from './describe.ts'
import { nameOf } from './plan-reading.ts'
import type { Services } from './services.ts'
import type { Known } from './session-cookie.ts'

/** To be mounted behind `requirePerson`. */
export const deletedPlanRoutes = (services: Pick<Services, 'db' | 'plans' | 'clock' | 'logGrew'>) => {
  const { db, clock, logGrew } = services
  return new Hono<Known>()
    .get(
      '/',
      describe({
        summary: 'The deleted plans that you led and can still bring back, the one deleted last first',
        ok: { status: 200, schema: deletedPlansAnswer, is: 'The plans, and until when' },
        refusals: ['no_session'],
      }),
      async (c) => {
        const found: DeletedPlan[] = []
        for (const row of await deletedPlans.listOf(db, c.var.person.id, clock.now())) {
          const { id, deletedAt, by } = row
          found.push({
            id,
            name: await nameOf(services, row),
            deletedAt,
            by,
            until: deletedAt + RESTORABLE_MS,
          })
        }
        return c.json({ plans: found })
      },
    )
    .post(
      '/:plan/restore',
      describe({
        summary: 'Bring a deleted plan back, as one who led it: everybody who was in it is again',
        ok: { status: 204, is: 'It is as it was' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        const planId = c.req.param('plan')
        const isBack = await deletedPlans.restore(db, { planId, by: c.var.person, at: clock.now() })
        if (!isBack) throw new AppError('not_found', rights.read)
        logGrew(planId)
        return c.body(null, 204)
      },
    )
}
