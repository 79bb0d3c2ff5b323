/** The run of show as it goes: planned against actual, what is late, and what that will run into. */
import { runOfShow, type TimedCue } from '../figures/run-of-show.ts'
import type { Cue, Plan } from '../plan/schema.ts'
import { type CueRecord, type Run, zeroAt } from './run.ts'

export interface ScheduledCue {
  cue: Cue
  state: 'waiting' | 'live' | 'done' | 'skipped'
  record: CueRecord
  /** UTC ms: as planned, from where the T-clock has its zero; a hard time does not move. */
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

/** What stands before a cue, for what it takes of its time. UTC ms. */
interface Before {
  plannedEnd: number
  /** When it will be over; where it is, long ago. */
  expectedEnd: number
  /** As the board has it, whatever was held. */
  boardEnd: number
}

/**
 * Lateness is carried from cue to cue, and the gaps between them take it up. What was planned side by side stays so.
 * @param now UTC ms.
 */
export function scheduleOf(plan: Pick<Plan, 'cues' | 'event'>, run: Run, now: number): Schedule {
  const isLed = run.startedAt !== undefined && run.closedAt === undefined
  let delayMs = 0
  let before: Before | undefined
  const cues = plannedOrder(plan, run, now).map(({ cue, at: plannedAt, boardAt }): ScheduledCue => {
    const record = run.cues.get(cue.id) ?? {}
    const isHard = cue.hardAt !== null
    const shared = { cue, record, plannedAt, isHard, overlapMs: 0 }
    if (record.isSkipped) return { ...shared, state: 'skipped', expectedAt: plannedAt, lateMs: 0 }
    const length = lengthOf(cue)
    const ends = { plannedEnd: plannedAt + length, boardEnd: boardAt + length }
    if (record.startedAt !== undefined) {
      const isLive = run.liveCueId === cue.id
      const lateMs = record.startedAt - plannedAt
      const end = Math.max(now, record.startedAt + length)
      delayMs = isLive ? Math.max(0, end - ends.plannedEnd) : 0
      before = { ...ends, expectedEnd: isLive ? end : -Infinity }
      return { ...shared, state: isLive ? 'live' : 'done', expectedAt: record.startedAt, lateMs }
    }
    const slackMs = before ? Math.max(0, plannedAt - before.plannedEnd) : 0
    const overlapMs = isHard && before ? overlapOf(before, plannedAt, boardAt) : 0
    delayMs = isHard ? 0 : Math.max(0, delayMs - slackMs)
    // What has not begun can't begin in the past; where nobody leads a run, the plan's own times speak.
    if (isLed) delayMs = Math.max(delayMs, now - plannedAt)
    before = { ...ends, expectedEnd: plannedAt + delayMs + length }
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

/** What lateness and holds push over a hard time; what the board has side by side is meant so. */
function overlapOf({ expectedEnd, boardEnd }: Before, hardAt: number, boardAt: number): number {
  return Math.max(0, expectedEnd - hardAt - Math.max(0, boardEnd - boardAt))
}

/** By their planned times as they are now; those that began keep the times that they began by. */
function plannedOrder(
  plan: Pick<Plan, 'cues' | 'event'>,
  run: Run,
  now: number,
): (TimedCue & { boardAt: number })[] {
  const { launchAt } = plan.event
  const movedMs = zeroAt(run, launchAt, now) - launchAt
  return runOfShow(plan as Plan)
    .map(({ cue, at: boardAt }) => ({
      cue,
      boardAt,
      at: run.cues.get(cue.id)?.plannedAt ?? (cue.hardAt === null ? boardAt + movedMs : boardAt),
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
