/** Time that goes from one event to the next without waiting: an hour passes as fast as its events run. */
import { setImmediate as whatHangsOnPromises } from 'node:timers/promises'
import type { Clock } from '@flashboard/server/clock/clock'

interface Event {
  at: number
  /** Of two at one time the earlier one set goes first. */
  order: number
  run: () => void
}

/** A clock for one process. Once it is killed, nothing that the process had put off is run. */
export interface ProcessClock extends Clock {
  kill: () => void
}

export class VirtualClock {
  #now: number
  #order = 0
  /** The next one last. */
  readonly #events: Event[] = []

  /** @param now UTC ms. */
  constructor(now: number) {
    this.#now = now
  }

  get now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): void {
    const event = { at: this.#now + ms, order: this.#order++, run }
    let [low, high] = [0, this.#events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#events[middle]!.at > event.at) low = middle + 1
      else high = middle
    }
    this.#events.splice(low, 0, event)
  }

  /** Runs what falls due within `ms`, each event with all that hangs on promises behind it. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    while ((this.#events.at(-1)?.at ?? Infinity) <= until) {
      const { at, run } = this.#events.pop()!
      this.#now = at
      run()
      await whatHangsOnPromises()
    }
    this.#now = until
  }

  process(): ProcessClock {
    let isAlive = true
    const after = (ms: number, run: () => void) => {
      let isDue = true
      this.after(ms, () => isAlive && isDue && run())
      return () => void (isDue = false)
    }
    const every = (ms: number, run: () => void) => {
      let callOff = () => {}
      const again = () => {
        callOff = after(ms, () => {
          again()
          run()
        })
      }
      again()
      return () => callOff()
    }
    return {
      now: () => this.#now,
      soon: (run) => void after(0, run),
      after,
      every,
      kill: () => void (isAlive = false),
    }
  }
}
