/** Turns what a plan's log has gained into what is to be sent. */
import { type Alert, alertsIn } from '@flashboard/shared/log/alerts'
import { counted, formatDuration } from '@flashboard/shared/plan/format'
import type { Clock } from '../clock/clock.ts'
import * as alertJobs from '../store/alert-jobs.ts'
import type { Database } from '../store/database.ts'
import * as events from '../store/events.ts'
import * as plans from '../store/plans.ts'
import type { PlanReader } from '../sync/plan-reader.ts'
import { WORTH_MS } from './backoff.ts'

/** So many targets are dealt with at a time: SQLite answers at once, and nobody else has their turn meanwhile. */
export const AT_ONCE = 50

export interface PlanningParts {
  db: Database
  plans: Pick<PlanReader, 'read'>
  clock: Pick<Clock, 'now'>
}

/**
 * Deals with all events of a plan's log that its targets have not heard of, for some of these targets.
 * @returns whether there may be more of them.
 * @throws PlanUnreadableError
 */
export async function planJobs(parts: PlanningParts, planId: string): Promise<boolean> {
  const { db, clock } = parts
  const row = await plans.read(db, planId)
  const targets = await alertJobs.targetsBehind(db, planId, AT_ONCE)
  if (!row || targets.length === 0) return false
  const upTo = targets[0]!.logSeq
  const hearing = targets.filter(isHearing)
  const alerts =
    hearing.length === 0 ? [] : await alertsAfter(Math.min(...hearing.map((each) => each.afterSeq)))
  const now = clock.now()
  const planned = targets.map((target) => planFor(target, alerts, now))
  await alertJobs.keep(db, planned, { seq: upTo, now })
  return targets.length === AT_ONCE

  async function alertsAfter(after: number): Promise<Alert[]> {
    const { plan } = await parts.plans.read(row!)
    const log = await events.readAfter(db, planId, 0)
    const heard = log.filter(({ seq }) => seq <= upTo)
    return alertsIn(heard, plan.event, after)
  }
}

/** An address that nobody has proved to be theirs hears nothing, nor does a person who was removed. */
function isHearing({ isMembers, confirmedAt, endedAt }: alertJobs.BehindTarget): boolean {
  return isMembers && confirmedAt !== null && endedAt === null
}

function planFor(target: alertJobs.BehindTarget, all: readonly Alert[], now: number): alertJobs.Planned {
  if (!isHearing(target)) return { target, alerts: [] }
  const wanted = all.filter(({ seq, kind }) => seq > target.afterSeq && target.kinds.includes(kind))
  const [fresh, stale] = [wanted.filter(isFresh), wanted.filter((alert) => !isFresh(alert))]
  if (stale.length === 0) return { target, alerts: fresh }
  const was = stale.length === 1 ? 'was' : 'were'
  const leftOut = `${counted(stale.length, 'alert')} ${was} not sent, being older than ${formatDuration(WORTH_MS)}.`
  return { target, alerts: fresh, leftOut }

  function isFresh({ at }: Alert): boolean {
    return now - at <= WORTH_MS
  }
}
