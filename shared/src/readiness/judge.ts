/**
 * From a plan, its log and a time to how every gate and requirement stands.
 *
 * Whether a requirement is met now, and what is missing, is read off the plan, so a page is live. Whether it
 * was in time is the log's to say, because only the server's clock counts there.
 */
import type { PlanEvent } from '../log/events.ts'
import type { Plan } from '../plan/schema.ts'
import type { Section } from '../plan/sections.ts'
import { type Cause, type Expiries, expiriesOf, expiryIn } from './expiry.ts'
import { gates } from './gates.ts'
import {
  brokeAfter,
  firstMetAfter,
  type History,
  historyIn,
  historyOf,
  type RequirementHistory,
  truthAt,
  type Turn,
  type Waiver,
} from './history.ts'
import type { Finding, Gate, Requirement } from './requirement.ts'
import { type GateState, gateStates, worstOf } from './states.ts'

/** A deadline that no longer counts, under which the requirement was late. */
interface LateBefore {
  /** UTC ms. */
  dueAt: number
  /** How late it was met; none while it has not been. */
  lateByMs?: number
}

/** What keeps a requirement from being met, and whose edit it was, where the log can tell. */
interface StandingFinding extends Omit<Finding, 'expired'> {
  /** Of stale evidence: who changed the fact that it rests on. None before the server has judged it. */
  changed?: Cause
}

export interface RequirementStanding {
  id: string
  title: string
  section: Section
  group?: string
  /** UTC ms. */
  dueAt: number
  state: GateState
  /** Empty when the requirement is met or does not apply. */
  findings: readonly StandingFinding[]
  /** How late it was met; none where the server has not judged it yet. */
  lateByMs?: number
  /** The waiver in force; there too where the requirement does not apply. */
  waiver?: Waiver
  /** How it would stand without the waiver that `state` tells of. */
  under?: GateState
  /** Every change of truth that the server logged, the newest last. */
  history: readonly Turn[]
  /** Late against deadlines since moved, the newest last. */
  lateBefore?: readonly LateBefore[]
}

export interface GateStanding {
  id: string
  title: string
  short: string
  when: string
  isAfterLaunch: boolean
  /** UTC ms. */
  dueAt: number
  state: GateState
  requirements: readonly RequirementStanding[]
}

/** What a log says that a judgement asks for. */
interface Past {
  /** None of an empty log. */
  history: History | undefined
  expiries: Expiries
}

export function pastOf(log: readonly PlanEvent[]): Past {
  return { history: log.length === 0 ? undefined : historyOf(log), expiries: expiriesOf(log) }
}

/**
 * How each gate stands at `now` (UTC ms), in the order of the gates.
 * @param log the plan's events up to `now`. Without any, what is met counts as met in time unless its own
 * stamps say otherwise.
 */
export function judge(plan: Plan, now: number, log: readonly PlanEvent[] = []): GateStanding[] {
  return judgeBy(pastOf(log), plan, now)
}

/** The same for whoever judges again and again between two events of the log. */
export function judgeBy(past: Past, plan: Plan, now: number): GateStanding[] {
  return gates.map((gate) => {
    const { id, title, short, when } = gate
    const isAfterLaunch = gate.offsetMs > 0
    const dueAt = gateDueAt(gate, plan)
    const requirements = gate.requirements.map((requirement) =>
      judgeRequirement(requirement, gate, plan, dueAt, now, past),
    )
    const state = worstOf(requirements.map((requirement) => requirement.state))
    return { id, title, short, when, isAfterLaunch, dueAt, state, requirements }
  })
}

/** When a gate falls due: elapsed hours from the launch, whatever the clocks do in between. */
export function gateDueAt(gate: Gate, plan: Plan): number {
  return plan.event.launchAt + gate.offsetMs
}

export function requirementDueAt(requirement: Requirement, gate: Gate, plan: Plan): number {
  const gateDue = gateDueAt(gate, plan)
  return requirement.dueAt?.(plan, gateDue) ?? gateDue
}

