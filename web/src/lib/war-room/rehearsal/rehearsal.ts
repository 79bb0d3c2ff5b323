/**
 * A run that is only tried: a log in this page's memory, commands decided by what decides them on the server, and a
 * clock of its own. It knows no network and no storage, so nothing of it can reach the plan or its log.
 */
import type { Actor, NewEvent, PlanEvent } from '@flashboard/shared/log/events'
import { runOfShow } from '@flashboard/shared/figures/run-of-show'
import type { Plan } from '@flashboard/shared/plan/schema'
import { MINUTE_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import { judge, missedTitles } from '@flashboard/shared/readiness/judge'
import { decide, runCommand, type RunCommand } from '@flashboard/shared/run/commands'
import { afterEvents, noRunState } from '@flashboard/shared/run/run-state'
import { scheduleOf } from '@flashboard/shared/run/schedule'
import { isOfRun } from '@flashboard/shared/activity/run-sentences'

/** How many of its seconds pass in one of the room's. */
export const speeds = [0, 1, 2, 10, 60] as const
export type Speed = (typeof speeds)[number]

/** So much before a cue one arrives, to see it come. */
const BEFORE_CUE_MS = 5 * SECOND_MS

interface RehearsalParts {
  /** As it stands; what others write meanwhile is not in the rehearsal. */
  plan: Plan
  /** The plan's log, for what it says of the gates; what it has of runs is left out. */
  log: readonly PlanEvent[]
  /** Who rehearses: they have every right, since nobody else is here. */
  me: Actor
  /** Ms of a clock that never goes back. */
  real: () => number
  onChange: () => void
}

export class Rehearsal {
  readonly plan: Plan
  readonly #parts: RehearsalParts
  #log: readonly PlanEvent[]
  #state = noRunState
  /** The time (UTC ms) that it was at a reading of the real clock, and how fast it goes since. */
  #pace: { at: number; since: number; speed: Speed }

  constructor(parts: RehearsalParts) {
    this.plan = parts.plan
    this.#parts = parts
    this.#log = parts.log.filter((event) => !isOfRun(event))
    const first = runOfShow(this.plan)[0]?.at ?? this.plan.event.launchAt
    this.#pace = {
      at: Math.min(first, this.plan.event.launchAt) - MINUTE_MS,
      since: parts.real(),
      speed: 1,
    }
  }

  get log(): readonly PlanEvent[] {
    return this.#log
  }

  get speed(): Speed {
    return this.#pace.speed
  }

  /** UTC ms. */
  now(): number {
    const { at, since, speed } = this.#pace
    return at + (this.#parts.real() - since) * speed
  }

  run(speed: Speed): void {
    this.#pace = { at: this.now(), since: this.#parts.real(), speed }
    this.#parts.onChange()
  }

  /** Where a jump leads to (UTC ms): shortly before the next cue; nowhere while the count is held, or none is ahead. */
  get ahead(): number | undefined {
    const { run } = this.#state
    const { next } = scheduleOf(this.plan, run, this.now())
    const at = next && next.plannedAt - BEFORE_CUE_MS
    return at !== undefined && !run.hold && at > this.now() ? at : undefined
  }

  jump(): void {
    const { ahead } = this
    if (ahead === undefined) return
    this.#pace = { ...this.#pace, at: ahead, since: this.#parts.real() }
    this.#parts.onChange()
  }

  /** @returns why not, in a sentence; nothing where it is done. */
  do(asked: RunCommand): string | undefined {
    const read = runCommand.safeParse(asked)
    if (!read.success) return read.error.issues[0]!.message
    const { me: actor } = this.#parts
    const now = Math.round(this.now())
    const decision = decide(this.#state, read.data, {
      now,
      actor,
      isLead: true,
      plan: this.plan,
      missed: missedTitles(judge(this.plan, now, this.#log)),
      isCallerHere: true,
      hands: [actor],
    })
    if (typeof decision === 'string') return `${decision} Nothing was changed.`
    const last = this.#log.at(-1)?.seq ?? 0
    const events = decision.map(
      (event, index) => ({ ...event, at: now, actor, seq: last + 1 + index }) as NewEvent & PlanEvent,
    )
    this.#state = afterEvents(this.#state, events)
    this.#log = [...this.#log, ...events]
    this.#parts.onChange()
    return undefined
  }
}
