/** What a person has here, and how it passes to who they turn out to be. */
import { RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { type Role, roleNames } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import * as events from './events.ts'
import * as members from './members.ts'
import * as proofs from './proofs.ts'

/**
 * How many plans nobody could get at any more as this person, were this session to end; deleted ones that can still
 * come back are among them.
 * @param issuer whose accounts one can sign in by.
 */
export async function plansHeldBy(
  db: Database,
  { personId, sessionId, issuer = '' }: { personId: string; sessionId: string; issuer?: string | undefined },
  now: number,
): Promise<number> {
  const others = await db
    .selectFrom('sessions')
    .select('id')
    .where('person_id', '=', personId)
    .where('id', '!=', sessionId)
    .where('expires_at', '>', now)
    .unionAll((keys) => keys.selectFrom('passkeys').select('id').where('person_id', '=', personId))
    .unionAll((keys) =>
      keys.selectFrom('accounts').select('id').where('person_id', '=', personId).where('issuer', '=', issuer),
    )
    .executeTakeFirst()
  if (others) return 0
  const places = await db
    .selectFrom('members')
    .select('plan_id')
    .where('person_id', '=', personId)
    .unionAll((deleted) =>
      deleted
        .selectFrom('members_of_deleted as were')
        .innerJoin('plans', 'plans.id', 'were.plan_id')
        .select('were.plan_id')
        .where('were.person_id', '=', personId)
        .where('plans.deleted_at', '>', now - RESTORABLE_MS),
    )
    .execute()
  return places.length
}

/**
 * Gives one person's place in every plan, of deleted ones too, to another, with the greater role of the two, and logs
 * it. Where they are told of a plan goes with it, and so do what their pages write under and the links that they made or
 * came by. Their access tokens end: they were made for less than what the other has.
 * @param arrival who it goes to, and by what they are known to be that
 * @returns the plans whose log grew; nothing where what they proved it by is not theirs any more: then nothing was changed.
 */
export async function bring(
  db: Database,
  from: Person,
  { person: to, proof }: { person: Person; proof: proofs.Proof },
  at: number,
): Promise<string[] | undefined> {
  return await db.transaction().execute(async (trx) => {
    if (!(await proofs.isOf(trx, proof, to.id))) return undefined
    const places = await trx
      .selectFrom('members')
      .select(['plan_id', 'role'])
      .where('person_id', '=', from.id)
      .execute()
    for (const { plan_id: planId, role } of places) {
      await stand(trx, { planId, person: to, role, at, invitedBy: from })
      await trx.deleteFrom('members').where('plan_id', '=', planId).where('person_id', '=', from.id).execute()
      const left = { kind: 'personRemoved', personId: from.id, name: from.name } as const
      await events.append(trx, planId, [{ ...left, at, actor: events.actorOf(from) }])
    }
    await bringDeleted(trx, from, to)
    await trx.deleteFrom('access_tokens').where('person_id', '=', from.id).execute()
    await trx
      .updateTable('alert_targets')
      .set({ person_id: to.id })
      .where('person_id', '=', from.id)
      .execute()
    // Who has one already keeps it.
    for (const table of ['calendar_feeds', 'invitation_uses'] as const) {
      await sql`update or ignore ${sql.table(table)} set person_id = ${to.id} where person_id = ${from.id}`.execute(
        trx,
      )
    }
    await trx.deleteFrom('calendar_feeds').where('person_id', '=', from.id).execute()
    // The links that somebody knows end with their place, whoever they were when they made them.
    for (const table of ['invitations', 'plan_tokens'] as const) {
      await trx.updateTable(table).set({ created_by: to.id }).where('created_by', '=', from.id).execute()
    }
    await trx.updateTable('writers').set({ person_id: to.id }).where('person_id', '=', from.id).execute()
    return places.map(({ plan_id: planId }) => planId)
  })
}

/** So that who can bring a deleted plan back still can, and nobody is in it then who is nobody any more. */
async function bringDeleted(trx: Database, from: Person, to: Person): Promise<void> {
  const were = await trx
    .selectFrom('members_of_deleted')
    .select(['plan_id', 'role', 'joined_at'])
    .where('person_id', '=', from.id)
    .execute()
  for (const { plan_id, role, joined_at } of were) {
    await trx
      .insertInto('members_of_deleted')
      .values({ plan_id, person_id: to.id, role, joined_at })
      .onConflict((known) =>
        known
          .columns(['plan_id', 'person_id'])
          .doUpdateSet({ role })
          .where('members_of_deleted.role', 'in', roleNames.slice(rank(role) + 1)),
      )
      .execute()
  }
  await trx.deleteFrom('members_of_deleted').where('person_id', '=', from.id).execute()
}

/** Makes somebody a member with at least this role. */
async function stand(trx: Database, joining: members.Joining): Promise<void> {
  const { planId, person, role, at, invitedBy } = joining
  const known = await members.roleOf(trx, planId, person.id)
  if (!known) return await members.join(trx, joining)
  if (rank(known) <= rank(role)) return
  await trx
    .updateTable('members')
    .set({ role })
    .where('plan_id', '=', planId)
    .where('person_id', '=', person.id)
    .execute()
  const { id: personId, name } = person
  await events.append(trx, planId, [
    { kind: 'roleChanged', at, actor: events.actorOf(invitedBy), personId, name, from: known, to: role },
  ])
}

/** The roles stand in their table with the most rights first. */
const rank = (role: Role) => roleNames.indexOf(role)
