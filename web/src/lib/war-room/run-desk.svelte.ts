/**
 * Launch day on this page: the run as the log tells it, the time as the server has it, and what this person asks
 * for. Nothing of the run is kept here: a command goes to the server, and what came of it comes back by the log.
 */
import { may } from '@flashboard/shared/access/roles'
import type { Actor, PlanEvent } from '@flashboard/shared/log/events'
import type { FieldPath } from '@flashboard/shared/plan/field-path'
import type { Plan } from '@flashboard/shared/plan/schema'
import { missedTitles } from '@flashboard/shared/readiness/judge'
import type { RunCommand } from '@flashboard/shared/run/commands'
import { isHandOf } from '@flashboard/shared/run/crew'
import { isSamePerson } from '@flashboard/shared/readiness/same-person'
import { type Phase, phaseOf, sprintEndsAt } from '@flashboard/shared/run/phase'
import { leftMs, type Run, zeroAt } from '@flashboard/shared/run/run'
import { afterEvents, noRunState, type RunState } from '@flashboard/shared/run/run-state'
import {
  type LimitCall,
  limitCalls,
  type SaleFigures,
  saleFigures,
  type Sales,
} from '@flashboard/shared/run/sales'
import { type Schedule, scheduleOf } from '@flashboard/shared/run/schedule'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { chance } from '#lib/plan/chance.ts'
import { whenAwake } from '#lib/plan/waking.ts'
import { Outbox, type Refused, type Unsent } from './outbox.ts'
import type { RunSource } from './run-source.svelte.ts'
import { askedInWords } from './asked-words.ts'
import { secondHand } from './second-hand.ts'

export class RunDesk {
  readonly #source: RunSource
  readonly #outbox: Outbox
  readonly #sends: () => void
  #sent: () => void = () => {}
  #wake: () => void = () => {}
  readonly #stopWaking: () => void
  /** The log only grows, so what was folded stays folded. */
  #folded: { events: readonly PlanEvent[]; state: RunState } = { events: [], state: noRunState }
  #refusal = $state<string>()
  #givenUp = $state.raw<readonly string[]>([])
  readonly #wallTime: () => number
  readonly #countTime: () => number

  readonly #state = $derived.by(() => this.#fold())
  readonly #figures = $derived.by(() => saleFigures(this.plan, this.sales))
  readonly #calls = $derived.by(() => limitCalls(this.plan, this.#figures))
  readonly #schedule = $derived.by(() => scheduleOf(this.plan, this.run, this.now))

