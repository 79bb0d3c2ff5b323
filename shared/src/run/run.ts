/**
 * Launch day as it stands: a fold over the plan's log. One caller, at most one live cue. What the time adds to it
 * (the count, what is late, whether a vote has aged) is asked with a time, in the files beside this one.
 */
import { may } from '../access/roles.ts'
import type { Actor, PlanEvent } from '../log/events.ts'
import type { Vote } from '../log/run-events.ts'
import { afterIssue, type Issue } from './issues.ts'

export interface CueRecord {
  /** UTC ms. */
  plannedAt?: number
  startedAt?: number
  finishedAt?: number
  isSkipped?: boolean
  nudgedAt?: number
  acknowledged?: { how: 'read' | 'ready'; by: Actor | null; at: number }
}

export interface CastVote {
  console: string
  vote: Vote
  reason: string
  /** The requirement that a no-go points at. */
  about: string | undefined
  /** What of somebody else's it took the place of. */
  over: { by: Actor; vote: Vote; reason: string } | undefined
  by: Actor | null
  at: number
}

export interface Poll {
  openedAt: number
  consoles: readonly { id: string; name: string }[]
  /** The last vote of each console. */
  votes: ReadonlyMap<string, CastVote>
  /** The lead's call, once it is made. */
  call?: {
    outcome: 'go' | 'noGo' | 'waived'
    reason: string
    /** What stood against a go then, a sentence each: a waiver is of that alone. */
    against: readonly string[]
    by: Actor | null
    at: number
  }
}

export interface Run {
  startedAt: number | undefined
  /** Who has the desk: somebody from the start on. */
  caller: Actor | undefined
  /** Whether they may not edit the plan any more: then nobody calls. */
  isCallerBarred: boolean
  /** What was begun and neither undone nor skipped, in the order of it: the last may be on. */
  begun: readonly string[]
  liveCueId: string | undefined
  /** What was skipped since a cue last began or ended, in the order of it. */
  skipped: readonly string[]
  cues: ReadonlyMap<string, CueRecord>
  /** Ms of the holds that are over, since the launch was last moved. */
  heldMs: number
  /** The hold that is on: since when, and why. */
  hold: { since: number; reason: string } | undefined
  poll: Poll | undefined
  /** UTC ms: when the launch was called. */
  launchedAt: number | undefined
  /** Ms that the count had been held when the launch was called: what is held later holds what counts from it. */
  heldBeforeLaunchMs: number
  /** From the launch on, begun by it or anew since. */
  sprint: { startedAt: number; by: Actor | null } | undefined
  issues: readonly Issue[]
  /** When it was over: closed, or called off. */
  closedAt: number | undefined
  /** Of a run that came to no launch and never will. */
  calledOff: { reason: string; by: Actor | null; at: number } | undefined
}

export const noRun: Run = {
  startedAt: undefined,
  caller: undefined,
  isCallerBarred: false,
  begun: [],
  liveCueId: undefined,
  skipped: [],
  cues: new Map(),
  heldMs: 0,
  hold: undefined,
  poll: undefined,
  launchedAt: undefined,
  heldBeforeLaunchMs: 0,
  sprint: undefined,
  issues: [],
  closedAt: undefined,
  calledOff: undefined,
}

export function runOf(log: readonly PlanEvent[]): Run {
  return log.reduce(afterEvent, noRun)
}

/** The last run that came to its launch; the last of all where none did: a run begun after it has not taken its place. */
export function launchedRunOf(log: readonly PlanEvent[]): Run {
  let launched: Run | undefined
  const last = log.reduce((run, event) => {
    if (event.kind === 'runStarted' && run.launchedAt !== undefined) launched = run
    return afterEvent(run, event)
  }, noRun)
  return last.launchedAt === undefined ? (launched ?? last) : last
}

