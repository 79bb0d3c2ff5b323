import { setImmediate as untilOthersRan } from 'node:timers/promises'
import { DUPLICATED, IMPORTED, type Origin } from '@flashboard/shared/activity/origins'
import { type GateStanding, judge, openCount, worstGate } from '@flashboard/shared/readiness/judge'
import { AppError } from '@flashboard/shared/wire/errors'
import {
  createPlanRequest,
  duplicatePlanRequest,
  type Person,
  planAnswer,
  plansAnswer,
  planSummary,
  type PlanSummary,
  readinessAnswer,
} from '@flashboard/shared/wire/http'
import { importPlanRequest } from '@flashboard/shared/wire/plan-file'
import { Hono } from 'hono'
import * as Y from 'yjs'
import type * as z from 'zod/mini'
import * as events from '../store/events.ts'
import type { Standing } from '../store/members.ts'
import * as plans from '../store/plans.ts'
import type { PlanReading } from '../sync/plan-reader.ts'
import { alertRoutes } from './alerts.ts'
import { deletedPlanRoutes } from './deleted-plans.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { importedContent } from './imported-plan.ts'
import { duplicatedContent, newPlanContent } from './new-plan.ts'
import { type InPlan, planDoor } from './plan-door.ts'
import { readPlan } from './plan-reading.ts'
import { planDeletionRoutes } from './plan-deletion.ts'
import { planExportRoutes } from './plan-export.ts'
import { planInvitationRoutes } from './plan-invitations.ts'
import { limited } from './rate-limits.ts'
import { planLogRoutes } from './plan-log.ts'
import { peopleRoutes } from './people.ts'
import { planTokenRoutes } from './plan-tokens.ts'
import { runRoutes } from './run.ts'
import type { Services } from './services.ts'
import { sheetRoutes } from './sheets.ts'
import { requirePerson } from './session-cookie.ts'
import { ticketRoutes } from './tickets.ts'
import { versionRoutes } from './versions.ts'

type Parts = Pick<
  Services,
  'db' | 'rooms' | 'plans' | 'migrations' | 'runs' | 'gates' | 'clock' | 'chance' | 'log' | 'logGrew'
> &
  Pick<Services, 'courier' | 'networks' | 'mail' | 'printShop' | 'sockets' | 'site' | 'limits'>

/** How the making of a plan is refused, whatever it is made of. */
const ofMaking = ['bad_request', 'no_session', 'wrong_origin', 'too_large', 'too_many'] as const
/** And where its launch, zone and currency are given. */
const ofFacts = ['launch_in_past', 'end_before_launch', 'unknown_time_zone', 'unknown_currency'] as const

