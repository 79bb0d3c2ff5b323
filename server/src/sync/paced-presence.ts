import { Pace, type Timers } from './pace.ts'
import type { Presence } from './presence.ts'

/** How often presence goes out at most: a cursor that moves is one frame in so many ms. */
export const PRESENCE_INTERVAL_MS = 25

/** Who is where in a plan, told at once when it has been quiet, and together when it is busy. */
export class PacedPresence<Owner> {
  readonly #presence: Presence<Owner>
  readonly #pace: Pace

  /** @param tell is given the states that changed. */
  constructor(presence: Presence<Owner>, timers: Timers, tell: (states: Uint8Array) => void) {
    this.#presence = presence
    const run = () => {
      const changes = presence.takeChanges()
      if (changes) tell(changes)
    }
    this.#pace = new Pace(timers, () => PRESENCE_INTERVAL_MS, run)
  }

  /** @throws where the bytes are no awareness update. */
  set(owner: Owner, states: Uint8Array): void {
    if (this.#presence.set(owner, states)) this.#pace.ask()
  }

  all(): Uint8Array | undefined {
    return this.#presence.all()
  }

  leave(owner: Owner): void {
    if (this.#presence.leave(owner)) this.#pace.ask()
  }
}
