/** A plan's past: its moments and named versions, each to be read, compared and restored as a new change. */
import { namedVersions } from '@flashboard/shared/log/versions'
import type { Plan } from '@flashboard/shared/plan/schema'
import { takenBack } from '@flashboard/shared/plan/taken-back'
import { AppError } from '@flashboard/shared/wire/errors'
import {
  nameVersionAnswer,
  nameVersionRequest,
  type RestoreAnswer,
  restoreAnswer,
  restoreRequest,
  type TakeBackAnswer,
  takeBackAnswer,
  takeBackRequest,
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
import { NotRestoredError, type Restore, restorePlan } from '../sync/restore.ts'
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

/** More than anybody reads. */
const STAYS_MAX = 500

/** Of what writes to the plan. */
const changeRefusals = [
  'bad_request',
  'no_session',
  'wrong_origin',
  'not_allowed',
  'not_found',
  'too_large',
  'too_many',
  'plan_unreadable',
  'not_saved',
] as const

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

  /** @param makeOf what the plan is to be, from what it was after each of `seqs` and from what it is. */
  const change = async (
    { person, plan: { id, role, epoch } }: InPlan['Variables'],
    seqs: readonly number[],
    to: Restore['to'],
    makeOf: (then: readonly Plan[], now: Plan) => Plan,
  ) => {
    const member = { personId: person.id, name: person.name, role, epoch, speaksFlashboard: true }
    try {
      const plans = await past.read(id, seqs, person.id)
      const then = seqs.map((seq) => plans.get(seq)!)
      const restored = await restorePlan(services, {
        planId: id,
        member,
        becomes: (now) => makeOf(then, now),
        to,
      })
      if (restored) logGrew(id)
      return restored
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
        refusals: changeRefusals,
      }),
      only('edit'),
      jsonBody(restoreRequest),
      async (c) => {
        const { seq } = c.req.valid('json')
        const { id, seq: last } = c.var.plan
        const { at } = await findState(id, seq)
        const named = namedVersions(await events.readAfter(db, id, 0)).find((each) => each.updateSeq === seq)
        const to = { toSeq: seq, toAt: at, ...(named && { name: named.name }) }
        const restored = await change(c.var, [seq], to, ([then]) => then!)
        return c.json<RestoreAnswer>(restored ?? { seq: last, beforeSeq: null })
      },
    )
    .post(
      '/:id/take-back',
      describe({
        summary: 'Take a restore back, and leave what came after it',
        ok: {
          status: 200,
          schema: takeBackAnswer,
          is: 'What it changed is as before it, but for what stays',
        },
        refusals: changeRefusals,
      }),
      only('edit'),
      jsonBody(takeBackRequest),
      async (c) => {
        const { seq } = c.req.valid('json')
        const { id, seq: last } = c.var.plan
        const log = await events.readAfter(db, id, 0)
        const restore = log.find((event) => event.kind === 'restored' && event.updateSeq === seq)
        if (restore?.kind !== 'restored')
          throw new AppError('not_found', 'That edit of the plan is no restore.')
        const { beforeSeq } = restore
        const to = { toSeq: beforeSeq, toAt: (await findState(id, beforeSeq)).at, takesBack: seq }
        let stays: string[] = []
        const restored = await change(c.var, [beforeSeq, seq], to, ([before, after], now) => {
          const back = takenBack({ before: before!, after: after!, now })
          stays = back.stays.slice(0, STAYS_MAX)
          return back.plan
        })
        return c.json<TakeBackAnswer>({ ...(restored ?? { seq: last, beforeSeq: null }), stays })
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
  if (cause instanceof NotRestoredError && (cause.reason === 'planFull' || cause.reason === 'tooLarge')) {
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