export const planRoutes = (services: Parts) => {
  const { db, clock, chance } = services

  const standingsOf = async (id: string, { plan }: PlanReading, now: number) =>
    judge(plan, now, await events.readAfter(db, id, 0))

  /** One damaged plan must not hide the others; whoever opens it is told. */
  const unlessUnreadable = (error: unknown): undefined => {
    if (!(error instanceof AppError)) throw error
    services.log.error({ err: error.cause }, 'a plan was left out of a list')
  }

  /** A new plan of that content, which the person leads. */
  const make = async (createdBy: Person, template: Origin, content: Uint8Array): Promise<PlanSummary> => {
    const now = clock.now()
    const id = chance.newId()
    const binds = [...Y.parseUpdateMeta(content).to.keys()]
    await plans.create(db, { id, createdBy, createdAt: now, template, content, binds })
    services.gates.begun(id)
    const reading = await readPlan(services, { id, seq: 1 })
    return summaryOf({ id, role: 'lead' }, reading, await standingsOf(id, reading, now))
  }

  // `/import` and `/deleted` stand before the door: from there on what follows the slash is a plan.
  return new Hono<InPlan>()
    .use(requirePerson(services))
    .post(
      '/import',
      describe({
        summary: 'Make a plan of a file that the page wrote as “Plan as JSON”, equal to that plan',
        ok: { status: 201, schema: planSummary, is: 'The new plan, which you lead' },
        refusals: ofMaking,
      }),
      limited(services, 'makePlan'),
      jsonBody(importPlanRequest),
      async (c) => {
        const content = importedContent(c.req.valid('json'), chance)
        return c.json(await make(c.var.person, IMPORTED, content), 201)
      },
    )
    .route('/deleted', deletedPlanRoutes(services))
    .use('/:id/*', planDoor(db))
    .post(
      '/',
      describe({
        summary: 'Make a plan from a template',
        ok: { status: 201, schema: planSummary, is: 'The new plan, which you lead' },
        refusals: [...ofMaking, ...ofFacts],
      }),
      limited(services, 'makePlan'),
      jsonBody(createPlanRequest),
      async (c) => {
        const request = c.req.valid('json')
        const content = newPlanContent(request, clock.now(), chance)
        return c.json(await make(c.var.person, request.template, content), 201)
      },
    )
    .get(
      '/',
      describe({
        summary: 'Your plans: those you are in, the newest first',
        ok: { status: 200, schema: plansAnswer, is: 'The plans' },
        refusals: ['no_session'],
      }),
      async (c) => {
        const now = clock.now()
        const summaries: PlanSummary[] = []
        for (const row of await plans.listOf(db, c.var.person.id)) {
          const reading = await readPlan(services, row).catch(unlessUnreadable)
          // SQLite answers at once, so nothing else in here lets the sockets have their turn.
          await untilOthersRan()
          if (reading) summaries.push(summaryOf(row, reading, await standingsOf(row.id, reading, now)))
        }
        return c.json({ now, plans: summaries } satisfies z.infer<typeof plansAnswer>)
      },
    )
    .post(
      '/:id/duplicate',
      describe({
        summary:
          'Make a plan for the next drop of this one: dates move with the launch, rates start at what was learnt',
        ok: { status: 201, schema: planSummary, is: 'The new plan, which you lead' },
        refusals: [...ofMaking, ...ofFacts, 'not_found', 'plan_unreadable'],
      }),
      limited(services, 'makePlan'),
      jsonBody(duplicatePlanRequest),
      async (c) => {
        const { plan } = await readPlan(services, c.var.plan)
        const log = await events.readAfter(db, c.var.plan.id, 0)
        const content = duplicatedContent({ plan, log }, c.req.valid('json'), clock.now(), chance)
        return c.json(await make(c.var.person, DUPLICATED, content), 201)
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
        const { id, role } = c.var.plan
        const { plan, seq, leftOut } = await readPlan(services, c.var.plan)
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
        const { id } = c.var.plan
        const reading = await readPlan(services, c.var.plan)
        const now = clock.now()
        const standings = await standingsOf(id, reading, now)
        return c.json({ now, gates: standings.map(withoutHistory) })
      },
    )
    .route('/', peopleRoutes(services))
    .route('/', planInvitationRoutes(services))
    .route('/', planLogRoutes(services))
    .route('/', runRoutes(services))
    .route('/', planTokenRoutes(services))
    .route('/', versionRoutes(services))
    .route('/', sheetRoutes(services))
    .route('/', alertRoutes(services))
    .route('/', ticketRoutes(services))
    .route('/', planExportRoutes(services))
    .route('/', planDeletionRoutes(services))
}

/** The log has a route of its own. */
function withoutHistory({ requirements, ...gate }: GateStanding) {
  return { ...gate, requirements: requirements.map((each) => ({ ...each, history: undefined })) }
}

function summaryOf(
  { id, role }: Pick<Standing, 'id' | 'role'>,
  { plan, seq }: PlanReading,
  standings: readonly GateStanding[],
): PlanSummary {
  const { name, launchAt, timeZone, currency } = plan.event
  const worst = worstGate(standings)
  const worstGateSummary = worst && {
    id: worst.id,
    title: worst.title,
    state: worst.state,
    open: openCount(worst),
    dueAt: worst.dueAt,
  }
  return { id, name, launchAt, timeZone, currency, role, seq, worstGate: worstGateSummary ?? null }
}
