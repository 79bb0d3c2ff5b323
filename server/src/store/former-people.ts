/** Takes a person out of everything that is theirs. What they wrote in plans stays, without their name. */
import { FORMER_MEMBER } from '@flashboard/shared/access/deletion'
import type { Person } from '@flashboard/shared/wire/http'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import * as invitations from './invitations.ts'
import * as members from './members.ts'
import * as people from './people.ts'
import * as planTokens from './plan-tokens.ts'
import * as plans from './plans.ts'
import { tablesWith } from './purge.ts'

/** What came of it: the plans whose log grew; or those that the person alone leads, and nothing was changed. */
type Left = { left: string[] } | { leads: members.Standing[] }

export async function leave(db: Database, { id }: Person, at: number): Promise<Left> {
  return await db.transaction().execute(async (trx) => {
    const places = await plans.listOf(trx, id)
    const leads: members.Standing[] = []
    for (const place of places) if (await members.isLastLead(trx, place.id, id)) leads.push(place)
    if (leads.length > 0) return { leads }
    const former = { id, name: FORMER_MEMBER }
    // First, so that what is logged from here on has no other name.
    await people.rename(trx, former)
    for (const { id: planId } of places) await members.remove(trx, { planId, personId: id, by: former, at })
    // Of plans, too, that are deleted and can come back: with them their links and addresses would.
    const were = await trx
      .deleteFrom('members_of_deleted')
      .where('person_id', '=', id)
      .returning('plan_id as id')
      .execute()
    for (const { id: planId } of [...places, ...were]) {
      const change = { planId, personId: id, by: former, at }
      await invitations.revokeMadeBy(trx, change)
      await planTokens.endMadeBy(trx, change)
    }
    for (const table of ['calendar_feeds', 'alert_targets'] as const) {
      await trx.deleteFrom(table).where('person_id', '=', id).execute()
    }
    await forgetName(trx, id)
    await deleteOwn(trx, id)
    return { left: places.map((place) => place.id) }
  })
}

/** The tables of a person alone, read off the schema: what they are known by. */
async function deleteOwn(trx: Database, id: string): Promise<void> {
  const ofPlans = new Set(await tablesWith(trx, 'plan_id'))
  for (const table of await tablesWith(trx, 'person_id')) {
    if (ofPlans.has(table) || table === 'invitation_uses') continue
    await sql`delete from ${sql.table(table)} where person_id = ${id}`.execute(trx)
  }
  await trx
    .deleteFrom('one_time')
    .where(sql<boolean>`instr(data, ${id}) > 0`)
    .execute()
}

/** The one change that is ever made to an event: whoever it names keeps their id in it, and loses their name. */
async function forgetName(trx: Database, id: string): Promise<void> {
  await trx.updateTable('plan_events').set({ actor_name: FORMER_MEMBER }).where('actor_id', '=', id).execute()
  const naming = await trx
    .selectFrom('plan_events')
    .select(['plan_id', 'seq', 'data'])
    .where(sql<boolean>`instr(data, ${id}) > 0`)
    .execute()
  for (const { plan_id: planId, seq, data } of naming) {
    await trx
      .updateTable('plan_events')
      .set({ data: JSON.stringify(withoutName(JSON.parse(data), id)) })
      .where('plan_id', '=', planId)
      .where('seq', '=', seq)
      .execute()
  }
}

function withoutName(value: unknown, personId: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutName(each, personId))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.entries(value).map(([key, each]) => [key, withoutName(each, personId)])
  const isTheirs = 'personId' in value && value.personId === personId && 'name' in value
  return { ...Object.fromEntries(inner), ...(isTheirs && { name: FORMER_MEMBER }) }
}
