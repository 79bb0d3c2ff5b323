/** Finds sockets whose other end is gone without a word: a phone that lost its network, a closed lid. */

export const PING_INTERVAL_MS = 10_000

/** What the heartbeat needs of a socket. */
export interface Pinged {
  ping: () => void
  /** Ends it at once; a farewell would wait for an answer that never comes. */
  terminate: () => void
}

interface Ticking {
  every: (ms: number, run: () => void) => () => void
}

export class Heartbeat {
  /** How many pings each socket has left unanswered. */
  readonly #unanswered = new Map<Pinged, number>()
  readonly #cancel: () => void

  constructor(timers: Ticking) {
    this.#cancel = timers.every(PING_INTERVAL_MS, () => this.#beat())
  }

  watch(socket: Pinged): void {
    this.#unanswered.set(socket, 0)
  }

  answered(socket: Pinged): void {
    if (this.#unanswered.has(socket)) this.#unanswered.set(socket, 0)
  }

  forget(socket: Pinged): void {
    this.#unanswered.delete(socket)
  }

  stop(): void {
    this.#cancel()
  }

  /** Two chances: a socket is ended at the ping after the next one, 10 to 20 s after it went silent. */
  #beat(): void {
    for (const [socket, unanswered] of this.#unanswered) {
      if (unanswered >= 1) {
        this.#unanswered.delete(socket)
        socket.terminate()
      } else {
        this.#unanswered.set(socket, unanswered + 1)
        socket.ping()
      }
    }
  }
}
