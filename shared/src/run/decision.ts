/** What a decision on launch day is made from, and what it comes to. */
import type { Actor, NewEvent } from '../log/events.ts'
import type { Plan } from '../plan/schema.ts'

export interface Facts {
  /** UTC ms, the server's. */
  now: number
  actor: Actor
  /** Whether the actor leads the plan. */
  isLead: boolean
  plan: Plan
  /** Titles of the requirements that are missed and not waived. */
  missed: readonly string[]
  /** Whether the caller has a page open. */
  isCallerHere: boolean
  /** Everybody who may be handed the desk. */
  hands: readonly Actor[]
}

export type Told = NewEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'actor'> : never) : never
/** Events to append, or why not, in a sentence. */
export type Decision = readonly Told[] | string
