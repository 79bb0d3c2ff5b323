import type { Role } from '@flashboard/shared/access/roles'
import { judge, openCount, worstGate } from '@flashboard/shared/readiness/judge'
import { AppError } from '@flashboard/shared/wire/errors'
import {
  createPlanRequest,
  planAnswer,
  plansAnswer,
  planSummary,
  type PlanSummary,
  readinessAnswer,
} from '@flashboard/shared/wire/http'
import { Hono } from 'hono'
import type * as z from 'zod/mini'
import * as members from '../store/members.ts'
import * as plans from '../store/plans.ts'
import type { PlanReading } from '../sync/plan-reader.ts'
import { PlanUnreadableError } from '../sync/stored-document.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { newPlanContent } from './new-plan.ts'
import type { Services } from './services.ts'
import { requirePerson } from './session-cookie.ts'

/** What somebody may do who has a plan's address and has not opened it yet. */
export const NEWCOMER_ROLE: Role = 'editor'

export const planRoutes = (services: Pick<Services, 'db' | 'plans' | 'clock' | 'chance' | 'log'>) => {
  const { db, clock, chance } = services

  const readById = async (id: string): Promise<PlanReading> => {
    const row = await plans.read(db, id)
    if (!row) throw new AppError('not_found', 'There is no plan at this address.')
    return await read(row)
  }
  const read = async (row: plans.PlanRow): Promise<PlanReading> => {
    try {
      return await services.plans.read(row)
    } catch (cause) {
      if (!(cause instanceof PlanUnreadableError)) throw cause
      const message = 'The plan could not be read from disk. Nothing was changed there; try again.'
      throw new AppError('plan_unreadable', message, { cause })
    }
  }

  /** One damaged plan must not hide the others; whoever opens it is told. */
  const unlessUnreadable = (error: unknown): undefined => {
    if (!(error instanceof AppError)) throw error
    services.log.error({ err: error.cause }, 'a plan was left out of a list')
  }

  return new Hono()
    .use(requirePerson(services))
    .post(
      '/',
      describe({
        summary: 'Make a plan from a template',
        ok: { status: 201, schema: planSummary, is: 'The new plan, which you lead' },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'too_large',
          'launch_in_past',
          'end_before_launch',
          'unknown_time_zone',
          'unknown_currency',
        ],
      }),
      jsonBody(createPlanRequest),
      async (c) => {
        const now = clock.now()
        const content = newPlanContent(c.req.valid('json'), now, chance)
        const id = chance.newId()
        await plans.create(db, { id, createdBy: c.var.person.id, createdAt: now, content })
        return c.json(summaryOf(id, 'lead', await read({ id, seq: 1 }), now), 201)
      },
    )
    .get(
      '/',
      describe({
        summary: 'Your plans: those you made and those you opened, the newest first',
        ok: { status: 200, schema: plansAnswer, is: 'The plans' },
        refusals: ['no_session'],
      }),
      async (c) => {
        const now = clock.now()
        const summaries: PlanSummary[] = []
        for (const row of await plans.listOf(db, c.var.person.id)) {
          const reading = await read(row).catch(unlessUnreadable)
          if (reading) summaries.push(summaryOf(row.id, row.role, reading, now))
        }
        return c.json({ now, plans: summaries } satisfies z.infer<typeof plansAnswer>)
      },
    )
    .get(
      '/:id',
      describe({
        summary: 'A plan as it stands',
        ok: { status: 200, schema: planAnswer, is: 'The plan' },
        refusals: ['no_session', 'not_found', 'plan_unreadable'],
      }),
      async (c) => {
        const id = c.req.param('id')
        const { plan, seq, leftOut } = await readById(id)
        const role = (await members.roleOf(db, id, c.var.person.id)) ?? NEWCOMER_ROLE
        return c.json({ id, role, seq, leftOut, plan })
      },
    )
    .get(
      '/:id/readiness',
      describe({
        summary: 'How each gate of a plan stands now, and what is missing',
        ok: { status: 200, schema: readinessAnswer, is: 'The gates in order' },
        refusals: ['no_session', 'not_found', 'plan_unreadable'],
      }),
      async (c) => {
        const { plan } = await readById(c.req.param('id'))
        const now = clock.now()
        return c.json({ now, gates: judge(plan, now) })
      },
    )
}

function summaryOf(id: string, role: Role, { plan, seq }: PlanReading, now: number): PlanSummary {
  const { name, launchAt, timeZone, currency } = plan.event
  const worst = worstGate(judge(plan, now))
  const worstGateSummary = worst && {
    id: worst.id,
    title: worst.title,
    state: worst.state,
    open: openCount(worst),
    dueAt: worst.dueAt,
  }
  return { id, name, launchAt, timeZone, currency, role, seq, worstGate: worstGateSummary ?? null }
}
