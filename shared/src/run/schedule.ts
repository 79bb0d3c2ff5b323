/** The run of show as it goes: planned against actual, what is late, and what that will run into. */
import { runOfShow, type TimedCue } from '../figures/run-of-show.ts'
import type { Cue, Plan } from '../plan/schema.ts'
import { type CueRecord, heldAt, type Run } from './run.ts'

export interface ScheduledCue {
  cue: Cue
  state: 'waiting' | 'live' | 'done' | 'skipped'
  record: CueRecord
  /** UTC ms: as planned, holds counted in; a hard time does not move. */
  plannedAt: number
  /** UTC ms: when it began, or when it will if the run goes on as it does. */
  expectedAt: number
  /** Ms that it began or will begin late; negative: early. */
  lateMs: number
  isHard: boolean
  /** Of a hard time that cannot wait: ms that what is before it will still need then; 0 where it fits. */
  overlapMs: number
}

export interface Schedule {
  cues: readonly ScheduledCue[]
  live: ScheduledCue | undefined
  next: ScheduledCue | undefined
  /** UTC ms: when the last one will be over; `null` where there is none. */
  expectedEnd: number | null
  /** Ms that the end is late; negative: early. */
  overMs: number
}

const lengthOf = ({ durationSeconds }: Cue) => (durationSeconds ?? 0) * 1_000

/**
 * Lateness is carried from cue to cue, and the gaps between them take it up. What was planned side by side stays so.
 * @param now UTC ms.
 */
export function scheduleOf(plan: Pick<Plan, 'cues' | 'event'>, run: Run, now: number): Schedule {
  const held = heldAt(run, now)
  let delayMs = 0
  let before: { plannedEnd: number } | undefined
  const order = plannedOrder(plan, run, held)
  const cues = order.map(({ cue, at: plannedAt }): ScheduledCue => {
    const record = run.cues.get(cue.id) ?? {}
    const isHard = cue.hardAt !== null
    const shared = { cue, record, plannedAt, isHard, overlapMs: 0 }
    if (record.isSkipped) return { ...shared, state: 'skipped', expectedAt: plannedAt, lateMs: 0 }
    if (record.startedAt !== undefined) {
      const isLive = run.liveCueId === cue.id
      const lateMs = record.startedAt - plannedAt
      const end = isLive ? Math.max(now, record.startedAt + lengthOf(cue)) : record.finishedAt!
      delayMs = isLive ? Math.max(0, end - (plannedAt + lengthOf(cue))) : 0
      before = { plannedEnd: plannedAt + lengthOf(cue) }
      return { ...shared, state: isLive ? 'live' : 'done', expectedAt: record.startedAt, lateMs }
    }
    const slackMs = before ? Math.max(0, plannedAt - before.plannedEnd) : 0
    delayMs = Math.max(0, delayMs - slackMs)
    const overlapMs = isHard ? delayMs : 0
    if (isHard) delayMs = 0
    // What has not begun can't begin in the past.
    delayMs = Math.max(delayMs, now - plannedAt)
    before = { plannedEnd: plannedAt + lengthOf(cue) }
    return {
      ...shared,
      state: 'waiting',
      expectedAt: plannedAt + delayMs,
      lateMs: delayMs,
      overlapMs,
    }
  })
  return { cues, ...around(cues, run), ...endOf(cues, now) }
}

/** By their planned times as they are now; those that began keep the times that they began by. */
function plannedOrder(plan: Pick<Plan, 'cues' | 'event'>, run: Run, held: number): TimedCue[] {
  return runOfShow(plan as Plan)
    .map(({ cue, at }) => ({
      cue,
      at: run.cues.get(cue.id)?.plannedAt ?? (cue.hardAt === null ? at + held : at),
    }))
    .sort((a, b) => a.at - b.at)
}

function around(cues: readonly ScheduledCue[], run: Run): Pick<Schedule, 'live' | 'next'> {
  const live = cues.find(({ cue }) => cue.id === run.liveCueId)
  const last = cues.findLastIndex(({ state }) => state === 'live' || state === 'done')
  const isWaiting = ({ state }: ScheduledCue) => state === 'waiting'
  return { live, next: cues.slice(last + 1).find(isWaiting) ?? cues.find(isWaiting) }
}

function endOf(cues: readonly ScheduledCue[], now: number): Pick<Schedule, 'expectedEnd' | 'overMs'> {
  const counting = cues.filter(({ state }) => state !== 'skipped')
  if (counting.length === 0) return { expectedEnd: null, overMs: 0 }
  const planned = Math.max(...counting.map(({ cue, plannedAt }) => plannedAt + lengthOf(cue)))
  const ends = counting.map(({ cue, state, record, expectedAt }) => {
    if (state === 'done') return record.finishedAt!
    const end = expectedAt + lengthOf(cue)
    return state === 'live' ? Math.max(now, end) : end
  })
  const expectedEnd = Math.max(...ends)
  return { expectedEnd, overMs: expectedEnd - planned }
}
