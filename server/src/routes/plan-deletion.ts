/** A lead deletes a plan: for a while it can be brought back, then the server forgets it. */
import { RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { planDeletedAnswer } from '@flashboard/shared/wire/deletion'
import { Hono } from 'hono'
import * as deletedPlans from '../store/deleted-plans.ts'
import { describe } from './describe.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import type { Services } from './services.ts'

/** To be mounted where the plans are, behind the door. */
export const planDeletionRoutes = ({
  db,
  clock,
  rooms,
  sockets,
}: Pick<Services, 'db' | 'clock' | 'rooms' | 'sockets'>) =>
  new Hono<InPlan>().delete(
    '/:id',
    describe({
      summary: 'Delete a plan, as a lead: for seven days a lead can bring it back, then it is gone for good',
      ok: { status: 200, schema: planDeletedAnswer, is: 'Nobody finds it; what was open of it is closed' },
      refusals: ['no_session', 'wrong_origin', 'not_allowed', 'not_found'],
    }),
    only('own'),
    async (c) => {
      const planId = c.var.plan.id
      const at = clock.now()
      // What somebody wrote until now is there when it is brought back.
      await rooms.drained()
      const deletion = { planId, by: c.var.person, at }
      await deciding({ db, clock }, c.var, 'own', (trx) => deletedPlans.remove(trx, deletion))
      sockets.close({ planId }, 'deleted')
      return c.json({ until: at + RESTORABLE_MS })
    },
  )
