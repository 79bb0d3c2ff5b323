/** The log of a plan: every event, numbered by the plan's own count and never changed. */
import { type Actor, type NewEvent, type PlanEvent, readEvents } from '@flashboard/shared/log/events'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database, Store } from './database.ts'

/**
 * Appends events to a plan's log, all or none; on disk when it resolves.
 * @returns the number that the last one got.
 */
export async function append(db: Database, planId: string, events: readonly NewEvent[]): Promise<number> {
  return db.isTransaction
    ? await appendWithin(db, planId, events)
    : await db.transaction().execute((trx) => appendWithin(trx, planId, events))
}

async function appendWithin(trx: Database, planId: string, events: readonly NewEvent[]): Promise<number> {
  const { log_seq: last } = await trx
    .updateTable('plans')
    .set((plan) => ({ log_seq: plan('log_seq', '+', events.length) }))
    .where('id', '=', planId)
    .returning('log_seq')
    .executeTakeFirstOrThrow()
  const rows = events.map((event, index) => rowOf(planId, last - events.length + 1 + index, event))
  // One by one: SQLite bounds how many values a statement may have.
  for (const row of rows) await trx.insertInto('plan_events').values(row).execute()
  return last
}

/**
 * Appends an event in a transaction that is open on the connection itself, where what it tells of is written.
 * @throws where the disk refuses; then that transaction must not be committed.
 */
export function eventAppender({ sqlite }: Pick<Store, 'sqlite'>): (planId: string, event: NewEvent) => void {
  const count = sqlite.prepare<[string], { seq: number }>(
    'update plans set log_seq = log_seq + 1 where id = ? returning log_seq as seq',
  )
  const insert = sqlite.prepare<[ReturnType<typeof rowOf>]>(
    `insert into plan_events (plan_id, seq, at, actor_id, actor_name, kind, data)
     values (@plan_id, @seq, @at, @actor_id, @actor_name, @kind, @data)`,
  )
  return (planId, event) => void insert.run(rowOf(planId, count.get(planId)!.seq, event))
}

function rowOf(planId: string, seq: number, { at, actor, kind, ...data }: NewEvent) {
  return {
    plan_id: planId,
    seq,
    at,
    actor_id: actor?.personId ?? null,
    actor_name: actor?.name ?? null,
    kind,
    data: JSON.stringify(data),
  }
}

/** A person as the log names them. */
export function actorOf({ id: personId, name }: Person): Actor {
  return { personId, name }
}

/** The number of a plan's last event; 0 before the first. */
export async function lastSeq(db: Database, planId: string): Promise<number> {
  const row = await db.selectFrom('plans').select('log_seq').where('id', '=', planId).executeTakeFirst()
  return row?.log_seq ?? 0
}

/** A plan's events after a seq, in their order. What this version does not know is left out. */
export async function readAfter(db: Database, planId: string, after: number): Promise<PlanEvent[]> {
  const rows = await db
    .selectFrom('plan_events')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute()
  return readEvents(
    rows.map(({ seq, at, actor_id: personId, actor_name: name, kind, data }) => ({
      ...parsed(data),
      seq,
      at,
      actor: personId === null ? null : { personId, name },
      kind,
    })),
  )
}

/** A damaged row is left out like one of another version. */
function parsed(data: string): object {
  try {
    return JSON.parse(data) as object
  } catch {
    return {}
  }
}
