/** Who is in a plan, and as what. What changes it is logged in the same transaction. */
import { type Role, rolesThatMay } from '@flashboard/shared/access/roles'
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
