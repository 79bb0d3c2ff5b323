import type { Role } from '@flashboard/shared/access/roles'
import type { Database } from './database.ts'

export async function roleOf(db: Database, planId: string, personId: string): Promise<Role | undefined> {
  const member = await db
    .selectFrom('members')
    .select('role')
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return member?.role
}

/** Makes a person a member, unless they are one; returns the role that they then have. */
export async function join(
  db: Database,
  member: { planId: string; personId: string; role: Role; at: number },
): Promise<Role> {
  const { planId, personId, role, at } = member
  await db
    .insertInto('members')
    .values({ plan_id: planId, person_id: personId, role, joined_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await roleOf(db, planId, personId)) ?? role
}
