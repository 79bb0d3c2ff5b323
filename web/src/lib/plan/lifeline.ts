/**
 * Whether the server still answers, asked of the socket itself: a connection that died in silence, while a laptop slept
 * or a phone changed networks, looks open to the browser for minutes.
 *
 * A socket that has been silent is asked for the time, and is dropped when it does not answer as soon as its line could
 * have (`LineWatch`); the next is made at once. Attempts that fail are made again later and later, each by chance a little earlier or later, so that
 * hundreds of pages do not all come back in the same moment.
 */
import type { WebsocketProvider } from 'y-websocket'
import { LineWatch, type SeenLine } from './line-watch.ts'
import { whenAwake } from './waking.ts'

const LOOK_EVERY_MS = 1_000

const FIRST_RETRY_MS = 200
const RETRY_MOST_MS = 5_000

/** How long to wait before the n-th attempt in a row (from 1), by a number from 0 to 1. */
export function retryAfterMs(attempt: number, random: number): number {
  const most = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), RETRY_MOST_MS)
  return Math.round(most * (0.4 + 0.6 * random))
}

/** A socket that knows how much it was given to send. */
export class CountingSocket extends WebSocket {
  sentBytes = 0

  override send(data: Uint8Array<ArrayBuffer>): void {
    this.sentBytes += data.byteLength
    super.send(data)
  }
}

export class Lifeline {
  readonly #provider: WebsocketProvider
  readonly #ask: () => void
  readonly #stopWaking: () => void
  readonly #timer: ReturnType<typeof setInterval>
  readonly #watch = new LineWatch()

  /** @param provider of `CountingSocket`s. @param ask sends something that the server answers. */
  constructor(provider: WebsocketProvider, ask: () => void) {
    this.#provider = provider
    this.#ask = ask
    // The provider's own watch takes a message that is under way for 30 s for silence.
    // oxlint-disable-next-line no-underscore-dangle
    clearInterval(provider._checkInterval)
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

  /** None where there is no socket, and none wanted. */
  get #line(): SeenLine | undefined {
    const { ws, shouldConnect, synced, wsLastMessageReceived } = this.#provider
    if (!ws || !shouldConnect) return undefined
    return {
      socket: ws,
      isOpen: ws.readyState === WebSocket.OPEN,
      isInStep: synced,
      lastMessageAt: wsLastMessageReceived,
      sentBytes: (ws as CountingSocket).sentBytes,
      bufferedBytes: ws.bufferedAmount,
    }
  }

  #wake(): void {
    const line = this.#line
    if (line) {
      this.#watch.wake(line, performance.now())
      this.#ask()
    } else if (this.#provider.shouldConnect) this.#provider.connect()
  }

  #look(): void {
    const line = this.#line
    const verdict = line && this.#watch.look(line, performance.now())
    if (verdict === 'ask') this.#ask()
    if (verdict === 'drop') this.#restart()
  }

  /** Drops the socket and makes another at once. */
  #restart(): void {
    this.#provider.disconnect()
    this.#provider.connect()
  }
}
