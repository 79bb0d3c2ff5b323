/**
 * Judges the gates with nobody's page open: after each change, once the typing pauses, and when a deadline
 * has passed. All plans that wait for a deadline share one timer; the database knows whose turn is next.
 */
import { setImmediate as untilOthersRan } from 'node:timers/promises'
import type { Complain } from '../sync/commit-queue.ts'
import * as judgements from '../store/judgements.ts'
import type { Clock } from './clock.ts'
import { judgePlan, type JudgementParts } from './judgement.ts'

/**
 * A plan is judged once nobody has edited it for so long: what is half typed is no turn. Somebody who never pauses
 * is not waited for.
 */
export const PAUSE_MS = 1_000
export const PAUSE_MAX_MS = 5_000
/** So soon the clock is looked at again: it may have been set, or the machine have slept. */
const SLEEP_MAX_MS = 60_000
/** How long to leave a plan alone that could not be judged. */
const RETRY_MS = 60_000

interface GateClockParts extends JudgementParts {
  clock: Pick<Clock, 'now' | 'after'>
  rooms: {
    /** Resolves once all that was received so far is on disk. */
    drained: () => Promise<void>
  }
  /** The plan's log has more events. */
  logGrew: (planId: string) => void
  complain: Complain
}

export class GateClock {
  readonly #parts: GateClockParts
  /** Plans with edits that wait for a pause, and how to call that off. */
  readonly #paused = new Map<string, { since: number; callOff: () => void }>()
  /** Calls off the one timer. */
  #wake: (() => void) | undefined
  /** What is being judged, one plan after another. */
  #rounds: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(parts: GateClockParts) {
    this.#parts = parts
  }

  /** Judges what nobody judged while the server was down, and from then on every deadline. */
  start(): void {
    this.#round(async (now) => {
      const { db } = this.#parts
      return [...new Set([...(await judgements.unjudged(db)), ...(await judgements.dueBy(db, now))])]
    })
  }

  /** A plan is new: nobody types in it yet, so it is judged at once. */
  begun(planId: string): void {
    if (!this.#isStopped) this.#round(async () => [planId])
  }

  /** A plan has an edit more on disk. */
  changed(planId: string): void {
    if (this.#isStopped) return
    const { clock } = this.#parts
    const now = clock.now()
    const waiting = this.#paused.get(planId)
    waiting?.callOff()
    const since = waiting?.since ?? now
    const ms = Math.max(0, Math.min(PAUSE_MS, since + PAUSE_MAX_MS - now))
    const judge = () => {
      this.#paused.delete(planId)
      this.#round(async () => [planId])
    }
    this.#paused.set(planId, { since, callOff: clock.after(ms, judge) })
  }

  /** Resolves once nothing is being judged. */
  async settled(): Promise<void> {
    let rounds: Promise<void> | undefined
    while (rounds !== this.#rounds) {
      rounds = this.#rounds
      await rounds
    }
  }

  /** What is not judged by now is found and judged on start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#wake?.()
    for (const { callOff } of this.#paused.values()) callOff()
    this.#paused.clear()
    await this.settled()
  }

  async #judge(planId: string): Promise<void> {
    const { clock, rooms, logGrew, complain } = this.#parts
    if (this.#isStopped) return
    try {
      // Taken first: what was received by then is on disk after.
      const now = clock.now()
      await rooms.drained()
      if ((await judgePlan(this.#parts, planId, now)) > 0) logGrew(planId)
    } catch (error) {
      complain(error, `plan ${planId} could not be judged`)
      await this.#putOff(planId)
    }
  }

  /** Else the timer would find it due again at once. */
  async #putOff(planId: string): Promise<void> {
    const { db, clock, complain } = this.#parts
    try {
      await judgements.putOff(db, planId, clock.now() + RETRY_MS)
    } catch (error) {
      complain(error, `plan ${planId} could not be put off`)
    }
  }

  /** Never two at a time: a plan has one judgement after another. */
  #round(find: (now: number) => Promise<string[]>): void {
    this.#rounds = this.#runAfter(this.#rounds, find)
  }

  async #runAfter(before: Promise<void>, find: (now: number) => Promise<string[]>): Promise<void> {
    await before
    if (this.#isStopped) return
    const { clock, db, complain } = this.#parts
    try {
      for (const planId of await find(clock.now())) {
        await this.#judge(planId)
        // SQLite answers at once, so nothing else in here lets the sockets have their turn.
        await untilOthersRan()
      }
      this.#sleepUntil(await judgements.nextTurnAt(db))
    } catch (error) {
      complain(error, 'the deadlines could not be read')
      this.#sleepUntil(clock.now() + RETRY_MS)
    }
  }

  #sleepUntil(at: number | undefined): void {
    this.#wake?.()
    if (this.#isStopped || at === undefined) return
    const { clock, db } = this.#parts
    const ms = Math.min(Math.max(0, at - clock.now()), SLEEP_MAX_MS)
    this.#wake = clock.after(ms, () => this.#round((now) => judgements.dueBy(db, now)))
  }
}
