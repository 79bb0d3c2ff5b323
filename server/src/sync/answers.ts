/**
 * Brings sockets into step: those who have asked once the messages at hand are through, together, and those who
 * read too slowly once they have read what they had.
 */
import * as messages from './messages.ts'
import type { Timers } from './pace.ts'

/** How often sockets that read too slowly are looked at. */
export const CATCH_UP_MS = 100

interface Behind {
  /** Answers its step 1. */
  answer: () => void
  /** Returns whether it keeps up again. */
  catchUp: () => boolean
}

export class Answers {
  readonly #timers: Timers
  #asking: Behind[] = []
  readonly #slow = new Set<Behind>()
  /** By the difference that they bring: many who ask in the same moment are sent the same bytes. */
  readonly #encoded = new WeakMap<readonly Uint8Array[], readonly Uint8Array[]>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  soon(socket: Behind): void {
    this.#asking.push(socket)
    if (this.#asking.length === 1) this.#timers.soon(() => this.#answer())
  }

  later(socket: Behind): void {
    this.#slow.add(socket)
    if (this.#slow.size === 1) this.#timers.after(CATCH_UP_MS, () => this.#catchUp())
  }

  /** A difference as messages: the last is the step 2. */
  of(difference: readonly Uint8Array[]): readonly Uint8Array[] {
    const known = this.#encoded.get(difference)
    if (known) return known
    const before = difference.slice(0, -1).map((update) => messages.update(update))
    const encoded = [...before, messages.step2(difference.at(-1)!)]
    this.#encoded.set(difference, encoded)
    return encoded
  }

  #answer(): void {
    const asking = this.#asking
    this.#asking = []
    for (const socket of asking) socket.answer()
  }

  #catchUp(): void {
    const slow = [...this.#slow]
    this.#slow.clear()
    for (const socket of slow) if (!socket.catchUp()) this.later(socket)
  }
}
