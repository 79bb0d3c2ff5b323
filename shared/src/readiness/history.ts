/** What the log says of each requirement: when it turned, who waived it, which deadlines found it unmet. */
import type { Actor, EventOf, PlanEvent } from '../log/events.ts'

export type Truth = 'met' | 'unmet' | 'doesNotApply'

/** One change of truth. */
export interface Turn {
  /** The event's number in the log. */
  seq: number
  /** UTC ms: when the server received the edit that turned it. */
  at: number
  truth: Truth
  by: Actor | null
  /** The number of that edit. */
  updateSeq: number
  /** What was missing; empty when met. */
  findings: readonly string[]
  /** When the work was done by its own stamp, where that reached the server much later. */
  claimedAt?: number
}

export interface Waiver {
  by: Actor | null
  at: number
  reason: string
}

export interface RequirementHistory {
  /** The newest last. */
  readonly turns: readonly Turn[]
  readonly waiver?: Waiver
  /** The deadlines (UTC ms) that passed while it was unmet, as they were logged. */
  readonly missedAt: readonly number[]
}

export type History = ReadonlyMap<string, RequirementHistory>

const NOTHING: RequirementHistory = { turns: [], missedAt: [] }

/** The history of every requirement that the log names. */
export function historyOf(log: readonly PlanEvent[]): History {
  const all = new Map<string, { turns: Turn[]; waiver?: Waiver; missedAt: number[] }>()
  const of = (id: string) => {
    let one = all.get(id)
    if (!one) all.set(id, (one = { turns: [], missedAt: [] }))
    return one
  }
  for (const event of log) {
    if (event.kind === 'requirementTurned') of(event.requirement).turns.push(turnOf(event))
    else if (event.kind === 'deadlinePassed') for (const id of event.unmet) of(id).missedAt.push(event.dueAt)
    else if (event.kind === 'waiverGiven') {
      of(event.requirement).waiver = { by: event.actor, at: event.at, reason: event.reason }
    } else if (event.kind === 'waiverWithdrawn') delete of(event.requirement).waiver
  }
  return all
}

export function historyIn(history: History, requirementId: string): RequirementHistory {
  return history.get(requirementId) ?? NOTHING
}

function turnOf({ seq, at, actor, applies, isMet, ...rest }: EventOf<'requirementTurned'>): Turn {
  const { updateSeq, findings, claimedAt } = rest
  const truth = truthIn({ applies, isMet })
  const claim = claimedAt === undefined ? {} : { claimedAt }
  return { seq, at, truth, by: actor, updateSeq, findings, ...claim }
}

/** What does not apply is not met either. */
export function truthIn({ applies, isMet }: Pick<EventOf<'requirementTurned'>, 'applies' | 'isMet'>): Truth {
  return applies ? (isMet ? 'met' : 'unmet') : 'doesNotApply'
}

/** What held at an instant (UTC ms), the edits of that very millisecond included; before all turns, nothing. */
export function truthAt(turns: readonly Turn[], at: number): Truth {
  return turns.findLast((turn) => turn.at <= at)?.truth ?? 'unmet'
}

/** What the newest turn says. */
export function lastTruth(turns: readonly Turn[]): Truth {
  return turns.at(-1)?.truth ?? 'unmet'
}

/** When it was first met after an instant (UTC ms), if ever: later turns change nothing about that. */
export function firstMetAfter(turns: readonly Turn[], at: number): number | undefined {
  return turns.find((turn) => turn.at > at && turn.truth === 'met')?.at
}

/** Whether it was unmet at any time after an instant (UTC ms). */
export function brokeAfter(turns: readonly Turn[], at: number): boolean {
  return turns.some((turn) => turn.at > at && turn.truth === 'unmet')
}
