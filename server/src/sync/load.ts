/**
 * How busy the server is with edits, and how long it gathers them because of that: not at all while sending them one
 * by one costs little, so that nobody waits; longer the more it would cost, because a frame costs the same whether it
 * holds one edit or ten.
 */

/** What a batch leaves before the next one: an fsync's worth at least, and at most what nobody notices. */
export const INTERVAL_MIN_MS = 2
export const INTERVAL_MAX_MS = 16

/** In frames a millisecond, as if every edit went out alone: up to here there is room, from there on none. */
const LIGHT = 60
const HEAVY = 120
/** What taking in an edit and committing it costs, in frames. */
const INTAKE_FRAMES = 60
/** Over how long it is averaged. */
const SMOOTHED_MS = 200

export class Load {
  #framesAMs = 0
  #at = -Infinity

  /** So many edits of one plan were committed and sent to so many sockets, at `now` (UTC ms). */
  add(edits: number, sockets: number, now: number): void {
    // A clock that was set back counts as one that stood still.
    this.#framesAMs *= Math.exp(-Math.max(0, now - this.#at) / SMOOTHED_MS)
    this.#framesAMs += (edits * (sockets + INTAKE_FRAMES)) / SMOOTHED_MS
    this.#at = now
  }

  /** How long to gather edits (ms) before the next batch. */
  get intervalMs(): number {
    const share = (this.#framesAMs - LIGHT) / (HEAVY - LIGHT)
    return Math.min(INTERVAL_MAX_MS, Math.max(INTERVAL_MIN_MS, share * INTERVAL_MAX_MS))
  }
}
