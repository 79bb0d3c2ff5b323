/** From a plan and a time to how every gate and requirement stands. */
import { HOUR_MS } from '../plan/time.ts'
import type { Plan } from '../plan/schema.ts'
import type { Section } from '../plan/sections.ts'
import { gates } from './gates.ts'
import type { Finding, Gate, Requirement } from './requirement.ts'
import { type GateState, worstOf } from './states.ts'

export interface RequirementStanding {
  id: string
  title: string
  section: Section
  group?: string
  /** UTC ms. */
  dueAt: number
  state: GateState
  /** Empty when the requirement is met or does not apply. */
  findings: readonly Finding[]
}

export interface GateStanding {
  id: string
  title: string
  short: string
  /** UTC ms. */
  dueAt: number
  state: GateState
  requirements: readonly RequirementStanding[]
}

/** How each gate stands at `now` (UTC ms), in the order of the gates. */
export function judge(plan: Plan, now: number): GateStanding[] {
  return gates.map((gate) => judgeGate(gate, plan, now))
}

/** When a gate falls due: elapsed hours from the launch, whatever the clocks do in between. */
export function gateDueAt(gate: Gate, plan: Plan): number {
  return plan.event.launchAt + gate.offsetHours * HOUR_MS
}

function judgeGate(gate: Gate, plan: Plan, now: number): GateStanding {
  const dueAt = gateDueAt(gate, plan)
  const requirements = gate.requirements.map((requirement) =>
    judgeRequirement(requirement, gate, plan, dueAt, now),
  )
  const state = worstOf(requirements.map((requirement) => requirement.state))
  return { id: gate.id, title: gate.title, short: gate.short, dueAt, state, requirements }
}

function judgeRequirement(
  requirement: Requirement,
  gate: Gate,
  plan: Plan,
  gateDue: number,
  now: number,
): RequirementStanding {
  const { id, title, section, group } = requirement
  const dueAt = requirementDueAt(requirement, plan, gateDue)
  const about = { id, title, section, dueAt, ...(group === undefined ? {} : { group }) }
  if (requirement.applies?.(plan) === false) return { ...about, state: 'doesNotApply', findings: [] }
  const findings = requirement.check(plan, dueAt)
  if (findings.length === 0) return { ...about, state: 'met', findings }
  return { ...about, state: unmetState(dueAt, now, gate.atRiskHours), findings }
}

function requirementDueAt(requirement: Requirement, plan: Plan, gateDue: number): number {
  return requirement.dueAt?.(plan, gateDue) ?? gateDue
}

function unmetState(dueAt: number, now: number, atRiskHours: number): GateState {
  if (now > dueAt) return 'missed'
  return now >= dueAt - atRiskHours * HOUR_MS ? 'atRisk' : 'open'
}

/**
 * The last instant (UTC ms) up to `now` at which a gate could have turned by time alone: until the next one
 * `judge` gives the same for an unchanged plan. 0 before the first.
 */
export function lastTurn(plan: Plan, now: number): number {
  const turns = gates.flatMap((gate) =>
    gate.requirements.flatMap((requirement) => {
      const dueAt = requirementDueAt(requirement, plan, gateDueAt(gate, plan))
      return [dueAt - gate.atRiskHours * HOUR_MS, dueAt + 1]
    }),
  )
  return Math.max(0, ...turns.filter((turn) => turn <= now))
}

/** The gate that most needs somebody: the most urgent, the earlier due among equals; none when all are met. */
export function worstGate(standings: readonly GateStanding[]): GateStanding | undefined {
  const state = worstOf(standings.map((gate) => gate.state))
  return state === 'met' || state === 'doesNotApply'
    ? undefined
    : standings.find((gate) => gate.state === state)
}

/** How many of a gate's requirements still want something. */
export function openCount(gate: GateStanding): number {
  return gate.requirements.filter(({ findings }) => findings.length > 0).length
}
