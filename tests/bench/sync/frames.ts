/** The messages of a stock client, as bytes, and what of a server's messages a client must tell apart. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'

const SYNC = 0
const AWARENESS = 1
/** Hocuspocus alone. */
const AUTH = 2
/** Hocuspocus says so of its answers. */
const SYNC_REPLY = 4

/** Where a client knocks. */
export interface Door {
  address: string
  /** One a person; clients take turns. */
  cookies?: readonly string[]
  /** Stands before every message, and a token is wanted first: Hocuspocus. */
  documentName?: string
  /** Whether the server answers for a document at all. */
  speaksSync: boolean
}

/** What a document without anything says of itself. */
export const NOTHING_KNOWN = Uint8Array.of(0)
export const NOTHING_NEW = Uint8Array.of(0, 0)

export class Frames {
  readonly #prefix: Uint8Array

  constructor({ documentName }: Door) {
    this.#prefix = encoding.encode((encoder) => {
      if (documentName !== undefined) encoding.writeVarString(encoder, documentName)
    })
  }

  token(): Uint8Array {
    return this.#frame(AUTH, (encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarString(encoder, 'token')
    })
  }

  step1(stateVector: Uint8Array): Uint8Array {
    return this.#sync(messageYjsSyncStep1, stateVector)
  }

  step2(update: Uint8Array): Uint8Array {
    return this.#sync(messageYjsSyncStep2, update)
  }

  update(update: Uint8Array): Uint8Array {
    return this.#sync(messageYjsUpdate, update)
  }

  /** One person's state. */
  awareness(clientId: number, clock: number, state: string): Uint8Array {
    const states = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    })
    return this.#frame(AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, states))
  }

  /** Which step of syncing a message from the server is, if it is one, and what it brings. */
  readStep(bytes: Uint8Array): { step: 1 | 2; content: Uint8Array } | undefined {
    const type = bytes[this.#prefix.length]
    if (type !== SYNC && type !== SYNC_REPLY) return undefined
    const step = bytes[this.#prefix.length + 1]
    if (step !== messageYjsSyncStep1 && step !== messageYjsSyncStep2) return undefined
    const decoder = decoding.createDecoder(bytes.subarray(this.#prefix.length + 2))
    return { step: step === messageYjsSyncStep1 ? 1 : 2, content: decoding.readVarUint8Array(decoder) }
  }

  #sync(step: number, content: Uint8Array): Uint8Array {
    return this.#frame(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, step)
      encoding.writeVarUint8Array(encoder, content)
    })
  }

  #frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeUint8Array(encoder, this.#prefix)
      encoding.writeVarUint(encoder, type)
      write(encoder)
    })
  }
}
