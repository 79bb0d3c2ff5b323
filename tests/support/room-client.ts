/**
 * A page on a plan without a network: it speaks y-websocket's protocol through two queues, which a test
 * flushes by hand, so that it decides what has arrived when.
 */
import type { Connection, Member } from '@flashboard/server/sync/connection'
import * as messages from '@flashboard/server/sync/messages'
import type { RoomRegistry } from '@flashboard/server/sync/room-registry'
import type { PlanEvent } from '@flashboard/shared/log/events'
import { type CloseReason, closeReason } from '@flashboard/shared/wire/close-codes'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export class RoomClient {
  readonly doc = new Y.Doc()
  /** What the server sent and this page has not read yet. */
  inbox: Uint8Array[] = []
  /** What this page sent and the server has not got yet. */
  outbox: Uint8Array[] = []
  readonly saved: { mark: number; seq: number }[] = []
  readonly clocks: { pageTime: number; serverTime: number }[] = []
  /** The plan's events as they came. */
  readonly log: PlanEvent[] = []
  /** What was heard of everybody's presence, by awareness id; `null` for one who left. */
  readonly presence = new Map<number, unknown>()
  readonly heardTypes: number[] = []
  epoch: number | undefined
  role: string | undefined
  closed: CloseReason | undefined
  bufferedAmount = 0
  /** Called with every message at the moment when the server sends it. */
  onSend: (bytes: Uint8Array) => void = () => {}
  #connection: Connection | undefined

  constructor(clientId: number) {
    this.doc.clientID = clientId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.outbox.push(messages.update(update))
    })
  }

  async join(rooms: RoomRegistry, planId: string, member: Partial<Member> & { personId: string }) {
    const socket = {
      send: (bytes: Uint8Array) => {
        this.onSend(bytes)
        this.inbox.push(bytes)
      },
      close: (code: number) => {
        this.closed = closeReason(code)
      },
      bufferedAmount: 0,
    }
    Object.defineProperty(socket, 'bufferedAmount', { get: () => this.bufferedAmount })
    this.outbox.unshift(messages.step1(Y.encodeStateVector(this.doc)))
    this.#connection = await rooms.join(planId, socket, {
      name: 'Ada',
      role: 'editor',
      speaksFlashboard: true,
      epoch: 0,
      ...member,
    })
    return this
  }

  /** Brings what is under way on to both ends; nothing is committed by it. */
  flush(): void {
    while (this.inbox.length > 0 || this.outbox.length > 0) {
      this.deliver()
      this.read()
    }
  }

  /** Brings this page's messages to the server. */
  deliver(): void {
    const sent = this.outbox
    this.outbox = []
    for (const bytes of sent) this.#connection?.receive(bytes)
  }

  read(): void {
    const received = this.inbox
    this.inbox = []
    for (const bytes of received) this.#hear(bytes)
  }

  send(bytes: Uint8Array): void {
    this.outbox.push(bytes)
  }

  leave(): void {
    this.#connection?.left()
  }

  askSaved(mark: number): void {
    this.outbox.push(encode(messageType.saved, (encoder) => encoding.writeVarUint(encoder, mark)))
  }

  askClock(pageTime: number): void {
    this.outbox.push(encode(messageType.clock, (encoder) => encoding.writeFloat64(encoder, pageTime)))
  }

  askLog(after: number): void {
    this.outbox.push(encode(messageType.log, (encoder) => encoding.writeVarUint(encoder, after)))
  }

  setPresence(id: number, clock: number, state: unknown): void {
    const text = typeof state === 'string' ? state : JSON.stringify(state)
    const states = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, id)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, text)
    })
    this.outbox.push(messages.awareness(states))
  }

  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    this.heardTypes.push(type)
    if (type === messageType.saved) {
      this.saved.push({ mark: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) })
      return
    }
    if (type === messageType.clock) {
      this.clocks.push({ pageTime: decoding.readFloat64(decoder), serverTime: decoding.readFloat64(decoder) })
      return
    }
    if (type === messageType.epoch) {
      this.epoch = decoding.readVarUint(decoder)
      return
    }
    if (type === messageType.role) {
      this.role = decoding.readVarString(decoder)
      return
    }
    if (type === messageType.log) {
      this.log.push(...(JSON.parse(decoding.readVarString(decoder)) as PlanEvent[]))
      return
    }
    const message = messages.readMessage(bytes)
    if (message.kind === 'step1') this.outbox.push(step2(this.doc, message.stateVector))
    else if (message.kind === 'step2' || message.kind === 'update') {
      Y.applyUpdate(this.doc, message.update, this)
    } else if (message.kind === 'awareness') this.#hearPresence(message.states)
  }

  #hearPresence(states: Uint8Array): void {
    const decoder = decoding.createDecoder(states)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const id = decoding.readVarUint(decoder)
      decoding.readVarUint(decoder)
      this.presence.set(id, JSON.parse(decoding.readVarString(decoder)))
    }
  }
}

/** A step 2 as a page sends it, of any bytes that stand for an update. */
export function rawStep2(update: Uint8Array): Uint8Array {
  return encode(messageType.sync, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, update)
  })
}

function step2(doc: Y.Doc, stateVector: Uint8Array): Uint8Array {
  return rawStep2(Y.encodeStateAsUpdate(doc, stateVector))
}

function encode(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    write(encoder)
  })
}
