/**
 * Sends the word of the plans to those who asked for it. What is to be sent is a table of jobs: a plan's new events
 * become jobs in one transaction, and a job stays until it has arrived or is not worth sending any more, however
 * often the server is killed in between. So a receiver may hear twice of what was killed before it was noted, with
 * the same id; it never hears of nothing.
 *
 * Like the gate clock it has one timer for all.
 */
import { setImmediate as untilOthersRan } from 'node:timers/promises'
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import { named, oneLine } from '@flashboard/shared/plan/format'
import { SECOND_MS } from '@flashboard/shared/plan/time'
import * as alertJobs from '../store/alert-jobs.ts'
import * as alertTargets from '../store/alert-targets.ts'
import * as members from '../store/members.ts'
import { pauseMs, WORTH_MS } from './backoff.ts'
import { attempt, type DeliveryParts, StoppedError } from './delivery.ts'
import type { DeliveryError } from './delivery-error.ts'
import { alertMessage, type Message, testMessage } from './message.ts'
import { planJobs, type PlanningParts } from './planning.ts'

/** How long a receiver may take. */
export const LIMIT_MS = 10 * SECOND_MS
/** The same where a person waits for it at their page, which is less patient. */
export const ASKED_LIMIT_MS = 6 * SECOND_MS
/** How many targets are sent to at once; to each, one alert after another. */
const SENDING_MAX = 8
/** So soon the clock is looked at again: it may have been set, or the machine have slept. */
const SLEEP_MAX_MS = 60 * SECOND_MS
/** How long to leave alone what failed by a fault of ours. */
const RETRY_MS = 60 * SECOND_MS
/** How long a receiver may still take when the server ends. */
const FAREWELL_MS = SECOND_MS

interface CourierParts extends PlanningParts, DeliveryParts {
  clock: DeliveryParts['clock']
  chance: Chance
  /** The origin that people's browsers know the server by: where messages link to. */
  publicUrl?: string | undefined
}

