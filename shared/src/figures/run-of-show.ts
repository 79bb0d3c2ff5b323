/** When cues are due, and which is on. */
import type { Cue, Plan } from '../plan/schema.ts'

export interface TimedCue {
  cue: Cue
  /** UTC ms. */
  at: number
}

/** UTC ms: its hard time, or else its offset from the launch; `null` while it has neither. */
export function cueAt(cue: Cue, launchAt: number): number | null {
  return cue.hardAt ?? (cue.offsetMs === null ? null : launchAt + cue.offsetMs)
}

/** The cues that have a time, in that order; equal times stay in the board's order. */
export function runOfShow({ cues, event }: Plan): TimedCue[] {
  return cues
    .map((cue) => ({ cue, at: cueAt(cue, event.launchAt) }))
    .filter((timed): timed is TimedCue => timed.at !== null)
    .sort((a, b) => a.at - b.at)
}

/** The index of the cue that is on at `now` (UTC ms): the last that has begun; −1 before the first. */
export function cueNow(cues: readonly TimedCue[], now: number): number {
  return cues.findLastIndex(({ at }) => at <= now)
}
