/** The word that is sent of a plan: what people may ask to be told about, and what an event is worth telling. */
import { gateById, gateOf, requirementById } from '../activity/belonging.ts'
import { formatDayAndTime, formatDuration, formatInstant, named, oneLine } from '../plan/format.ts'
import { firstMetAfter, historyIn, historyOf, lastTruth, type Turn, truthAt } from '../readiness/history.ts'
import type { Actor, EventOf, PlanEvent } from './events.ts'

/** What people may ask to be told about, without looking at the plan. */
export const alertKinds = {
  atRisk: 'At risk: a gate is near and not met',
  missed: 'Missed: a deadline has passed',
  metLate: 'Met late',
  waived: 'Waived, or a waiver withdrawn',
  launchMoved: 'The launch moved',
  restored: 'Set back to an earlier version',
} as const

export type AlertKind = keyof typeof alertKinds

/** One event as it is told to somebody who is not looking. */
export interface Alert {
  /** The number of the event. */
  seq: number
  /** UTC ms: when it happened. */
  at: number
  kind: AlertKind
  /** The plan's name, in one line. */
  plan: string
  /** One line that can be read aloud and names the plan. */
  text: string
  /** The gate's id, where it is about one. */
  gate?: string
  /** UTC ms: the deadline that it is about. */
  dueAt?: number
  /** Ids of the requirements that it is about. */
  requirements: readonly string[]
}

/** What it says, without the plan's name. */
type Telling = Omit<Alert, 'seq' | 'at' | 'plan'>

/** What the sentences need to know of the plan, as it is now. */
interface ToldPlan {
  name: string
  timeZone: string
}

/** What came before an event. */
interface Past {
  isWaived: (requirement: string) => boolean
  turnsOf: (requirement: string) => readonly Turn[]
}

/**
 * The alerts that a log's events are worth, in their order; most are worth none.
 * @param log all of it: an event can only be told by what came before.
 * @param after only of the events that come after this number.
 */
export function alertsIn(log: readonly PlanEvent[], plan: ToldPlan, after = 0): Alert[] {
  const history = historyOf(log)
  const waived = new Set<string>()
  const name = oneLine(named(plan.name, 'plan'))
  return log.flatMap((event) => {
    const { seq, at } = event
    const turnsOf = (id: string) => historyIn(history, id).turns.filter((turn) => turn.seq < seq)
    const past = { turnsOf, isWaived: (id: string) => waived.has(id) }
    const telling = seq > after ? tell(event, past, plan.timeZone) : undefined
    if (event.kind === 'waiverGiven') waived.add(event.requirement)
    else if (event.kind === 'waiverWithdrawn') waived.delete(event.requirement)
    if (!telling) return []
    const text = oneLine(`${name}: ${telling.text}`)
    return [{ seq, at, plan: name, ...telling, text }]
  })
}

function tell(event: PlanEvent, past: Past, timeZone: string): Telling | undefined {
  if (event.kind === 'deadlineNeared') return neared(event, past, timeZone)
  if (event.kind === 'deadlinePassed') return passed(event, past)
  if (event.kind === 'requirementTurned') return turned(event, past, timeZone)
  if (event.kind === 'waiverGiven' || event.kind === 'waiverWithdrawn') return waiver(event)
  if (event.kind === 'launchMoved') return moved(event, timeZone)
  if (event.kind === 'restored') return restored(event, timeZone)
  return undefined
}

function neared(
  { gate, dueAt, unmet, judgedAt }: EventOf<'deadlineNeared'>,
  { isWaived }: Past,
  timeZone: string,
): Telling | undefined {
  const requirements = unmet.filter((id) => !isWaived(id))
  // Whoever hears of it only after the deadline hears that it was missed.
  if (requirements.length === 0 || (judgedAt ?? 0) > dueAt) return undefined
  const due = formatDayAndTime(dueAt, timeZone)
  const text = `${gateName(gate)} at risk, due ${due}. Open: ${titles(requirements)}.`
  return { kind: 'atRisk', text, gate, dueAt, requirements }
}

