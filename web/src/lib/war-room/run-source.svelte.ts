/** Where a run comes from: the plan and its log on the server, or a rehearsal's own. */
import type { Role } from '@flashboard/shared/access/roles'
import type { Actor, PlanEvent } from '@flashboard/shared/log/events'
import type { FieldPath } from '@flashboard/shared/plan/field-path'
import type { Plan } from '@flashboard/shared/plan/schema'
import type { GateStanding } from '@flashboard/shared/readiness/judge'
import { answerOf, api } from '#lib/plan/api.ts'
import type { LivePlan } from '#lib/plan/live-plan.svelte.ts'
import type { Keeping, Unsent } from './outbox.ts'
import { unsentOnDevice } from './unsent-store.ts'

/** What reads as reactive: all that may change. */
export interface RunSource {
  readonly planId: string
  readonly isRehearsal: boolean
  readonly me: Actor
  readonly plan: Plan
  readonly log: readonly PlanEvent[]
  readonly role: Role
  /** Who has a page open. */
  readonly people: readonly Actor[]
  readonly isOnline: boolean
  readonly standings: readonly GateStanding[]
  /** How far the server is ahead of this machine, and whether it has been asked. */
  readonly offset: { offsetMs: number; isSet: boolean }
  /** Where somebody is, as they say. */
  placeOf: (personId: string) => FieldPath | undefined
  goTo: (path: FieldPath) => void
  /** Signs on the board that the support sprint is under way; a rehearsal signs nothing. */
  signSprint?: () => void
  /** UTC ms as the run counts it. */
  time: () => number
  /** How many of the run's seconds pass in one: 1 but in a rehearsal, where it may change, and be none. */
  readonly speed: number
  /** @throws RequestError */
  send: (unsent: Unsent) => Promise<unknown>
  readonly keeping: Keeping
}

export class LiveSource implements RunSource {
  readonly planId: string
  readonly me: Actor
  readonly isRehearsal = false
  readonly speed = 1
  readonly keeping: Keeping
  readonly #live: LivePlan

  constructor(live: LivePlan) {
    this.#live = live
    this.planId = live.id
    this.me = { personId: live.me.id, name: live.me.name }
    this.keeping = unsentOnDevice(live.id, live.me.id)
  }

  get plan(): Plan {
    return this.#live.all
  }

  get log(): readonly PlanEvent[] {
    return this.#live.connection.log.events
  }

  get role(): Role {
    return this.#live.role
  }

  get people(): readonly Actor[] {
    return this.#live.presence.people
  }

  get isOnline(): boolean {
    return this.#live.connection.state.name === 'online'
  }

  get standings(): readonly GateStanding[] {
    return this.#live.standings
  }

  get offset(): { offsetMs: number; isSet: boolean } {
    const { offsetMs, isSet } = this.#live.connection.clock
    return { offsetMs, isSet }
  }

  placeOf = (personId: string): FieldPath | undefined =>
    this.#live.presence.people.find((person) => person.personId === personId)?.field

  goTo = (path: FieldPath): void => this.#live.presence.enter(path)

  signSprint = (): void => {
    this.#live.act(() => this.#live.edits.set('support/sprintStarted', this.#live.stamp()))
  }

  time = (): number => this.#live.connection.clock.now()

  send = (json: Unsent): Promise<unknown> =>
    answerOf(api.plans[':id'].run.commands.$post({ param: { id: this.planId }, json }))
}
