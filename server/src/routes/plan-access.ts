/** Who may do what on a plan that is addressed by a request. */
import { type Role, roles } from '@flashboard/shared/access/roles'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Database } from '../store/database.ts'
import * as members from '../store/members.ts'
import * as plans from '../store/plans.ts'

/** What somebody may do who has a plan's address and has not opened it yet. */
export const NEWCOMER_ROLE: Role = 'editor'

export async function roleOn(db: Database, planId: string, personId: string): Promise<Role> {
  return (await members.roleOf(db, planId, personId)) ?? NEWCOMER_ROLE
}

/** @throws AppError `not_found` */
export async function findPlan(db: Database, planId: string): Promise<plans.PlanRow> {
  const row = await plans.read(db, planId)
  if (!row) throw new AppError('not_found', 'There is no plan at this address.')
  return row
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
