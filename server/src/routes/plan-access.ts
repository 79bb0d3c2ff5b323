/** Who may do what on a plan that is addressed by a request. */
import { type Role, roles } from '@flashboard/shared/access/roles'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Owner } from '../store/alert-targets.ts'
import type { Database } from '../store/database.ts'
import * as members from '../store/members.ts'
import * as plans from '../store/plans.ts'
import type { PlanReading } from '../sync/plan-reader.ts'
import { PlanUnreadableError } from '../sync/stored-plan.ts'
import type { Services } from './services.ts'

/** What somebody may do who has a plan's address and has not opened it yet. */
export const NEWCOMER_ROLE: Role = 'editor'

export async function roleOn(db: Database, planId: string, personId: string): Promise<Role> {
  return (await members.roleOf(db, planId, personId)) ?? NEWCOMER_ROLE
}

/** @throws AppError `not_found` */
export async function findPlan(db: Database, planId: string): Promise<plans.PlanRow> {
  const row = await plans.read(db, planId)
  if (!row) throw noPlan()
  return row
}

function noPlan(): AppError {
  return new AppError('not_found', 'There is no plan at this address.')
}

/**
 * For what a person has of a plan by themselves: to others the plan is not there.
 * @throws AppError `not_found`
 */
export async function requireMember(db: Database, planId: string, personId: string): Promise<Owner> {
  const { id } = await findPlan(db, planId)
  if (await members.roleOf(db, id, personId)) return { planId: id, personId }
  throw noPlan()
}

/** @throws AppError `not_found`, `plan_unreadable` */
export async function readPlan(parts: Pick<Services, 'db' | 'plans'>, planId: string): Promise<PlanReading> {
  return await readPlanAt(parts, await findPlan(parts.db, planId))
}

/** @throws AppError `plan_unreadable` */
export async function readPlanAt(
  { plans }: Pick<Services, 'plans'>,
  row: Pick<plans.PlanRow, 'id' | 'seq'>,
): Promise<PlanReading> {
  try {
    return await plans.read(row)
  } catch (cause) {
    throw cause instanceof PlanUnreadableError ? unreadable(cause) : cause
  }
}

export function unreadable(cause: PlanUnreadableError): AppError {
  const message = 'The plan could not be read from disk. Nothing was changed there; try again.'
  return new AppError('plan_unreadable', message, { cause })
}

/**
 * For a member who may write the plan.
 * @param deed what it is otherwise that they may not do: "restore a version".
 * @throws AppError `not_found`, `not_allowed`
 */
export async function requireEditor(
  db: Database,
  planId: string,
  personId: string,
  deed: string,
): Promise<Role> {
  await requireMember(db, planId, personId)
  const role = await roleOn(db, planId, personId)
  if (roles[role].mayEdit) return role
  throw new AppError('not_allowed', `A viewer may not ${deed}. Nothing was changed; ask a lead of this plan.`)
}

/** @throws AppError `not_allowed`, saying what it is that they may not do: "waive a requirement". */
export async function requireCaller(
  db: Database,
  planId: string,
  personId: string,
  deed: string,
): Promise<void> {
  if (roles[await roleOn(db, planId, personId)].mayCall) return
  throw new AppError('not_allowed', `Only a lead may ${deed}. Nothing was changed; ask a lead of this plan.`)
}