  constructor(source: RunSource) {
    this.#source = source
    const { time, keeping, send } = source
    const speed = () => source.speed
    this.#wallTime = secondHand(time, () => 0, speed)
    this.#countTime = secondHand(time, () => zeroAt(this.run, this.plan.event.launchAt, time()), speed)
    this.#sends = createSubscriber((update) => {
      this.#sent = update
      return () => (this.#sent = () => {})
    })
    this.#outbox = new Outbox({
      send,
      keeping,
      newKey: chance.newId,
      now: Date.now,
      pause: (ms) => this.#pause(ms),
      onChange: () => this.#sent(),
      onLeftRefused: (refusal) => (this.#refusal = refusal),
    })
    this.#stopWaking = whenAwake(() => this.#wake())
    this.#outbox.resume()
  }

  destroy(): void {
    this.#stopWaking()
  }

  get planId(): string {
    return this.#source.planId
  }

  /** Whether nothing of this reaches the plan's log. */
  get isRehearsal(): boolean {
    return this.#source.isRehearsal
  }

  get plan(): Plan {
    return this.#source.plan
  }

  get log(): readonly PlanEvent[] {
    return this.#source.log
  }

  /** Whether this page was told of the run at all: the log of a plan begins with its making. */
  get isTold(): boolean {
    return this.isRehearsal || this.log.length > 0
  }

  get run(): Run {
    return this.#state.run
  }

  get sales(): Sales {
    return this.#state.sales
  }

  get figures(): SaleFigures {
    return this.#figures
  }

  /** Limits that are reached or crossed. */
  get calls(): readonly LimitCall[] {
    return this.#calls
  }

  /** The server's time (UTC ms), anew as each of its seconds is full. */
  get now(): number {
    return this.#wallTime()
  }

  /** The T-clock: ms to the launch, or since its call (negative), holds counted out; anew as each of its own seconds is full. */
  get leftMs(): number {
    return leftMs(this.run, this.plan.event.launchAt, this.#countTime())
  }

  get phase(): Phase {
    return phaseOf(this.plan, this.run, this.now)
  }

  /** Ms that the support sprint still lasts; 0 when it or the run is over, or it has not begun. */
  get sprintLeftMs(): number {
    return this.run.closedAt !== undefined ? 0 : Math.max(0, (sprintEndsAt(this.run) ?? 0) - this.now)
  }

  get schedule(): Schedule {
    return this.#schedule
  }

  /** Whether a run has begun and is not closed. */
  get isOn(): boolean {
    return this.run.startedAt !== undefined && this.run.closedAt === undefined
  }

  get me(): Actor {
    return this.#source.me
  }

  /** Who is here and may be given something to do, by the log's last word on their role. */
  get hands(): readonly Actor[] {
    return this.people.filter(({ personId }) => isHandOf(this.log, personId))
  }

  get people(): readonly Actor[] {
    return this.#source.people
  }

  get isOnline(): boolean {
    return this.#source.isOnline
  }

  get mayEdit(): boolean {
    return may(this.#source.role, 'edit')
  }

  get isLead(): boolean {
    return may(this.#source.role, 'call')
  }

  get isCaller(): boolean {
    return this.isOn && this.run.caller?.personId === this.me.personId
  }

  /** Why nobody calls, as far as this page sees: the caller has no page open, or may not edit any more. */
  get callerIs(): 'here' | 'gone' | 'barred' {
    if (this.run.isCallerBarred) return 'barred'
    const isHere = this.people.some(({ personId }) => personId === this.run.caller?.personId)
    // Without the server a page sees nobody.
    return isHere || !this.isOnline ? 'here' : 'gone'
  }

  get standings(): RunSource['standings'] {
    return this.#source.standings
  }

  get missed(): string[] {
    return missedTitles(this.standings)
  }

  get requirements() {
    return this.standings.flatMap(({ requirements }) => requirements)
  }

  get offset(): RunSource['offset'] {
    return this.#source.offset
  }

  placeOf(personId: string | undefined): FieldPath | undefined {
    return personId === undefined ? undefined : this.#source.placeOf(personId)
  }

  goTo(path: FieldPath): void {
    this.#source.goTo(path)
  }

  /** Whether the gate waits for this person's word that the support sprint is under way. */
  get isAskedToSign(): boolean {
    const { sprintOwner, sprintStarted } = this.plan.support
    const isMine = isSamePerson(sprintOwner, this.me.name)
    return this.mayEdit && isMine && !sprintStarted && this.#source.signSprint !== undefined
  }

  signSprint(): void {
    this.#source.signSprint?.()
  }

  /** What this page asked for and the server has not answered. */
  get unsent(): readonly Unsent[] {
    this.#sends()
    return this.#outbox.unsent
  }

  /** Whether the server did not answer when it was last asked; it is asked again and again. */
  get isStuck(): boolean {
    this.#sends()
    return this.#outbox.isStuck
  }

  /** Why what was asked last was refused, in a sentence. */
  get refusal(): string | undefined {
    return this.#refusal
  }

  readRefusal(): void {
    this.#refusal = undefined
  }

  /** What was given up and is not read yet, as its person would name it, the oldest first. */
  get givenUp(): readonly string[] {
    return this.#givenUp
  }

  readGivenUp(): void {
    this.#givenUp = []
  }

  /** Says why something was not even asked, and what to do first. */
  refuse(why: string): void {
    this.#refusal = why
  }

  /** Asks for something; a refusal is shown to the person. @returns whether it is done. */
  async do(command: RunCommand): Promise<boolean> {
    // Named as it is now: what it is about may be gone later.
    const called = askedInWords(command, this.plan)
    const refused = await this.#outbox.ask(command)
    if (refused?.isGivenUp) this.#givenUp = [...this.#givenUp, called]
    else this.#refusal = refused?.says
    return refused === undefined
  }

  /** Asks for something. @returns why it was refused, for its own place to show; nothing where it is done. */
  ask(command: RunCommand): Promise<Refused | undefined> {
    return this.#outbox.ask(command)
  }

  #fold(): RunState {
    const { log } = this.#source
    const { events, state } = this.#folded
    const isLonger = events.length <= log.length && log[events.length - 1] === events.at(-1)
    const next = isLonger ? afterEvents(state, log.slice(events.length)) : afterEvents(noRunState, log)
    this.#folded = { events: log, state: next }
    return next
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

export const [useRunDesk, provideRunDesk] = createContext<RunDesk>()
