/** Invitations by the hash of their secret: whoever reads the database cannot join with what is there. */
import { endOf, type InvitationEnd, type InvitationTerms } from '@flashboard/shared/access/invitations'
import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import * as events from './events.ts'
import * as members from './members.ts'

export interface Invitation extends InvitationTerms {
  id: string
  planId: string
  /** Who made it, as they are called now. */
  by: Person
  createdAt: number
}

export interface NewInvitation extends Pick<Invitation, 'id' | 'planId' | 'by' | 'createdAt'> {
  secretHash: string
  role: Role
  expiresAt: number
  usesMax: number
}

/**
 * To be called within a transaction.
 * @returns false where the plan has `atMost` open ones already.
 */
export async function make(trx: Database, invitation: NewInvitation, atMost: number): Promise<boolean> {
  const { id, planId, by, createdAt, secretHash, role, expiresAt, usesMax } = invitation
  if ((await listOpen(trx, planId, createdAt)).length >= atMost) return false
  const terms = { role, uses_max: usesMax, expires_at: expiresAt }
  await trx
    .insertInto('invitations')
    .values({
      id,
      plan_id: planId,
      secret_hash: secretHash,
      created_by: by.id,
      created_at: createdAt,
      ...terms,
    })
    .execute()
  const actor = events.actorOf(by)
  await events.append(trx, planId, [
    { kind: 'invitationMade', at: createdAt, actor, invitation: id, role, usesMax, expiresAt },
  ])
  return true
}

/** Those of a plan that let somebody in at `now` (UTC ms), the newest first. */
export async function listOpen(db: Database, planId: string, now: number): Promise<Invitation[]> {
  const rows = await selecting(db)
    .where('invitations.plan_id', '=', planId)
    .where('expires_at', '>', now)
    .orderBy('invitations.created_at', 'desc')
    .orderBy('invitations.id')
    .execute()
  return rows.map(invitationOf).filter((invitation) => endOf(invitation, now) === undefined)
}

/** All that a person made and are remembered, in whatever plan and over or not, the newest first. */
export async function madeBy(db: Database, personId: string): Promise<Invitation[]> {
  const rows = await selecting(db)
    .where('created_by', '=', personId)
    .orderBy('invitations.created_at', 'desc')
    .orderBy('invitations.id')
    .execute()
  return rows.map(invitationOf)
}

/** @returns nothing for a plan that is deleted, in which nobody is. */
export async function findBySecret(db: Database, secretHash: string): Promise<Invitation | undefined> {
  const row = await selecting(db)
    .where('secret_hash', '=', secretHash)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('members').select('person_id').whereRef('members.plan_id', '=', 'invitations.plan_id'),
      ),
    )
    .executeTakeFirst()
  return row && invitationOf(row)
}

/** What came of it: in now, or before, with their role; or why not; nothing where there is no such invitation. */
export type Accepted = { planId: string; role: Role; isNew: boolean } | { end: InvitationEnd } | undefined

/** Makes a person a member by an invitation, counted in the same transaction. Who is one stays what they are. */
export async function accept(
  db: Database,
  { secretHash, person, at }: { secretHash: string; person: Person; at: number },
): Promise<Accepted> {
  return await db.transaction().execute(async (trx) => {
    const invitation = await findBySecret(trx, secretHash)
    if (!invitation) return undefined
    const { id, planId, role, by } = invitation
    const known = await members.roleOf(trx, planId, person.id)
    if (known) return { planId, role: known, isNew: false }
    const end = endOf(invitation, at)
    if (end) return { end }
    // Who has left and comes back by the same link has used it already.
    await trx
      .insertInto('invitation_uses')
      .values({ invitation_id: id, person_id: person.id, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await members.join(trx, { planId, person, role, at, invitedBy: by })
    return { planId, role, isNew: true }
  })
}

/**
 * Takes an invitation back. To be called within a transaction.
 * @returns false where the plan has no such invitation.
 */
export async function revoke(
  trx: Database,
  { planId, id, by, at }: { planId: string; id: string; by: Person; at: number },
): Promise<boolean> {
  const row = await selecting(trx)
    .where('invitations.id', '=', id)
    .where('invitations.plan_id', '=', planId)
    .executeTakeFirst()
  if (!row) return false
  if (endOf(invitationOf(row), at)) return true
  await trx.updateTable('invitations').set({ revoked_at: at }).where('id', '=', id).execute()
  const revoked = { kind: 'invitationRevoked', at, invitation: id, role: row.role } as const
  await events.append(trx, planId, [{ ...revoked, actor: events.actorOf(by) }])
  return true
}

/** Takes back the invitations that somebody came by: whoever was removed still has the link. Within a transaction. */
export async function revokeThoseOf(
  trx: Database,
  { planId, personId, by, at }: members.Change,
): Promise<void> {
  const used = await trx
    .selectFrom('invitation_uses')
    .innerJoin('invitations', 'invitations.id', 'invitation_uses.invitation_id')
    .select('invitations.id')
    .where('invitations.plan_id', '=', planId)
    .where('invitation_uses.person_id', '=', personId)
    .execute()
  for (const { id } of used) await revoke(trx, { planId, id, by, at })
}

/** Takes back the invitations that somebody made who may make none any more: they know the links. Within a transaction. */
export async function revokeMadeBy(
  trx: Database,
  { planId, personId, by, at }: members.Change,
): Promise<void> {
  const made = await trx
    .selectFrom('invitations')
    .select('id')
    .where('plan_id', '=', planId)
    .where('created_by', '=', personId)
    .where('revoked_at', 'is', null)
    .execute()
  for (const { id } of made) await revoke(trx, { planId, id, by, at })
}

function selecting(db: Database) {
  return db
    .selectFrom('invitations')
    .innerJoin('people', 'people.id', 'invitations.created_by')
    .select((eb) => [
      'invitations.id',
      'invitations.plan_id',
      'invitations.role',
      'invitations.uses_max',
      'invitations.created_at',
      'invitations.expires_at',
      'invitations.revoked_at',
      'people.id as by_id',
      'people.name as by_name',
      eb
        .selectFrom('invitation_uses')
        .select(({ fn }) => fn.countAll<number>().as('uses'))
        .whereRef('invitation_uses.invitation_id', '=', 'invitations.id')
        .$asScalar()
        .$notNull()
        .as('uses'),
    ])
}

function invitationOf(row: Awaited<ReturnType<ReturnType<typeof selecting>['executeTakeFirstOrThrow']>>) {
  return {
    id: row.id,
    planId: row.plan_id,
    role: row.role,
    usesMax: row.uses_max,
    uses: row.uses,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    by: { id: row.by_id, name: row.by_name },
  } satisfies Invitation
}
