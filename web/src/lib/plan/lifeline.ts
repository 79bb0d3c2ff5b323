/**
 * Whether the server still answers, asked of the socket itself: a connection that died in silence, while a laptop slept
 * or a phone changed networks, looks open to the browser for minutes.
 *
 * A socket that has been silent is asked for the time, and is dropped when it does not answer; the next is made at
 * once. Attempts that fail are made again later and later, each by chance a little earlier or later, so that
 * hundreds of pages do not all come back in the same moment.
 */
import type { WebsocketProvider } from 'y-websocket'
import { whenAwake } from './waking.ts'

const LOOK_EVERY_MS = 1_000
/** After so long without a word the server is asked for one. */
const ASK_AFTER_MS = 5_000
/** And so long it has for its answer, or for letting a socket open. A background tab may look much later. */
const ANSWERS_WITHIN_MS = 7_000
/** Whoever has just woken does not wait so long. */
const ANSWERS_AWAKE_WITHIN_MS = 3_000

const FIRST_RETRY_MS = 200
const RETRY_MOST_MS = 5_000

/** How long to wait before the n-th attempt in a row (from 1), by a number from 0 to 1. */
export function retryAfterMs(attempt: number, random: number): number {
  const most = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), RETRY_MOST_MS)
  return Math.round(most * (0.4 + 0.6 * random))
}

export class Lifeline {
  readonly #provider: WebsocketProvider
  readonly #ask: () => void
  readonly #stopWaking: () => void
  readonly #timer: ReturnType<typeof setInterval>
  /** When the socket's state changed last, and when the server was asked last (ms). */
  #changedAt = 0
  #askedAt = 0
  #answersWithinMs = ANSWERS_WITHIN_MS

  /** @param ask sends something that the server answers. */
  constructor(provider: WebsocketProvider, ask: () => void) {
    this.#provider = provider
    this.#ask = ask
    provider.on('status', () => (this.#changedAt = Date.now()))
    provider.on('connection-close', () => {
      provider.maxBackoffTime = retryAfterMs(provider.wsUnsuccessfulReconnects + 1, Math.random())
    })
    this.#stopWaking = whenAwake(() => this.#wake())
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  destroy(): void {
    this.#stopWaking()
    clearInterval(this.#timer)
  }

  get #heardAt(): number {
    return Math.max(this.#changedAt, this.#provider.wsLastMessageReceived)
  }

  #wake(): void {
    const { ws, shouldConnect } = this.#provider
    if (!shouldConnect) return
    if (!ws) return this.#provider.connect()
    this.#answersWithinMs = ANSWERS_AWAKE_WITHIN_MS
    this.#askNow()
  }

  #look(): void {
    const { ws, shouldConnect } = this.#provider
    if (!ws || !shouldConnect) return
    const now = Date.now()
    if (this.#askedAt > this.#heardAt) {
      if (now - this.#askedAt > this.#answersWithinMs) this.#restart()
      return
    }
    this.#answersWithinMs = ANSWERS_WITHIN_MS
    if (now - this.#heardAt > ASK_AFTER_MS) this.#askNow()
  }

  #askNow(): void {
    // Asked again meanwhile, it has no longer to answer.
    if (this.#askedAt <= this.#heardAt) this.#askedAt = Date.now()
    this.#ask()
  }

  /** Drops the socket and makes another at once. */
  #restart(): void {
    this.#provider.disconnect()
    this.#provider.connect()
  }
}
