/** What a template is told about the event, and how it counts from it: in elapsed time, never in days of a calendar. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts'

export interface EventFacts {
  name: string
  /** UTC ms. */
  launchAt: number
  /** UTC ms, after the launch. */
  endsAt: number
  timeZone: string
  currency: string
}

export interface Elapsed {
  days?: number
  hours?: number
  minutes?: number
}

export function elapsedMs({ days = 0, hours = 0, minutes = 0 }: Elapsed): number {
  return days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS
}

export function before(instant: number, elapsed: Elapsed): number {
  return instant - elapsedMs(elapsed)
}

export function after(instant: number, elapsed: Elapsed): number {
  return instant + elapsedMs(elapsed)
}

/** A cue's or a piece's offset from the launch, said from the end of the event. */
export function offsetFromEnd({ launchAt, endsAt }: EventFacts, elapsed: Elapsed): number {
  return after(endsAt, elapsed) - launchAt
}

/** The offset of a part of the event, in whole minutes: half of 90 minutes is 45. */
export function offsetWithin({ launchAt, endsAt }: EventFacts, part: number): number {
  return Math.floor(((endsAt - launchAt) * part) / MINUTE_MS) * MINUTE_MS
}

/** A stamp for the sample: who did a thing, and how long before the launch. */
export type Done = (elapsed: Elapsed, by: string) => { at: number; by: string }
/** An amount in the minor units of the event's currency. */
export type Minor = (amount: number) => number
