/** What is to be sent, once an event and target: kept until it has arrived, or is not worth sending any more. */
import type { Alert, AlertKind } from '@flashboard/shared/log/alerts'
import { type AlertTarget, delivered, failed, targetOf } from './alert-targets.ts'
import type { Database } from './database.ts'

export interface AlertJob {
  targetId: string
  /** The plan's when it was planned: after a restore an event's number stands for another event. */
  epoch: number
  /** The alert's `seq` with the target is the job's key. */
  alert: Alert
  /** How often it was tried. */
  attempts: number
}

/** A target that has not dealt with all of its plan's events. */
export interface BehindTarget extends AlertTarget {
  /** The plan's events up to here are dealt with. */
  afterSeq: number
  /** The number of the plan's last event. */
  logSeq: number
  /** The plan's. */
  epoch: number
  /** Whether its person is a member of the plan; one who was removed gets nothing. */
  isMembers: boolean
}

/** The plans with events that some target has not dealt with: those a server was killed over. */
export async function plansBehind(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('alert_targets as target')
    .innerJoin('plans', 'plans.id', 'target.plan_id')
    .select('plans.id')
    .distinct()
    .whereRef('target.after_seq', '<', 'plans.log_seq')
    .execute()
  return rows.map(({ id }) => id)
}

/** The targets of a plan that have not dealt with all of its events, `atMost` so many. */
export async function targetsBehind(db: Database, planId: string, atMost: number): Promise<BehindTarget[]> {
  const rows = await db
    .selectFrom('alert_targets as target')
    .innerJoin('plans', 'plans.id', 'target.plan_id')
    .leftJoin('members', (join) =>
      join
        .onRef('members.plan_id', '=', 'target.plan_id')
        .onRef('members.person_id', '=', 'target.person_id'),
    )
    .selectAll('target')
    .select(['plans.log_seq', 'plans.epoch', 'members.person_id as member_id'])
    .where('target.plan_id', '=', planId)
    .whereRef('target.after_seq', '<', 'plans.log_seq')
    .limit(atMost)
    .execute()
  return rows.map(({ member_id, log_seq: logSeq, epoch, ...row }) => ({
    ...targetOf(row),
    afterSeq: row.after_seq,
    logSeq,
    epoch,
    isMembers: member_id !== null,
  }))
}

export interface Planned {
  target: BehindTarget
  alerts: readonly Alert[]
  /** What is to be said of those that are not worth sending any more. */
  leftOut?: string
}

/** Keeps what is to be sent, due at `now` (UTC ms), and that the events up to `seq` are dealt with: all or nothing. */
export async function keep(
  db: Database,
  planned: readonly Planned[],
  { seq, now }: { seq: number; now: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { target, alerts, leftOut } of planned) {
      const { id } = target
      const said = leftOut === undefined ? {} : { last_error: leftOut, last_error_at: now }
      const row = await trx
        .updateTable('alert_targets')
        .set({ after_seq: seq, ...said })
        .where('id', '=', id)
        .where('after_seq', '=', target.afterSeq)
        .returning('kinds')
        .executeTakeFirst()
      // Taken away meanwhile; or its person has chosen anew.
      if (!row) continue
      const kinds = JSON.parse(row.kinds) as AlertKind[]
      for (const alert of alerts.filter(({ kind }) => kinds.includes(kind))) {
        const job = { target_id: id, seq: alert.seq, epoch: target.epoch, kind: alert.kind, next_at: now }
        await trx
          .insertInto('alert_jobs')
          .values({ ...job, alert: JSON.stringify(alert) })
          .execute()
      }
    }
  })
}

/** The first moment (UTC ms) at which a job is due, of those whose targets are not `busy`. */
export async function nextAt(db: Database, busy: readonly string[]): Promise<number | undefined> {
  const row = await db
    .selectFrom('alert_jobs')
    .select('next_at')
    .where('target_id', 'not in', busy)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_at
}

/** The job that has been due for longest by `now` (UTC ms), of those whose targets are not `busy`. */
export async function nextDue(
  db: Database,
  now: number,
  busy: readonly string[],
): Promise<AlertJob | undefined> {
  const row = await db
    .selectFrom('alert_jobs')
    .selectAll()
    .where('next_at', '<=', now)
    .where('target_id', 'not in', busy)
    // As its index has them: thousands may fall due in the same millisecond.
    .orderBy('next_at')
    .orderBy('target_id')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { target_id: targetId, epoch, attempts, alert } = row
  return { targetId, epoch, attempts, alert: JSON.parse(alert) as Alert }
}

/** How many jobs wait for each of a person's targets in a plan. */
export async function waitingOf(
  db: Database,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('alert_jobs')
    .select(['target_id', ({ fn }) => fn.countAll<number>().as('count')])
    .where('target_id', 'in', targetIds)
    .groupBy('target_id')
    .execute()
  return new Map(rows.map(({ target_id, count }) => [target_id, count]))
}

/** It has arrived, so its target answers: what else waits for it need not wait any longer. */
export async function arrived(db: Database, job: AlertJob, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await remove(trx, job)
    await delivered(trx, job.targetId, now)
    await trx
      .updateTable('alert_jobs')
      .set({ next_at: now })
      .where('target_id', '=', job.targetId)
      .where('next_at', '>', now)
      .execute()
  })
}

/** It is not worth sending any more, and that is said. */
export async function givenUp(db: Database, job: AlertJob, now: number, text: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await remove(trx, job)
    await failed(trx, job.targetId, now, text)
  })
}

/** Nobody waits for it any more. */
export async function remove(db: Database, { targetId, alert }: AlertJob): Promise<void> {
  await db.deleteFrom('alert_jobs').where('target_id', '=', targetId).where('seq', '=', alert.seq).execute()
}

/** It did not arrive, for the reason `text`, and is tried again at `nextAt` (UTC ms). */
export async function putOff(
  db: Database,
  { targetId, alert, attempts }: AlertJob,
  { now, nextAt, text }: { now: number; nextAt: number; text: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('alert_jobs')
      .set({ attempts: attempts + 1, next_at: nextAt })
      .where('target_id', '=', targetId)
      .where('seq', '=', alert.seq)
      .execute()
    await failed(trx, targetId, now, text)
  })
}
