/**
 * A stock client as far as its server can tell, without a document: it syncs, answers, and hands over whatever
 * comes. So hundreds of them fit into one process that still keeps time.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { type Door, Frames, NOTHING_KNOWN, NOTHING_NEW } from '../frames.ts'

/** Larger than any plan here. */
const FRAME_MAX_BYTES = 1_073_741_824

interface ClientParts {
  door: Door
  /** Which of the door's people it is of. */
  person?: number
  heard: (frame: Buffer) => void
  /** What its document would have. */
  stateVector?: Uint8Array
  /** What of that the server has not. */
  offlineEdits?: Uint8Array
}

export class Client {
  readonly frames: Frames
  /** All that the server sent of its document when it was asked. */
  content: Uint8Array = NOTHING_NEW
  readonly #socket: WebSocket
  readonly #opened: Promise<unknown>
  readonly #synced: Promise<void>
  #failure: string | undefined

  constructor({
    door,
    person = 0,
    heard,
    stateVector = NOTHING_KNOWN,
    offlineEdits = NOTHING_NEW,
  }: ClientParts) {
    this.frames = new Frames(door)
    const cookie = door.cookies?.[person % door.cookies.length]
    this.#socket = new WebSocket(door.address, {
      perMessageDeflate: false,
      maxPayload: FRAME_MAX_BYTES,
      headers: cookie === undefined ? {} : { cookie },
    })
    this.#opened = once(this.#socket, 'open')
    this.#synced = new Promise((resolve, reject) => {
      const left = new Set(door.speaksSync ? [1, 2] : [])
      this.#socket.on('open', () => {
        if (!door.speaksSync) return resolve()
        if (door.documentName !== undefined) this.#socket.send(this.frames.token())
        this.#socket.send(this.frames.step1(stateVector))
      })
      this.#socket.on('message', (frame: Buffer) => {
        heard(frame)
        if (left.size === 0) return
        const sync = this.frames.readStep(frame)
        if (sync?.step === 1) this.#socket.send(this.frames.step2(offlineEdits))
        if (sync?.step === 2) this.content = sync.content
        if (sync && left.delete(sync.step) && left.size === 0) resolve()
      })
      this.#socket.on('error', (error) => this.#fail(error.message, reject))
      this.#socket.on('close', (code, reason) => {
        this.#fail(`a socket was closed with ${code} ${reason.toString()}`, reject)
      })
    })
    // Whoever waits for it hears of it; a client that nobody waits for may fail.
    this.#synced.catch(() => {})
    this.#opened.catch(() => {})
  }

  /** Why it is no longer there, if it is not. */
  get failure(): string | undefined {
    return this.#failure
  }

  async opened(): Promise<void> {
    await this.#opened
  }

  async synced(): Promise<void> {
    await this.#synced
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame)
  }

  /** Reads nothing any more, as a machine that hangs. */
  stall(): void {
    this.#socket.pause()
  }

  close(): void {
    this.#socket.terminate()
  }

  #fail(why: string, reject: (error: Error) => void): void {
    this.#failure ??= why
    reject(new Error(why))
  }
}