export class Courier {
  readonly #parts: CourierParts
  /** Plans whose log grew, until their turn comes. */
  readonly #grown = new Set<string>()
  /** By target; none is sent to twice at a time. */
  readonly #sending = new Map<string, Promise<void>>()
  /** Targets that rest after a fault of ours. */
  readonly #resting = new Set<string>()
  /** What waits for later, and how to call it off. */
  readonly #laters = new Set<() => void>()
  readonly #stopping = new AbortController()
  /** Calls off the one timer. */
  #wake: (() => void) | undefined
  /** Planning and choosing, one after another. */
  #rounds: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(parts: CourierParts) {
    this.#parts = parts
  }

  /** Sends what nobody sent while the server was down, and from then on what comes. */
  start(): void {
    this.#round(() => alertJobs.plansBehind(this.#parts.db))
  }

  /** A plan's log has more events. */
  logGrew(planId: string): void {
    if (this.#isStopped || this.#grown.has(planId)) return
    this.#grown.add(planId)
    this.#round(async () => {
      this.#grown.delete(planId)
      return [planId]
    })
  }

  /**
   * Sends one message now.
   * @returns why it did not arrive; `null` when it did.
   * @throws StoppedError
   */
  async test(target: alertTargets.AlertTarget, planName: string): Promise<string | null> {
    const { db, clock, chance } = this.#parts
    const plan = oneLine(named(planName, 'plan'))
    const message = testMessage(chance.newId(), plan, clock.now(), this.#about(target))
    const error = await this.#attempt(target, message, ASKED_LIMIT_MS)
    if (!error) await alertTargets.delivered(db, target.id, clock.now())
    else if (error.isGone) await alertTargets.ended(db, target.id, clock.now(), error.message)
    else await alertTargets.failed(db, target.id, clock.now(), error.message)
    return error?.message ?? null
  }

  /** Resolves once nothing is being planned or sent. */
  async settled(): Promise<void> {
    let rounds: Promise<void> | undefined
    while (rounds !== this.#rounds || this.#sending.size > 0) {
      rounds = this.#rounds
      await rounds
      await Promise.all(this.#sending.values())
    }
  }

  /** What has not arrived by then is sent on the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#wake?.()
    for (const callOff of this.#laters) callOff()
    this.#laters.clear()
    const callOff = this.#parts.clock.after(FAREWELL_MS, () => this.#stopping.abort())
    await this.settled()
    callOff()
    this.#stopping.abort()
  }

  /** Never two at a time, so that no job is chosen twice. */
  #round(find: () => Promise<string[]>): void {
    this.#rounds = this.#runAfter(this.#rounds, find)
  }

  async #runAfter(before: Promise<void>, find: () => Promise<string[]>): Promise<void> {
    await before
    if (this.#isStopped) return
    const { clock, complain } = this.#parts
    try {
      for (const planId of await find()) {
        await this.#plan(planId)
        // SQLite answers at once, so nothing else in here lets the sockets have their turn.
        await untilOthersRan()
        if (this.#isStopped) return
      }
      await this.#sendDue()
    } catch (error) {
      complain(error, 'the alerts could not be read')
      this.#sleepUntil(clock.now() + RETRY_MS)
    }
  }

  async #plan(planId: string): Promise<void> {
    try {
      while ((await planJobs(this.#parts, planId)) && !this.#isStopped) await untilOthersRan()
    } catch (error) {
      this.#parts.complain(error, `the alerts of plan ${planId} could not be planned`)
      this.#later(RETRY_MS, () => this.logGrew(planId))
    }
  }

  async #sendDue(): Promise<void> {
    const { db, clock } = this.#parts
    while (this.#sending.size < SENDING_MAX && !this.#isStopped) {
      const job = await alertJobs.nextDue(db, clock.now(), this.#busy())
      if (!job) break
      this.#sending.set(job.targetId, this.#carry(job))
    }
    // With all hands full the next that ends looks again; a timer would find the others due at once, for ever.
    const isFull = this.#sending.size >= SENDING_MAX
    this.#sleepUntil(isFull ? undefined : await alertJobs.nextAt(db, this.#busy()))
  }

  #busy(): string[] {
    return [...this.#sending.keys(), ...this.#resting]
  }

  async #carry(job: alertJobs.AlertJob): Promise<void> {
    try {
      await this.#send(job)
    } catch (error) {
      this.#rest(job.targetId, error)
    }
    this.#sending.delete(job.targetId)
    this.#round(async () => [])
  }

  /** A job that could not be noted as sent would be sent again at once, for ever. */
  #rest(targetId: string, error: unknown): void {
    if (error instanceof StoppedError) return
    this.#parts.complain(error, 'an alert could not be sent')
    this.#resting.add(targetId)
    this.#later(RETRY_MS, () => {
      this.#resting.delete(targetId)
      this.#round(async () => [])
    })
  }

  async #send(job: alertJobs.AlertJob): Promise<void> {
    const { db, clock } = this.#parts
    const target = await alertTargets.read(db, job.targetId)
    if (!target) return
    if ((await members.roleOf(db, target.planId, target.personId)) === undefined) {
      return await alertJobs.remove(db, job)
    }
    if (!isWorthSending(job, clock.now())) return await this.#giveUp(job, 'It was not sent in time.')
    const message = alertMessage(job, this.#about(target))
    const error = await this.#attempt(target, message, LIMIT_MS)
    if (error) await this.#failed(job, error)
    else await alertJobs.arrived(db, job, clock.now())
  }

  async #attempt(
    target: alertTargets.AlertTarget,
    message: Message,
    limitMs: number,
  ): Promise<DeliveryError | undefined> {
    return await attempt(this.#parts, target, message, { limitMs, stopping: this.#stopping.signal })
  }

  async #failed(job: alertJobs.AlertJob, { message: text, isGone }: DeliveryError): Promise<void> {
    const { db, clock, chance } = this.#parts
    const now = clock.now()
    if (isGone) return await alertTargets.ended(db, job.targetId, now, `${text} Nothing more is sent there.`)
    const nextAt = now + pauseMs(job.attempts + 1, chance)
    if (!isWorthSending(job, nextAt)) return await this.#giveUp(job, text)
    await alertJobs.putOff(db, job, { now, nextAt, text })
  }

  async #giveUp(job: alertJobs.AlertJob, why: string): Promise<void> {
    const { db, clock } = this.#parts
    await alertJobs.givenUp(db, job, clock.now(), `${why} Given up: “${job.alert.text}”`)
  }

  #about({ planId }: alertTargets.Owner) {
    return { planId, publicUrl: this.#parts.publicUrl }
  }

  #later(ms: number, run: () => void): void {
    if (this.#isStopped) return
    const callOff = this.#parts.clock.after(ms, () => {
      this.#laters.delete(callOff)
      run()
    })
    this.#laters.add(callOff)
  }

  #sleepUntil(at: number | undefined): void {
    this.#wake?.()
    if (this.#isStopped || at === undefined) return
    const { clock } = this.#parts
    const ms = Math.min(Math.max(0, at - clock.now()), SLEEP_MAX_MS)
    this.#wake = clock.after(ms, () => this.#round(async () => []))
  }
}

function isWorthSending({ alert }: alertJobs.AlertJob, at: number): boolean {
  return at - alert.at <= WORTH_MS
}
