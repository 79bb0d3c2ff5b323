/**
 * Plans that are deleted and can still be brought back. Nobody is a member of such a plan, so nothing that asks for
 * membership finds it; who was one is kept aside.
 */
import { RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { rolesThatMay } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import * as events from './events.ts'
import type { Standing } from './members.ts'
import type { PlanRow } from './plans.ts'

export interface Deletion {
  planId: string
  by: Person
  /** UTC ms. */
  at: number
}

interface DeletedRow extends PlanRow {
  deletedAt: number
  by: string
}

/** To be called within a transaction. */
export async function remove(trx: Database, { planId, by, at }: Deletion): Promise<void> {
  await events.append(trx, planId, [{ kind: 'planDeleted', at, actor: events.actorOf(by) }])
  await trx
    .insertInto('members_of_deleted')
    .columns(['plan_id', 'person_id', 'role', 'joined_at'])
    .expression((members) =>
      members
        .selectFrom('members')
        .select(['plan_id', 'person_id', 'role', 'joined_at'])
        .where('plan_id', '=', planId),
    )
    .execute()
  await trx.deleteFrom('members').where('plan_id', '=', planId).execute()
  await trx.updateTable('plans').set({ deleted_at: at, deleted_by: by.id }).where('id', '=', planId).execute()
}

/** Those that a person led and can bring back at `now` (UTC ms), the one deleted last first. */
export async function listOf(db: Database, personId: string, now: number): Promise<DeletedRow[]> {
  return await db
    .selectFrom('members_of_deleted as was')
    .innerJoin('plans', 'plans.id', 'was.plan_id')
    .innerJoin('people', 'people.id', 'plans.deleted_by')
    .select(['plans.id', 'plans.seq', 'plans.epoch', 'people.name as by'])
    .select((eb) => eb.ref('plans.deleted_at').$notNull().as('deletedAt'))
    .where('was.person_id', '=', personId)
    .where('was.role', 'in', rolesThatMay('own'))
    .where('plans.deleted_at', '>', now - RESTORABLE_MS)
    .orderBy('plans.deleted_at', 'desc')
    .orderBy('plans.id')
    .execute()
}

/** Those that a person was in, as whatever, and that can be brought back at `now` (UTC ms), the one deleted last first. */
export async function placesOf(
  db: Database,
  personId: string,
  now: number,
): Promise<(Standing & { deletedAt: number })[]> {
  return await db
    .selectFrom('members_of_deleted as was')
    .innerJoin('plans', 'plans.id', 'was.plan_id')
    .select(['plans.id', 'plans.seq', 'plans.epoch', 'was.role'])
    .select((eb) => eb.ref('plans.deleted_at').$notNull().as('deletedAt'))
    .where('was.person_id', '=', personId)
    .where('plans.deleted_at', '>', now - RESTORABLE_MS)
    .orderBy('plans.deleted_at', 'desc')
    .orderBy('plans.id')
    .execute()
}

/**
 * Everybody who was in the plan is again.
 * @returns false where it is no plan that the person can bring back.
 */
export async function restore(db: Database, { planId, by, at }: Deletion): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    if (!(await listOf(trx, by.id, at)).some(({ id }) => id === planId)) return false
    await trx
      .insertInto('members')
      .columns(['plan_id', 'person_id', 'role', 'joined_at'])
      .expression((were) =>
        were
          .selectFrom('members_of_deleted')
          .select(['plan_id', 'person_id', 'role', 'joined_at'])
          .where('plan_id', '=', planId),
      )
      .execute()
    await trx.deleteFrom('members_of_deleted').where('plan_id', '=', planId).execute()
    await trx
      .updateTable('plans')
      .set({ deleted_at: null, deleted_by: null })
      .where('id', '=', planId)
      .execute()
    await events.append(trx, planId, [{ kind: 'planBroughtBack', at, actor: events.actorOf(by) }])
    return true
  })
}

/** The plans that nobody can bring back any more at `now` (UTC ms). */
export async function dueBy(db: Database, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom('plans')
    .select('id')
    .where('deleted_at', '<=', now - RESTORABLE_MS)
    .execute()
  return rows.map(({ id }) => id)
}