function passed({ gate, dueAt, unmet }: EventOf<'deadlinePassed'>, { isWaived }: Past): Telling | undefined {
  const requirements = unmet.filter((id) => !isWaived(id))
  if (requirements.length === 0) return undefined
  const text = `${gateName(gate)} missed. Open: ${titles(requirements)}.`
  return { kind: 'missed', text, gate, dueAt, requirements }
}

function turned(event: EventOf<'requirementTurned'>, past: Past, timeZone: string): Telling | undefined {
  if (!event.applies) return undefined
  return event.isMet ? metAfterDeadline(event, past) : broken(event, past, timeZone)
}

/** Met in time is nothing to tell; met again after it had broken is. */
function metAfterDeadline(event: EventOf<'requirementTurned'>, { turnsOf }: Past): Telling | undefined {
  const { requirement, at, actor, dueAt } = event
  const turns = turnsOf(requirement)
  if (at <= dueAt || lastTruth(turns) !== 'unmet') return undefined
  const isFirst = truthAt(turns, dueAt) === 'unmet' && firstMetAfter(turns, dueAt) === undefined
  const late = formatDuration(at - dueAt)
  const text = isFirst
    ? `${titleOf(requirement)}: met ${late} late${by(actor)}.`
    : `${titleOf(requirement)}: met again ${late} after its deadline${by(actor)}.`
  return { kind: 'metLate', text, ...aboutOne(event) }
}

function broken(
  event: EventOf<'requirementTurned'>,
  { isWaived, turnsOf }: Past,
  timeZone: string,
): Telling | undefined {
  const { requirement, at, actor, dueAt, findings } = event
  const atRiskMs = gateOf(event)?.atRiskMs ?? 0
  if (isWaived(requirement) || at < dueAt - atRiskMs) return undefined
  const how = lastTruth(turnsOf(requirement)) === 'met' ? 'broke' : 'applies now and is not met'
  const isMissed = at > dueAt
  const when = isMissed
    ? `${formatDuration(at - dueAt)} after its deadline`
    : `due ${formatDayAndTime(dueAt, timeZone)}`
  const text = [`${titleOf(requirement)}: ${how}, ${when}${by(actor)}.`, ...findings].join(' ')
  return { kind: isMissed ? 'missed' : 'atRisk', text, ...aboutOne(event) }
}

function waiver(event: EventOf<'waiverGiven'> | EventOf<'waiverWithdrawn'>): Telling {
  const { requirement, actor } = event
  const title = titleOf(requirement)
  const text =
    event.kind === 'waiverGiven'
      ? `${title}: waived${by(actor)}. Reason: ${event.reason}`
      : `${title}: not waived any more${by(actor)}.`
  const gate = gateOf(event)?.id
  return { kind: 'waived', text, ...(gate !== undefined && { gate }), requirements: [requirement] }
}

function moved({ actor, from, to }: EventOf<'launchMoved'>, timeZone: string): Telling {
  const [before, after] = [from, to].map((at) => formatInstant(at, timeZone))
  const text = `launch moved from ${before} to ${after}${by(actor)}.`
  return { kind: 'launchMoved', text, requirements: [] }
}

function restored({ actor, name, toAt, takesBack }: EventOf<'restored'>, timeZone: string): Telling {
  const version = `${name === undefined ? '' : `“${name}”, `}${formatDayAndTime(toAt, timeZone)}`
  const what = takesBack === undefined ? `set back to ${version}` : 'a restore was taken back'
  return { kind: 'restored', text: `${what}${by(actor)}.`, requirements: [] }
}

function aboutOne(event: EventOf<'requirementTurned'>) {
  const { requirement, dueAt } = event
  const gate = gateOf(event)?.id
  return { dueAt, ...(gate !== undefined && { gate }), requirements: [requirement] }
}

const titleOf = (requirement: string) => requirementById(requirement)?.title ?? requirement
const gateName = (gate: string) => `${gateById(gate)?.title ?? gate} gate`
const by = (actor: Actor | null) => (actor ? `, by ${actor.name}` : '')

/** Titles have commas and an "and" of their own. */
const titles = (requirements: readonly string[]) => requirements.map(titleOf).join('; ')
