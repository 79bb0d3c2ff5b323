/**
 * The one door to a plan over HTTP. Whatever names a plan goes through it: to somebody who is not in it, a plan
 * that exists is no plan.
 */
import { may, type Right, rights } from '@flashboard/shared/access/roles'
import { AppError } from '@flashboard/shared/wire/errors'
import { createMiddleware } from 'hono/factory'
import type { Owner } from '../store/alert-targets.ts'
import type { Database } from '../store/database.ts'
import * as keys from '../store/keys.ts'
import * as members from '../store/members.ts'
import type { Services } from './services.ts'
import { type Known, noSession } from './session-cookie.ts'

/** What a route finds that lies behind the door: who asks, the plan, and their role there. */
export interface InPlan {
  Variables: Known['Variables'] & { plan: members.Standing }
}

/**
 * Lets in members alone; behind `requirePerson`.
 * @throws AppError `not_found`
 */
export const planDoor = (db: Database) =>
  createMiddleware<InPlan>(async (c, next) => {
    const standing = await members.standingOf(db, c.req.param('id') ?? '', c.var.person.id)
    if (!standing) throw noPlan()
    c.set('plan', standing)
    await next()
  })

/** Lets through those who have a right on the plan. */
export const only = (right: Right) =>
  createMiddleware<InPlan>(async (c, next) => {
    if (!may(c.var.plan.role, right)) throw lacks(right)
    await next()
  })

/**
 * Writes for a person, in the transaction in which they still have the right, and are still known by what they came
 * with: neither a removal, nor another role, nor the end of a session or token comes between the question and the deed.
 * @throws AppError `no_session`, `not_found`, `not_allowed`; then nothing was written.
 */
export async function deciding<T>(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  { plan, person, keyId }: Pick<InPlan['Variables'], 'plan' | 'person' | 'keyId'>,
  right: Right,
  act: (trx: Database) => Promise<T>,
): Promise<T> {
  return await members.withStanding(db, plan.id, person.id, async (trx, standing) => {
    if (!(await keys.personOf(trx, keyId, clock.now()))) throw noSession()
    if (!standing) throw noPlan()
    if (!may(standing.role, right)) throw lacks(right)
    return await act(trx)
  })
}

/** For what a person has of a plan by themselves. */
export function ownerOf({ plan, person }: InPlan['Variables']): Owner {
  return { planId: plan.id, personId: person.id }
}

function noPlan(): AppError {
  return new AppError('not_found', rights.read)
}

function lacks(right: Right): AppError {
  return new AppError('not_allowed', `${rights[right]} Nothing was changed.`)
}