/** The run after one more event; the same where the event is of something else. */
export function afterEvent(run: Run, event: PlanEvent): Run {
  const { at, actor } = event
  switch (event.kind) {
    case 'runStarted':
      // A run after one that is over starts afresh.
      return actor ? { ...noRun, startedAt: at, caller: actor } : run
    case 'deskHandedOver':
      return { ...run, caller: event.to, isCallerBarred: false }
    case 'deskTaken':
      return actor ? { ...run, caller: actor, isCallerBarred: false } : run
    case 'roleChanged':
      return isCaller(run, event) ? { ...run, isCallerBarred: !may(event.to, 'edit') } : run
    case 'personRemoved':
      return isCaller(run, event) ? { ...run, isCallerBarred: true } : run
    case 'cueStarted': {
      const ended = finished(run, at)
      const record = { plannedAt: event.plannedAt, startedAt: at, finishedAt: undefined, isSkipped: false }
      const begun = [...ended.begun.filter((id) => id !== event.cueId), event.cueId]
      return { ...withCue(ended, event.cueId, record), begun, liveCueId: event.cueId, skipped: [] }
    }
    case 'cueFinished':
      return run.liveCueId === event.cueId ? { ...finished(run, at), skipped: [] } : run
    case 'cueSkipped': {
      const ended = run.liveCueId === event.cueId ? finished(run, at) : run
      const begun = ended.begun.filter((id) => id !== event.cueId)
      const skipped = [...run.skipped.filter((id) => id !== event.cueId), event.cueId]
      return { ...withCue(ended, event.cueId, { isSkipped: true }), begun, skipped }
    }
    case 'cueWentBack':
      if (event.undoes === 'skip') return unskipped(run, event.cueId)
      return event.undoes === 'start' ? wentBack(run, event.cueId) : onAgain(run, event.cueId)
    case 'cueNudged':
      return withCue(run, event.cueId, { nudgedAt: at, acknowledged: undefined })
    case 'cueAcknowledged':
      return withCue(run, event.cueId, { acknowledged: { how: event.how, by: actor, at } })
    case 'heldCount':
      return { ...run, hold: { since: at, reason: event.reason } }
    case 'countResumed':
      return { ...run, heldMs: heldAt(run, at), hold: undefined }
    case 'launchMoved':
      // The new time was set knowing what was held up to here.
      return {
        ...run,
        heldMs: 0,
        hold: run.hold && { ...run.hold, since: at },
        heldBeforeLaunchMs: run.heldBeforeLaunchMs - heldAt(run, at),
      }
    case 'pollOpened':
      return { ...run, poll: { openedAt: at, consoles: event.consoles, votes: new Map() } }
    case 'voteCast': {
      if (!run.poll) return run
      const { console, vote, reason, about, over } = event
      const votes = new Map(run.poll.votes).set(event.consoleId, {
        console,
        vote,
        reason,
        about,
        over,
        by: actor,
        at,
      })
      return { ...run, poll: { ...run.poll, votes } }
    }
    case 'pollClosed': {
      const { outcome, reason, against } = event
      const call = { outcome, reason, against, by: actor, at }
      return run.poll ? { ...run, poll: { ...run.poll, call } } : run
    }
    case 'launched':
      return {
        ...run,
        launchedAt: at,
        heldBeforeLaunchMs: heldAt(run, at),
        sprint: { startedAt: at, by: actor },
      }
    case 'sprintStarted':
      return { ...run, sprint: { startedAt: at, by: actor } }
    case 'issueLogged':
    case 'issueSorted':
    case 'issueOwned':
    case 'issueClosed':
    case 'issueReopened':
      return { ...run, issues: afterIssue(run.issues, event) }
    case 'runClosed':
      return over(run, at)
    case 'runCalledOff':
      return { ...over(run, at), calledOff: { reason: event.reason, by: actor, at } }
    default:
      return run
  }
}

/** The cue of the step that going back takes back; none where there is none. */
export function lastStepOf({ skipped, begun }: Run): string | undefined {
  return skipped.at(-1) ?? begun.at(-1)
}

const isCaller = ({ caller }: Run, { personId }: { personId: string }) => caller?.personId === personId

/** How long the count has been held in all, at a time (ms). */
export function heldAt({ heldMs, hold }: Run, now: number): number {
  return heldMs + (hold ? Math.max(0, now - hold.since) : 0)
}

/**
 * When the T-clock reads zero (UTC ms), as it stands at a time: at the launch as planned and held; once the launch was
 * called, early or late, at the call.
 */
export function zeroAt(run: Run, launchAt: number, now: number): number {
  const { launchedAt } = run
  return launchedAt === undefined
    ? launchAt + heldAt(run, now)
    : launchedAt + heldAt(run, now) - run.heldBeforeLaunchMs
}

/** The T-clock: ms to the launch, holds counted out; negative after it. It stands still from the close on. */
export function leftMs(run: Run, launchAt: number, now: number): number {
  const at = run.closedAt ?? now
  return zeroAt(run, launchAt, at) - at
}

/** It waits again; one that was on when it was skipped is on again. */
function unskipped(run: Run, cueId: string): Run {
  const skipped = run.skipped.filter((id) => id !== cueId)
  const undone = { ...withCue(run, cueId, { isSkipped: false }), skipped }
  const wasOn = undone.cues.get(cueId)?.startedAt !== undefined
  return wasOn ? { ...onAgain(undone, cueId), begun: [...run.begun, cueId] } : undone
}

function finished(run: Run, at: number): Run {
  const id = run.liveCueId
  return id === undefined ? run : { ...withCue(run, id, { finishedAt: at }), liveCueId: undefined }
}

function over(run: Run, at: number): Run {
  return { ...finished(run, at), heldMs: heldAt(run, at), hold: undefined, closedAt: at }
}

function wentBack(run: Run, cueId: string): Run {
  const begun = run.begun.filter((id) => id !== cueId)
  const before = begun.at(-1)
  const undone = withCue(run, cueId, { startedAt: undefined, finishedAt: undefined, plannedAt: undefined })
  return { ...(before === undefined ? undone : onAgain(undone, before)), begun, liveCueId: before }
}

function onAgain(run: Run, cueId: string): Run {
  return { ...withCue(run, cueId, { finishedAt: undefined }), liveCueId: cueId }
}

type Changes = { [K in keyof CueRecord]?: CueRecord[K] | undefined }

function withCue(run: Run, cueId: string, changes: Changes): Run {
  const record = { ...run.cues.get(cueId), ...changes } as CueRecord
  return { ...run, cues: new Map(run.cues).set(cueId, record) }
}
