/** Time as the server has it. Passed in everywhere, so that tests set it instead of waiting. */
export interface Clock {
  /** UTC ms. */
  now: () => number
  /** Runs once the events at hand are through. */
  soon: (run: () => void) => void
  /** Runs once after `ms`; returns how to call it off. */
  after: (ms: number, run: () => void) => () => void
  /** Runs every `ms` until called off. */
  every: (ms: number, run: () => void) => () => void
}

export const systemClock: Clock = {
  now: Date.now,
  soon: (run) => void setImmediate(run),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}
