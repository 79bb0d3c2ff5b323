import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import * as events from './events.ts'
import type { Standing } from './members.ts'

export interface NewPlan {
  id: string
  createdBy: Person
  createdAt: number
  template: string
  /** The template's content as one Yjs update: the log's first row. */
  content: Uint8Array
  /** The client ids that the content is written under: its maker's from now on. */
  binds?: readonly number[]
}

export interface PlanRow {
  id: string
  /** The number of the log's last update. */
  seq: number
  /** Changes when a backup is put back: an earlier epoch's pages hold edits that this log never had. */
  epoch: number
}

/** A plan with its first content, its maker as lead, and its log's first event, all or nothing. */
export async function create(db: Database, plan: NewPlan): Promise<void> {
  const { id, createdBy, createdAt, template, content, binds = [] } = plan
  const { id: personId } = createdBy
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('plans')
      .values({
        id,
        created_by: personId,
        created_at: createdAt,
        seq: 1,
        schema_version: PLAN_SCHEMA_VERSION,
      })
      .execute()
    await trx
      .insertInto('members')
      .values({ plan_id: id, person_id: personId, role: 'lead', joined_at: createdAt })
      .execute()
    await trx
      .insertInto('updates')
      .values({ plan_id: id, seq: 1, person_id: personId, at: createdAt, bytes: Buffer.from(content) })
      .execute()
    for (const clientId of binds) {
      await trx
        .insertInto('writers')
        .values({ plan_id: id, client_id: clientId, person_id: personId, at: createdAt })
        .execute()
    }
    await events.append(trx, id, [
      { kind: 'planCreated', at: createdAt, actor: events.actorOf(createdBy), template },
    ])
  })
}

export async function read(
  db: Database,
  id: string,
): Promise<(PlanRow & { schemaVersion: number }) | undefined> {
  return await db
    .selectFrom('plans')
    .select(['id', 'seq', 'epoch', 'schema_version as schemaVersion'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The plans that a person is in, the newest first. */
export async function listOf(db: Database, personId: string): Promise<Standing[]> {
  return await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .select(['plans.id', 'plans.seq', 'plans.epoch', 'members.role'])
    .where('members.person_id', '=', personId)
    .orderBy('plans.created_at', 'desc')
    .orderBy('plans.id')
    .execute()
}

/** The ids of all plans, deleted ones too. */
export async function allIds(db: Database): Promise<string[]> {
  return (await db.selectFrom('plans').select('id').orderBy('created_at').execute()).map(({ id }) => id)
}
