/** A clock that stands still until a test moves it. */
import type { Clock } from '@flashboard/server/clock/clock'

interface Timer {
  at: number
  run: () => void
  everyMs?: number
}

export class ManualClock implements Clock {
  #now: number
  #soon: (() => void)[] = []
  #timers = new Set<Timer>()

  constructor(now = Date.UTC(2026, 5, 1, 9)) {
    this.#now = now
  }

  now = (): number => this.#now

  soon = (run: () => void): void => {
    this.#soon.push(run)
  }

  after = (ms: number, run: () => void): (() => void) => this.#add({ at: this.#now + ms, run })

  every = (ms: number, run: () => void): (() => void) => this.#add({ at: this.#now + ms, run, everyMs: ms })

  /** Runs what was put off to "soon", and what that puts off in turn. */
  tick(): void {
    for (let run = this.#soon.shift(); run; run = this.#soon.shift()) run()
  }

  /** Time passes in which nothing can run: something holds the thread. */
  wait(ms: number): void {
    this.#now += ms
  }

  /** Moves time on, running what falls due in its order. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (;;) {
      this.tick()
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#now = due.at
      if (due.everyMs === undefined) this.#timers.delete(due)
      else due.at += due.everyMs
      due.run()
    }
    this.#now = until
    this.tick()
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }
}