function judgeRequirement(
  requirement: Requirement,
  gate: Gate,
  plan: Plan,
  gateDue: number,
  now: number,
  { history, expiries }: Past,
): RequirementStanding {
  const { id, title, section, group } = requirement
  const dueAt = requirement.dueAt?.(plan, gateDue) ?? gateDue
  const applies = requirement.applies?.(plan) !== false
  const findings = applies ? withCauses(requirement.check(plan, dueAt), expiries) : []
  const past = history && historyIn(history, id)
  const bare: Lateness = !applies
    ? { state: 'doesNotApply' }
    : findings.length > 0
      ? { state: unmetState(dueAt, now, gate.atRiskMs) }
      : now <= dueAt
        ? { state: 'met' }
        : metAfterDeadline(dueAt, past, past ? undefined : requirement.provenAt?.(plan))
  const lateBefore = past ? lateUnder(past, dueAt) : []
  return {
    id,
    title,
    section,
    ...(group === undefined ? {} : { group }),
    dueAt,
    ...bare,
    findings,
    ...(past?.waiver && { waiver: past.waiver }),
    ...(past?.waiver && applies && { state: 'waived', under: bare.state }),
    history: past?.turns ?? [],
    ...(lateBefore.length > 0 && { lateBefore }),
  }
}

function withCauses(findings: readonly Finding[], expiries: Expiries): StandingFinding[] {
  return findings.map(({ expired, ...finding }) => {
    const changed = expired && expiryIn(expiries, finding.path, expired.provenAt).get(expired.fact)
    return { ...finding, ...(changed && { changed }) }
  })
}

type Lateness = Pick<RequirementStanding, 'state' | 'lateByMs'>

/** How something stands that is met now, after its deadline. What did not apply wanted nothing, and held. */
function metAfterDeadline(
  dueAt: number,
  past: RequirementHistory | undefined,
  provenAt: number | null | undefined,
): Lateness {
  if (!past) return provenAt == null || provenAt <= dueAt ? { state: 'met' } : late(dueAt, provenAt)
  const { turns } = past
  if (truthAt(turns, dueAt) === 'unmet') return late(dueAt, firstMetAfter(turns, dueAt))
  return { state: brokeAfter(turns, dueAt) ? 'reopened' : 'met' }
}

function late(dueAt: number, metAt: number | undefined): Lateness {
  return { state: 'metLate', ...(metAt !== undefined && { lateByMs: metAt - dueAt }) }
}

function lateUnder({ turns, missedAt }: RequirementHistory, dueAt: number): LateBefore[] {
  return [...new Set(missedAt)]
    .filter((earlier) => earlier !== dueAt)
    .map((earlier) => {
      const metAt = firstMetAfter(turns, earlier)
      return { dueAt: earlier, ...(metAt !== undefined && { lateByMs: metAt - earlier }) }
    })
}

function unmetState(dueAt: number, now: number, atRiskMs: number): GateState {
  if (now > dueAt) return 'missed'
  return now >= dueAt - atRiskMs ? 'atRisk' : 'open'
}

/**
 * The last instant (UTC ms) up to `now` at which a gate could have turned by time alone: until the next one
 * `judge` gives the same for an unchanged plan and log. 0 before the first.
 */
export function lastTurn(plan: Plan, now: number): number {
  const turns = gates.flatMap((gate) =>
    gate.requirements.flatMap((requirement) => {
      const dueAt = requirementDueAt(requirement, gate, plan)
      return [dueAt - gate.atRiskMs, dueAt + 1]
    }),
  )
  return Math.max(0, ...turns.filter((turn) => turn <= now))
}

/** The gate that most needs somebody: the most urgent, the earlier due among equals; none when all is settled. */
export function worstGate(standings: readonly GateStanding[]): GateStanding | undefined {
  const state = worstOf(standings.map((gate) => gate.state))
  return gateStates[state].isSettled ? undefined : standings.find((gate) => gate.state === state)
}

/** How many of a gate's requirements still want something: what is waived wants nothing. */
export function openCount(gate: GateStanding): number {
  return gate.requirements.filter(({ state }) => !gateStates[state].isSettled).length
}

/** Titles of the requirements that are missed and not waived: each stands against a go. */
export function missedTitles(standings: readonly GateStanding[]): string[] {
  return standings.flatMap(({ requirements }) =>
    requirements.filter(({ state }) => state === 'missed').map(({ title }) => title),
  )
}

/** Whether a gate stands behind the launch and does not press yet: while a plan is prepared, it can wait. */
export function isForLater({ isAfterLaunch, state }: GateStanding): boolean {
  return isAfterLaunch && state === 'open'
}
