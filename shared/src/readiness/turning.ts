/**
 * What the log must say next: from what it says so far, the edits since, and the time, to new events. Pure,
 * so that the server's gate clock only has to bring these together and keep the answer.
 */
import { type Actor, type NewEvent, type PlanEvent } from '../log/events.ts'
import type { Plan } from '../plan/schema.ts'
import { MINUTE_MS, SECOND_MS } from '../plan/time.ts'
import { expiriesBetween, type Expiry, isExpiryJudged } from './expiring.ts'
import { gates } from './gates.ts'
import { historyIn, historyOf, lastTruth, type Truth, truthAt } from './history.ts'
import { gateDueAt, requirementDueAt } from './judge.ts'
import type { Gate, Requirement } from './requirement.ts'

/** How many sentences of what is missing a turn keeps. */
const FINDINGS_KEPT = 3
/** A deadline judged later than this says so. */
const PUNCTUAL_MS = 10 * SECOND_MS
/** Work that reached the server later than this after its own stamp says when it was claimed. */
const CLAIM_MS = MINUTE_MS

/** The plan after an edit. */
export interface Step {
  plan: Plan
  /** UTC ms: when the server received it. */
  at: number
  /** None where it stands for the edits of several people. */
  actor: Actor | null
  updateSeq: number
}

/** A moment by which some of a gate's requirements fall due: most gates have one, all at once. */
interface Deadline {
  gate: string
  /** UTC ms: from here on what is unmet is at risk. */
  atRiskAt: number
  /** UTC ms. */
  dueAt: number
  /** Ids of the requirements that apply and fall due then. */
  requirements: readonly string[]
}

/** Every deadline of a plan, the earliest first. A gate has its own even where nothing applies. */
export function deadlinesOf(plan: Plan): Deadline[] {
  return gates
    .flatMap((gate) => {
      const applying = gate.requirements.filter(({ applies }) => applies?.(plan) !== false)
      const byDueAt = Map.groupBy(applying, (requirement) => requirementDueAt(requirement, gate, plan))
      const gateDue = gateDueAt(gate, plan)
      if (!byDueAt.has(gateDue)) byDueAt.set(gateDue, [])
      return [...byDueAt].map(([dueAt, due]) => ({
        gate: gate.id,
        atRiskAt: dueAt - gate.atRiskMs,
        dueAt,
        requirements: due.map(({ id }) => id),
      }))
    })
    .sort((a, b) => a.dueAt - b.dueAt)
}

/** The first instant (UTC ms) after `now` at which a deadline has neared or passed; none where all have. */
export function nextTurnAt(plan: Plan, now: number): number | null {
  const turns = deadlinesOf(plan)
    .flatMap(({ atRiskAt, dueAt }) => [atRiskAt, dueAt])
    .filter((at) => at >= now)
  return turns.length > 0 ? Math.min(...turns) + 1 : null
}

/** Whether the log says of every requirement and of all evidence what the plan says. */
export function isJudged(log: readonly PlanEvent[], plan: Plan): boolean {
  const history = historyOf(log)
  return (
    isExpiryJudged(log, plan) &&
    everyRequirement().every(
      ({ requirement, gate }) =>
        truthOf(requirement, gate, plan).truth === lastTruth(historyIn(history, requirement.id).turns),
    )
  )
}

/**
 * The events that the log lacks.
 * @param start the plan before the first step; none where nothing can have fallen due before that step.
 * @param steps the edits since, in their order.
 * @param now UTC ms: deadlines up to here have passed.
 */
export function eventsSince(
  log: readonly PlanEvent[],
  start: Plan | undefined,
  steps: readonly Step[],
  now: number,
): NewEvent[] {
  const judging = eventsByStep(log, start, steps, now)
  for (;;) {
    const { done, value } = judging.next()
    if (done) return value
  }
}

/** As `eventsSince`, an edit at a time: a hundred of them take long enough to let others have their turn in between. */
export function* eventsByStep(
  log: readonly PlanEvent[],
  start: Plan | undefined,
  steps: readonly Step[],
  now: number,
): Generator<undefined, NewEvent[]> {
  const ledger = new Ledger(log)
  const plans = steps.map(({ plan }) => plan)
  const expiries = expiriesBetween(log, start, plans)
  let before = start
  for (const [index, step] of steps.entries()) {
    // An edit received at the deadline is in time: the deadline passes after it.
    if (before) passDeadlines(ledger, before, step.at, now)
    follow(ledger, before, step, expiries[index]!)
    before = step.plan
    yield
  }
  if (before) passDeadlines(ledger, before, now, now)
  return ledger.added
}

/** The log as it grows. */
class Ledger {
  readonly added: NewEvent[] = []
  readonly #log: PlanEvent[]
  /** Where the server's clock was set back, what is judged does not go back with it. */
  #floor = 0

  constructor(log: readonly PlanEvent[]) {
    this.#log = [...log]
    for (const event of log) this.#raise(event)
  }

