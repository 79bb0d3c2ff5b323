/** A rehearsal as the war room shows it. */
import type { Role } from '@flashboard/shared/access/roles'
import type { Actor, PlanEvent } from '@flashboard/shared/log/events'
import type { Plan } from '@flashboard/shared/plan/schema'
import { type GateStanding, judgeBy, lastTurn, pastOf } from '@flashboard/shared/readiness/judge'
import { createSubscriber } from 'svelte/reactivity'
import { RequestError } from '#lib/plan/api.ts'
import type { LivePlan } from '#lib/plan/live-plan.svelte.ts'
import type { Keeping, Unsent } from '../outbox.ts'
import type { RunSource } from '../run-source.svelte.ts'
import { secondHand } from '../second-hand.ts'
import { Rehearsal, type Speed } from './rehearsal.ts'

export class RehearsalSource implements RunSource {
  readonly planId: string
  readonly me: Actor
  readonly isRehearsal = true
  readonly role: Role = 'lead'
  readonly people: readonly Actor[]
  readonly isOnline = true
  readonly offset = { offsetMs: 0, isSet: true }
  readonly keeping: Keeping = { kept: () => [], keep: () => {}, drop: () => {} }
  readonly #rehearsal: Rehearsal
  readonly #subscribe: () => void
  #changed: () => void = () => {}
  readonly #now: () => number
  readonly #past = $derived.by(() => pastOf(this.log))
  readonly #turnedAt = $derived.by(() => lastTurn(this.plan, this.#now()))
  readonly #standings = $derived.by(() => judgeBy(this.#past, this.plan, this.#turnedAt))

  constructor(live: LivePlan) {
    this.planId = live.id
    this.me = { personId: live.me.id, name: live.me.name }
    this.people = [this.me]
    this.#rehearsal = new Rehearsal({
      plan: live.all,
      log: live.connection.log.events,
      me: this.me,
      real: () => performance.now(),
      onChange: () => this.#changed(),
    })
    this.#subscribe = createSubscriber((update) => {
      this.#changed = update
      return () => (this.#changed = () => {})
    })
    this.#now = secondHand(
      this.time,
      () => 0,
      () => this.speed,
    )
  }

  get plan(): Plan {
    return this.#rehearsal.plan
  }

  get log(): readonly PlanEvent[] {
    this.#subscribe()
    return this.#rehearsal.log
  }

  get standings(): readonly GateStanding[] {
    return this.#standings
  }

  get speed(): Speed {
    this.#subscribe()
    return this.#rehearsal.speed
  }

  /** Where a jump leads to (UTC ms), as of the last full second. */
  get ahead(): number | undefined {
    this.#now()
    return this.#rehearsal.ahead
  }

  time = (): number => {
    this.#subscribe()
    return this.#rehearsal.now()
  }

  placeOf = (): undefined => undefined

  /** Others see on the board where somebody is. */
  goTo = (): void => {}

  run(speed: Speed): void {
    this.#rehearsal.run(speed)
  }

  jump(): void {
    this.#rehearsal.jump()
  }

  send = async ({ command }: Unsent): Promise<void> => {
    const refusal = this.#rehearsal.do(command)
    if (refusal !== undefined) throw new RequestError('not_now', refusal)
  }
}
