/** Calendar feeds by the hash of their token: whoever reads the database cannot follow one with what is there. */
import type { Owner } from './alert-targets.ts'
import type { Database } from './database.ts'
import type { PlanRow } from './plans.ts'

export interface CalendarFeed extends Owner {
  tokenHash: string
  createdAt: number
}

/** One a person and plan: an earlier one stops. */
export async function put(db: Database, feed: CalendarFeed): Promise<void> {
  const fresh = { token_hash: feed.tokenHash, created_at: feed.createdAt }
  await db
    .insertInto('calendar_feeds')
    .values({ plan_id: feed.planId, person_id: feed.personId, ...fresh })
    .onConflict((conflict) => conflict.columns(['plan_id', 'person_id']).doUpdateSet(fresh))
    .execute()
}

export async function end(db: Database, { planId, personId }: Owner): Promise<void> {
  await db
    .deleteFrom('calendar_feeds')
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .execute()
}

/** When a person's feed of a plan was made (UTC ms), if they have one. */
export async function createdAt(db: Database, { planId, personId }: Owner): Promise<number | undefined> {
  const row = await db
    .selectFrom('calendar_feeds')
    .select('created_at')
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row?.created_at
}

/** Who follows a plan in a calendar, and since when (UTC ms). */
export async function listOf(db: Database, planId: string) {
  return await db
    .selectFrom('calendar_feeds')
    .select(['person_id as personId', 'created_at as createdAt'])
    .where('plan_id', '=', planId)
    .orderBy('created_at')
    .execute()
}

/** The plan that a token shows, while its person is a member. */
export async function planOf(
  db: Database,
  tokenHash: string,
): Promise<Pick<PlanRow, 'id' | 'seq'> | undefined> {
  return await db
    .selectFrom('calendar_feeds as feed')
    .innerJoin('members', (join) =>
      join.onRef('members.plan_id', '=', 'feed.plan_id').onRef('members.person_id', '=', 'feed.person_id'),
    )
    .innerJoin('plans', 'plans.id', 'feed.plan_id')
    .select(['plans.id', 'plans.seq'])
    .where('feed.token_hash', '=', tokenHash)
    .executeTakeFirst()
}