  get history() {
    return historyOf(this.#log)
  }

  /** The earliest that anything more can have happened, not before `at`. */
  notBefore(at: number): number {
    return Math.max(at, this.#floor)
  }

  has(kind: 'deadlineNeared' | 'deadlinePassed', { gate, dueAt }: Deadline): boolean {
    return this.#log.some((event) => event.kind === kind && event.gate === gate && event.dueAt === dueAt)
  }

  add(event: NewEvent): void {
    this.added.push(event)
    this.#log.push({ ...event, seq: this.#log.length + 1 } as PlanEvent)
    this.#raise(event)
  }

  #raise(event: NewEvent): void {
    const isJudgement =
      event.kind === 'requirementTurned' ||
      event.kind === 'evidenceExpired' ||
      event.kind === 'launchMoved' ||
      event.kind === 'deadlineNeared' ||
      event.kind === 'deadlinePassed'
    if (!isJudgement) return
    const passed = event.kind === 'deadlinePassed' ? event.dueAt + 1 : 0
    this.#floor = Math.max(this.#floor, event.at, passed)
  }
}

/** What time alone brings before `until`, in its order: deadlines near, then pass. */
function passDeadlines(ledger: Ledger, plan: Plan, until: number, now: number): void {
  const deadlines = deadlinesOf(plan)
  const turns = [
    ...deadlines.map((deadline) => ({ at: deadline.atRiskAt, deadline, turn: near })),
    ...deadlines.map((deadline) => ({ at: deadline.dueAt, deadline, turn: pass })),
  ].sort((a, b) => a.at - b.at)
  for (const { at, deadline, turn } of turns) if (at < until) turn(ledger, deadline, now)
}

function near(ledger: Ledger, deadline: Deadline, now: number): void {
  const { gate, atRiskAt, dueAt, requirements } = deadline
  const at = ledger.notBefore(atRiskAt)
  // A launch moved so close that the deadline is over leaves nothing to warn of.
  if (at > dueAt || ledger.has('deadlineNeared', deadline)) return
  const { history } = ledger
  const unmet = requirements.filter((id) => lastTruth(historyIn(history, id).turns) === 'unmet')
  ledger.add({ kind: 'deadlineNeared', at, actor: null, gate, dueAt, unmet, ...judgedLate(atRiskAt, now) })
}

function pass(ledger: Ledger, deadline: Deadline, now: number): void {
  if (ledger.has('deadlinePassed', deadline)) return
  const { gate, dueAt, requirements } = deadline
  const { history } = ledger
  const unmet = requirements.filter((id) => truthAt(historyIn(history, id).turns, dueAt) === 'unmet')
  const at = ledger.notBefore(dueAt)
  ledger.add({ kind: 'deadlinePassed', at, actor: null, gate, dueAt, unmet, ...judgedLate(dueAt, now) })
}

function judgedLate(at: number, now: number): { judgedAt?: number } {
  return now - at > PUNCTUAL_MS ? { judgedAt: now } : {}
}

function follow(
  ledger: Ledger,
  before: Plan | undefined,
  { plan, actor, updateSeq, ...step }: Step,
  expiries: readonly Expiry[],
): void {
  const at = ledger.notBefore(step.at)
  const from = before?.event.launchAt
  const to = plan.event.launchAt
  if (from !== undefined && from !== to) ledger.add({ kind: 'launchMoved', at, actor, from, to })
  for (const { isOlder, ...expiry } of expiries) {
    ledger.add({ kind: 'evidenceExpired', at, actor: isOlder ? null : actor, updateSeq, ...expiry })
  }
  const { history } = ledger
  for (const { requirement, gate } of everyRequirement()) {
    const { truth, findings, dueAt } = truthOf(requirement, gate, plan)
    if (truth === lastTruth(historyIn(history, requirement.id).turns)) continue
    const claimedAt = truth === 'met' ? claimOf(requirement, plan, before, at) : undefined
    ledger.add({
      kind: 'requirementTurned',
      at,
      actor,
      requirement: requirement.id,
      applies: truth !== 'doesNotApply',
      isMet: truth === 'met',
      dueAt,
      updateSeq,
      findings: findings.slice(0, FINDINGS_KEPT),
      ...(claimedAt !== undefined && { claimedAt }),
    })
  }
}

/** When the work that this edit brought was done by its own stamp, where that lies well before. */
function claimOf(requirement: Requirement, plan: Plan, before: Plan | undefined, at: number) {
  const provenAt = requirement.provenAt?.(plan)
  if (provenAt == null || at - provenAt <= CLAIM_MS || !before) return undefined
  return provenAt === requirement.provenAt?.(before) ? undefined : provenAt
}

/**
 * Whether only the plan before an edit can say what it did: it may have brought work done well before, or have
 * found evidence stale already.
 */
export function wantsPlanBefore(events: readonly NewEvent[], plan: Plan): boolean {
  return events.some((event) => {
    if (event.kind === 'evidenceExpired') return true
    if (event.kind !== 'requirementTurned' || !event.isMet) return false
    const turned = everyRequirement().find(({ requirement }) => requirement.id === event.requirement)
    const provenAt = turned?.requirement.provenAt?.(plan)
    return provenAt != null && event.at - provenAt > CLAIM_MS
  })
}

interface Standing {
  truth: Truth
  dueAt: number
  findings: string[]
}

function truthOf(requirement: Requirement, gate: Gate, plan: Plan): Standing {
  const dueAt = requirementDueAt(requirement, gate, plan)
  if (requirement.applies?.(plan) === false) return { truth: 'doesNotApply', dueAt, findings: [] }
  const findings = requirement.check(plan, dueAt).map(({ text }) => text)
  return { truth: findings.length === 0 ? 'met' : 'unmet', dueAt, findings }
}

function everyRequirement(): { requirement: Requirement; gate: Gate }[] {
  return gates.flatMap((gate) => gate.requirements.map((requirement) => ({ requirement, gate })))
}
