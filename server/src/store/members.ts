import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import * as events from './events.ts'

export async function roleOf(db: Database, planId: string, personId: string): Promise<Role | undefined> {
  const member = await db
    .selectFrom('members')
    .select('role')
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return member?.role
}

/**
 * Makes a person a member and logs it, unless they are one.
 * @returns the role that they then have, and whether they are new.
 */
export async function join(
  db: Database,
  { planId, person, role, at }: { planId: string; person: Person; role: Role; at: number },
): Promise<{ role: Role; isNew: boolean }> {
  const known = await roleOf(db, planId, person.id)
  if (known) return { role: known, isNew: false }
  return await db.transaction().execute(async (trx) => {
    // Their second tab may have come between.
    const meanwhile = await roleOf(trx, planId, person.id)
    if (meanwhile) return { role: meanwhile, isNew: false }
    const { id: personId, name } = person
    await trx
      .insertInto('members')
      .values({ plan_id: planId, person_id: personId, role, joined_at: at })
      .execute()
    await events.append(trx, planId, [
      { kind: 'personJoined', at, actor: { personId, name }, personId, name, role },
    ])
    return { role, isNew: true }
  })
}
