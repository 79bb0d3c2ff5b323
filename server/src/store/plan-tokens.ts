/** Addresses for programs that have no session, by the hash of their token. */
import type { TokenPurpose } from '@flashboard/shared/wire/war-room'
import type { Database } from './database.ts'

interface PlanToken {
  id: string
  planId: string
  purpose: TokenPurpose
  tokenHash: string
  secret: string | null
  createdBy: string
  createdAt: number
}

export async function add(db: Database, token: PlanToken): Promise<void> {
  const { id, purpose, secret } = token
  await db
    .insertInto('plan_tokens')
    .values({
      id,
      purpose,
      secret,
      plan_id: token.planId,
      token_hash: token.tokenHash,
      created_by: token.createdBy,
      created_at: token.createdAt,
      used_at: null,
    })
    .execute()
}

/** A plan's, the oldest first; without what is secret in them. */
export async function listOf(db: Database, planId: string) {
  return await db
    .selectFrom('plan_tokens')
    .innerJoin('people', 'people.id', 'plan_tokens.created_by')
    .select(['plan_tokens.id', 'purpose', 'people.name as by'])
    .select(['plan_tokens.created_at as createdAt', 'used_at as usedAt'])
    .where('plan_id', '=', planId)
    .orderBy('plan_tokens.created_at')
    .orderBy('plan_tokens.id')
    .execute()
}

/** The plan that a token leads to, while anybody is in it: of a deleted one nobody is. */
export async function find(db: Database, purpose: TokenPurpose, tokenHash: string) {
  return await db
    .selectFrom('plan_tokens as token')
    .innerJoin('plans', 'plans.id', 'token.plan_id')
    .select(['token.id as tokenId', 'token.secret', 'plans.id', 'plans.seq'])
    .where('token.purpose', '=', purpose)
    .where('token.token_hash', '=', tokenHash)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('members').select('person_id').whereRef('members.plan_id', '=', 'plans.id')),
    )
    .executeTakeFirst()
}

export async function used(db: Database, id: string, at: number): Promise<void> {
  await db.updateTable('plan_tokens').set({ used_at: at }).where('id', '=', id).execute()
}

/** @returns whether there was one. */
export async function end(db: Database, planId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('plan_tokens')
    .where('plan_id', '=', planId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Ends those that somebody made who leads the plan no more: they know the addresses. Within a transaction. */
export async function endMadeBy(
  trx: Database,
  { planId, personId }: { planId: string; personId: string },
): Promise<void> {
  await trx
    .deleteFrom('plan_tokens')
    .where('plan_id', '=', planId)
    .where('created_by', '=', personId)
    .execute()
}
