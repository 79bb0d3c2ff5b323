/** Who is in a plan, and as what. What changes it is logged in the same transaction. */
import { may, type Role, rolesThatMay } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import * as events from './events.ts'
import type { PlanRow } from './plans.ts'

/** A plan as somebody who is in it finds it. */
export interface Standing extends PlanRow {
  role: Role
}

export interface Member {
  personId: string
  name: string
  role: Role
  joinedAt: number
}

/** @returns nothing where there is no such plan, and where the person is not in it. */
export async function standingOf(
  db: Database,
  planId: string,
  personId: string,
): Promise<Standing | undefined> {
  return await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .select(['plans.id', 'plans.seq', 'plans.epoch', 'members.role'])
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
}

export async function roleOf(db: Database, planId: string, personId: string): Promise<Role | undefined> {
  return (await standingOf(db, planId, personId))?.role
}

/** Does something in one transaction with the question how the person stands, so that no removal comes between. */
export async function withStanding<T>(
  db: Database,
  planId: string,
  personId: string,
  act: (trx: Database, standing: Standing | undefined) => Promise<T>,
): Promise<T> {
  return await db
    .transaction()
    .execute(async (trx) => await act(trx, await standingOf(trx, planId, personId)))
}

/** Those with the most rights first, then by when they joined. */
export async function listOf(db: Database, planId: string): Promise<Member[]> {
  const members = await db
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person_id')
    .select(['people.id as personId', 'people.name', 'members.role', 'members.joined_at as joinedAt'])
    .where('plan_id', '=', planId)
    .orderBy('joined_at')
    .orderBy('people.id')
    .execute()
  return rolesThatMay('read').flatMap((role) => members.filter((member) => member.role === role))
}

export interface Joining {
  planId: string
  person: Person
  role: Role
  at: number
  invitedBy: Person
}

/** Makes somebody a member who is none yet. To be called within a transaction. */
export async function join(trx: Database, { planId, person, role, at, invitedBy }: Joining): Promise<void> {
  const { id: personId, name } = person
  const joined = { kind: 'personJoined', at, actor: events.actorOf(person), personId, name, role } as const
  await trx
    .insertInto('members')
    .values({ plan_id: planId, person_id: personId, role, joined_at: at })
    .execute()
  await events.append(trx, planId, [{ ...joined, invitedBy: events.actorOf(invitedBy) }])
}

/** What somebody's place in a plan becomes, who says so, and when. */
export interface Change {
  planId: string
  personId: string
  by: Person
  at: number
}

/** Nobody would lead the plan any more, so nothing was changed. */
export const LAST_LEAD = 'lastLead'

/**
 * To be called within a transaction.
 * @returns what they were; nothing where they are not in the plan.
 */
export async function changeRole(
  trx: Database,
  { planId, personId, by, at, to }: Change & { to: Role },
): Promise<Role | typeof LAST_LEAD | undefined> {
  const known = await memberOf(trx, planId, personId)
  if (!known) return undefined
  const { role: from, name } = known
  if (from === to) return from
  if (!may(to, 'admit') && (await isLastLead(trx, planId, personId))) return LAST_LEAD
  await trx
    .updateTable('members')
    .set({ role: to })
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .execute()
  const changed = { kind: 'roleChanged', at, actor: events.actorOf(by), personId, name, from, to } as const
  await events.append(trx, planId, [changed])
  return from
}

/**
 * Takes somebody out of a plan, with what tells them of it. To be called within a transaction.
 * @returns what they were; nothing where they are not in the plan.
 */
export async function remove(
  trx: Database,
  { planId, personId, by, at }: Change,
): Promise<Role | typeof LAST_LEAD | undefined> {
  const known = await memberOf(trx, planId, personId)
  if (!known) return undefined
  if (await isLastLead(trx, planId, personId)) return LAST_LEAD
  for (const table of ['members', 'calendar_feeds', 'alert_targets'] as const) {
    await trx.deleteFrom(table).where('plan_id', '=', planId).where('person_id', '=', personId).execute()
  }
  const removed = { kind: 'personRemoved', at, personId, name: known.name } as const
  await events.append(trx, planId, [{ ...removed, actor: events.actorOf(by) }])
  return known.role
}

async function memberOf(trx: Database, planId: string, personId: string): Promise<Member | undefined> {
  return (await listOf(trx, planId)).find((member) => member.personId === personId)
}

export async function isLastLead(trx: Database, planId: string, personId: string): Promise<boolean> {
  const leads = await trx
    .selectFrom('members')
    .select('person_id')
    .where('plan_id', '=', planId)
    .where('role', 'in', rolesThatMay('admit'))
    .execute()
  return leads.length === 1 && leads[0]!.person_id === personId
}
