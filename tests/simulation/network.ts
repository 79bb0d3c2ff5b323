/**
 * Connections between pages and the server, as TCP has them: what is sent arrives in order or not at all, after a
 * while. A connection can stall in one direction or both, silently, and what waits there arrives when it goes on; it
 * can be cut, with what is under way lost, and each end hears of it at a time of its own, or never.
 */
import type { Dice } from './dice.ts'
import type { Trace } from './trace.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** How a socket ends that nobody said goodbye on. */
export const ABNORMAL = 1006

/** To a slow reader every message counts as so many bytes, as if all edits were large. */
const SLOW_MESSAGE_BYTES = 300_000

type Piece = { bytes: Uint8Array } | 'ping' | 'pong' | { close: number }

interface End {
  heard: (piece: Piece) => void
}

/** One direction. */
class Pipe {
  readonly #link: Link
  readonly #waiting: Piece[] = []
  readonly #name: string
  #arrival = 0
  isStalled = false
  isSlow = false
  to: End | undefined

  constructor(link: Link, name: string) {
    this.#link = link
    this.#name = name
  }

  get waitingBytes(): number {
    return this.#waiting.reduce((sum, piece) => {
      if (typeof piece === 'string' || !('bytes' in piece)) return sum
      return sum + (this.isSlow ? SLOW_MESSAGE_BYTES : piece.bytes.length)
    }, 0)
  }

  send(piece: Piece): void {
    if (this.#link.isCut) return
    this.#waiting.push(piece)
    const { clock } = this.#link.network
    this.#arrival = Math.max(this.#arrival, clock.now + this.#link.latency())
    clock.after(this.#arrival - clock.now, () => this.#deliver())
  }

  /** Whatever waited arrives. */
  goOn(): void {
    this.isStalled = false
    this.isSlow = false
    while (this.#waiting.length > 0 && !this.#link.isCut && !this.isStalled) this.#deliver()
  }

  #deliver(): void {
    if (this.#link.isCut || this.isStalled || this.isSlow) return
    const piece = this.#waiting.shift()
    if (!piece) return
    const what = `${this.#name} ${typeof piece === 'string' ? piece : 'close' in piece ? `close ${piece.close}` : ''}`
    if (typeof piece === 'object' && 'bytes' in piece) this.#link.network.trace.noteBytes(what, piece.bytes)
    else this.#link.network.trace.note(what)
    this.to?.heard(piece)
  }
}

export class Link {
  readonly network: Network
  /** From the page to the server. */
  readonly up: Pipe
  /** From the server to the page. */
  readonly down: Pipe
  readonly #pace: number
  isCut = false

  constructor(network: Network, name: string) {
    this.network = network
    this.up = new Pipe(this, `${name}>`)
    this.down = new Pipe(this, `${name}<`)
    this.#pace = network.dice.between(1, 80)
  }

  latency(): number {
    return this.network.dice.between(1, this.#pace + 2)
  }

  /** Nothing arrives any more; each end hears of it after so many ms, or never (`Infinity`). */
  cut(page: number, server: number): void {
    if (this.isCut) return
    this.isCut = true
    const hear = (end: End | undefined, ms: number) => {
      if (ms !== Infinity) this.network.clock.after(ms, () => end?.heard({ close: ABNORMAL }))
    }
    hear(this.down.to, page)
    hear(this.up.to, server)
  }

  goOn(): void {
    this.up.goOn()
    this.down.goOn()
  }
}

export class Network {
  readonly clock: VirtualClock
  readonly dice: Dice
  readonly trace: Trace

  constructor(clock: VirtualClock, dice: Dice, trace: Trace) {
    this.clock = clock
    this.dice = dice
    this.trace = trace
  }
}
