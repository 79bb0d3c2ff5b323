/** A plan's log, and the decisions that people add to it. What the gates do is the gate clock's to add. */
import { gates } from '@flashboard/shared/readiness/gates'
import { historyIn, historyOf } from '@flashboard/shared/readiness/history'
import { AppError } from '@flashboard/shared/wire/errors'
import { logAnswer, logQuery, waiverAnswer, waiverRequest } from '@flashboard/shared/wire/http'
import { Hono } from 'hono'
import * as events from '../store/events.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import { query } from './query.ts'
import type { Services } from './services.ts'

/** To be mounted where the plans are, behind the door. */
export const planLogRoutes = ({ db, clock, logGrew }: Pick<Services, 'db' | 'clock' | 'logGrew'>) => {
  return new Hono<InPlan>()
    .get(
      '/:id/log',
      describe({
        summary: 'A plan’s log: its events after the number given as `after`, or all',
        ok: { status: 200, schema: logAnswer, is: 'The events in order' },
        refusals: ['bad_request', 'no_session', 'not_found'],
      }),
      query(logQuery),
      async (c) => {
        const { after } = c.req.valid('query')
        return c.json({ events: await events.readAfter(db, c.var.plan.id, Number(after ?? 0)) })
      },
    )
    .post(
      '/:id/waivers',
      describe({
        summary: 'Waive a requirement, as a lead and with a reason; again to change the reason',
        ok: { status: 201, schema: waiverAnswer, is: 'The number of the event in the log' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_allowed', 'not_found', 'too_large'],
      }),
      only('call'),
      jsonBody(waiverRequest),
      async (c) => {
        const { requirement, reason } = c.req.valid('json')
        if (!isRequirement(requirement)) {
          throw new AppError('bad_request', `"${requirement}" is no requirement. Nothing was waived.`)
        }
        const { id } = c.var.plan
        const actor = events.actorOf(c.var.person)
        const waiver = { kind: 'waiverGiven', at: clock.now(), actor, requirement, reason } as const
        const seq = await deciding({ db, clock }, c.var, 'call', (trx) => events.append(trx, id, [waiver]))
        logGrew(id)
        return c.json({ seq }, 201)
      },
    )
    .delete(
      '/:id/waivers/:requirement',
      describe({
        summary: 'Withdraw the waiver of a requirement, as a lead',
        ok: { status: 204, is: 'The requirement is not waived any more' },
        refusals: ['no_session', 'wrong_origin', 'not_allowed', 'not_found'],
      }),
      only('call'),
      async (c) => {
        const requirement = c.req.param('requirement')
        const { id } = c.var.plan
        const actor = events.actorOf(c.var.person)
        const withdrawn = { kind: 'waiverWithdrawn', at: clock.now(), actor, requirement } as const
        // Looked up in the same transaction: of two who withdraw it at once, one does.
        const isWithdrawn = await deciding({ db, clock }, c.var, 'call', async (trx) => {
          const history = historyOf(await events.readAfter(trx, id, 0))
          if (!historyIn(history, requirement).waiver) return false
          await events.append(trx, id, [withdrawn])
          return true
        })
        if (isWithdrawn) logGrew(id)
        return c.body(null, 204)
      },
    )
}

function isRequirement(id: string): boolean {
  return gates.some(({ requirements }) => requirements.some((requirement) => requirement.id === id))
}
