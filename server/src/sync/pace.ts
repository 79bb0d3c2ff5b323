/** Keeps what may be asked for often from being done too often: at once when it has been quiet, else once an interval. */

/** What a pace needs of time; a Clock has it. */
export interface Timers {
  now: () => number
  soon: (run: () => void) => void
  after: (ms: number, run: () => void) => () => void
}

export class Pace {
  readonly #timers: Timers
  readonly #intervalMs: () => number
  readonly #run: () => void
  #isAsked = false
  #ranAt = -Infinity

  /** @param intervalMs how long to leave between the last run and the next; asked each time. */
  constructor(timers: Timers, intervalMs: () => number, run: () => void) {
    this.#timers = timers
    this.#intervalMs = intervalMs
    this.#run = run
  }

  /** Has it run once more, and never from within this call: its caller may be in the middle of something. */
  ask(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    const intervalMs = this.#intervalMs()
    const sinceMs = this.#timers.now() - this.#ranAt
    // A clock that was set back must not hold it up for longer than one interval.
    const waitMs = Math.min(intervalMs, intervalMs - sinceMs)
    if (waitMs <= 0) this.#timers.soon(() => this.#go())
    else this.#timers.after(waitMs, () => this.#go())
  }

  #go(): void {
    this.#isAsked = false
    this.#ranAt = this.#timers.now()
    this.#run()
  }
}
