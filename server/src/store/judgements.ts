/** How far each plan has been judged, and when time alone will turn one of its gates. */
import type { NewEvent } from '@flashboard/shared/log/events'
import type { Database } from './database.ts'
import * as events from './events.ts'

interface Judged {
  id: string
  /** The number of the update log's last row. */
  seq: number
  /** The last update that the gates were judged by; 0 before the first. */
  judgedSeq: number
  /** The launch (UTC ms) as it was then. */
  judgedLaunchAt: number | null
  /** When the next deadline will have passed (UTC ms), as it was then. */
  nextTurnAt: number | null
}

export async function read(db: Database, planId: string): Promise<Judged | undefined> {
  return await db
    .selectFrom('plans')
    .select(['id', 'seq', 'judged_seq as judgedSeq'])
    .select(['judged_launch_at as judgedLaunchAt', 'next_turn_at as nextTurnAt'])
    .where('id', '=', planId)
    .executeTakeFirst()
}

/** Keeps a judgement whole: the events that it found, and how far it went. */
export async function keep(
  db: Database,
  { id, judgedSeq, judgedLaunchAt, nextTurnAt }: Omit<Judged, 'seq'>,
  found: readonly NewEvent[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (found.length > 0) await events.append(trx, id, found)
    await trx
      .updateTable('plans')
      .set({ judged_seq: judgedSeq, judged_launch_at: judgedLaunchAt, next_turn_at: nextTurnAt })
      .where('id', '=', id)
      .execute()
  })
}

/** Puts off a plan that could not be judged. */
export async function putOff(db: Database, planId: string, until: number): Promise<void> {
  await db.updateTable('plans').set({ next_turn_at: until }).where('id', '=', planId).execute()
}

/** The plans of which a deadline has passed by `now` (UTC ms), the longest ago first. */
export async function dueBy(db: Database, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom('plans')
    .select('id')
    .where('next_turn_at', '<=', now)
    .orderBy('next_turn_at')
    .execute()
  return rows.map(({ id }) => id)
}

/** The plans with updates that nobody has judged: those a server was killed over. */
export async function unjudged(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('plans').select('id').whereRef('judged_seq', '<', 'seq').execute()
  return rows.map(({ id }) => id)
}

/** The first moment (UTC ms) at which any plan's deadline will have passed. */
export async function nextTurnAt(db: Database): Promise<number | undefined> {
  const row = await db
    .selectFrom('plans')
    .select('next_turn_at as at')
    .where('next_turn_at', 'is not', null)
    .orderBy('next_turn_at')
    .limit(1)
    .executeTakeFirst()
  return row?.at ?? undefined
}
