/** One socket of somebody's who sends what they like; it answers as Flashboard's own page does. */
import { closeReason } from '@flashboard/shared/wire/close-codes'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebSocket } from 'ws'

export class Guest {
  readonly #socket: WebSocket
  readonly #greeted: Promise<unknown>
  readonly #closed: Promise<string | undefined>
  #asked = 0
  #answered: () => void = () => {}

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.#closed = new Promise((resolve) => socket.on('close', (code) => resolve(closeReason(code))))
    this.#greeted = new Promise<void>((resolve) => socket.once('message', () => resolve()))
    socket.on('message', (bytes: Buffer) => this.#hear(new Uint8Array(bytes)))
    // The server ends a connection while something is still being sent: what counts is its close.
    socket.on('error', () => {})
  }

  /** @returns `heard` once the server has had it, or the reason for which it closed. */
  async say(frame: Uint8Array | string): Promise<string | undefined> {
    const reason = await Promise.race([this.#greeted, this.#closed])
    if (reason !== undefined) return reason as string
    this.#socket.send(frame)
    const answered = new Promise<'heard'>((resolve) => (this.#answered = () => resolve('heard')))
    this.#socket.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.clock)
        encoding.writeFloat64(encoder, ++this.#asked)
      }),
    )
    return await Promise.race([answered, this.#closed])
  }

  leave(): void {
    this.#socket.terminate()
  }

  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    if (decoding.readVarUint(decoder) !== messageType.clock) return
    if (decoding.readFloat64(decoder) === this.#asked) this.#answered()
  }
}
