/** A plan's past: its moments and named versions, each to be read, compared and restored as a new change. */
import { namedVersions } from '@flashboard/shared/log/versions'
import { AppError } from '@flashboard/shared/wire/errors'
import {
  nameVersionAnswer,
  nameVersionRequest,
  type RestoreAnswer,
  restoreAnswer,
  restoreRequest,
  versionAnswer,
  versionQuery,
  versionsAnswer,
  versionsQuery,
} from '@flashboard/shared/wire/versions'
import { Hono } from 'hono'
import * as events from '../store/events.ts'
import { editsOf } from '../store/updates.ts'
import { PastReader } from '../sync/past-reader.ts'
import { compare, momentsBefore } from '../sync/plan-history.ts'
import { NotRestoredError, restorePlan } from '../sync/restore.ts'
import { StoppingError } from '../sync/room-registry.ts'
import { PlanUnreadableError } from '../sync/stored-plan.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import { unreadable } from './plan-reading.ts'
import { query } from './query.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'db' | 'rooms' | 'migrations' | 'chance' | 'clock' | 'logGrew'>

/** A guess: how fast one may write again is a figure of its own for each of several limits. */
const RETRY_AFTER_SECONDS = 10

/** To be mounted where the plans are, behind the door. */
export const versionRoutes = (services: Parts) => {
  const { db, clock, logGrew } = services
  const past = new PastReader(services)

  /** @throws AppError `not_found` */
  const findState = async (id: string, seq: number) => {
    const [edit] = Number.isSafeInteger(seq) ? await editsOf(db, id, { after: seq - 1, upTo: seq }) : []
    if (edit) return edit
    throw new AppError('not_found', 'This plan has no edit of that number.')
  }

  const restore = async (
    { person, plan: { id, role, epoch } }: InPlan['Variables'],
    { seq, at }: { seq: number; at: number },
  ) => {
    const member = { personId: person.id, name: person.name, role, epoch, speaksFlashboard: true }
    try {
      const plan = (await past.read(id, [seq], person.id)).get(seq)!
      const named = namedVersions(await events.readAfter(db, id, 0)).find((each) => each.updateSeq === seq)
      const to = { toSeq: seq, toAt: at, ...(named && { name: named.name }) }
      return await restorePlan(services, { planId: id, member, past: plan, to })
    } catch (error) {
      throw refusalOf(error)
    }
  }

  return new Hono<InPlan>()
    .get(
      '/:id/versions',
      describe({
        summary: 'A plan’s named versions, and the moments in which it was edited, the latest first',
        ok: { status: 200, schema: versionsAnswer, is: 'The versions, and some moments' },
        refusals: ['bad_request', 'no_session', 'not_found'],
      }),
      query(versionsQuery),
      async (c) => {
        const { before } = c.req.valid('query')
        const { id, seq } = c.var.plan
        const log = await events.readAfter(db, id, 0)
        const page = await momentsBefore(db, id, Number(before ?? seq + 1), log)
        return c.json({ seq, versions: namedVersions(log), ...page })
      },
    )
    .post(
      '/:id/versions',
      describe({
        summary: 'Name a version of a plan: as it is now, or as it was after an edit',
        ok: { status: 201, schema: nameVersionAnswer, is: 'The version has that name' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_allowed', 'not_found', 'too_large'],
      }),
      only('edit'),
      jsonBody(nameVersionRequest),
      async (c) => {
        const { name, seq: asked } = c.req.valid('json')
        const { id, seq } = c.var.plan
        const updateSeq = asked ?? seq
        await findState(id, updateSeq)
        const actor = events.actorOf(c.var.person)
        const named = { kind: 'versionNamed', at: clock.now(), actor, name, updateSeq } as const
        const event = await deciding({ db, clock }, c.var, 'edit', (trx) => events.append(trx, id, [named]))
        logGrew(id)
        return c.json({ seq: event, updateSeq }, 201)
      },
    )
    .get(
      '/:id/versions/:seq',
      describe({
        summary: 'A plan as it was after an edit, and what changed since the moment before or another edit',
        ok: { status: 200, schema: versionAnswer, is: 'The plan, and the changes in words' },
        refusals: ['bad_request', 'no_session', 'not_found', 'too_many', 'plan_unreadable'],
      }),
      query(versionQuery),
      async (c) => {
        const { id } = c.var.plan
        const seq = Number(c.req.param('seq'))
        const { at, personId, name } = await findState(id, seq)
        const asking = c.var.person.id
        const { since: asked } = c.req.valid('query')
        const since = asked === undefined ? await momentBefore(id, seq) : Number(asked)
        if (since > 0) await findState(id, since)
        const compared = await compare({ db, past }, id, { since, seq, personId: asking }).catch(
          (error: unknown) => {
            throw refusalOf(error)
          },
        )
        return c.json({ seq, at, by: { personId, name }, since, ...compared })
      },
    )
    .post(
      '/:id/restore',
      describe({
        summary: 'Set a plan back to what it was after an edit, as a new change that everybody sees',
        ok: { status: 200, schema: restoreAnswer, is: 'The plan is as it was, and what came since is kept' },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'not_allowed',
          'not_found',
          'too_large',
          'too_many',
          'plan_unreadable',
          'not_saved',
        ],
      }),
      only('edit'),
      jsonBody(restoreRequest),
      async (c) => {
        const { seq } = c.req.valid('json')
        const { id, seq: last } = c.var.plan
        const restored = await restore(c.var, await findState(id, seq))
        if (!restored) return c.json<RestoreAnswer>({ seq: last, beforeSeq: null })
        logGrew(id)
        return c.json<RestoreAnswer>(restored)
      },
    )

  async function momentBefore(id: string, seq: number): Promise<number> {
    const { moments } = await momentsBefore(db, id, seq + 1, await events.readAfter(db, id, 0))
    return (moments[0]?.fromSeq ?? 1) - 1
  }
}

function refusalOf(cause: unknown): unknown {
  if (cause instanceof PlanUnreadableError) return unreadable(cause)
  if (!(cause instanceof NotRestoredError || cause instanceof StoppingError)) return cause
  if (cause instanceof NotRestoredError && cause.reason === 'planFull') {
    const says =
      'This plan is full. Nothing was restored: delete what it no longer needs, or import its file as a new plan.'
    return new AppError('too_large', says, { cause })
  }
  if (cause instanceof NotRestoredError && cause.reason === 'tooFast') {
    const message = 'You have written very much in a short time. Nothing was restored; try again in a while.'
    return new AppError('too_many', message, { cause, retryAfterSeconds: RETRY_AFTER_SECONDS })
  }
  return new AppError('not_saved', 'The server could not save it. Nothing was restored; try again.', {
    cause,
  })
}
