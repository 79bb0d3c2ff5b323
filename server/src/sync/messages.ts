/**
 * A plan's socket, message by message: y-websocket's protocol and our own types, whose table stands in
 * `shared/src/wire/messages.ts`. Reading throws on bytes that are no message; what the bytes inside a
 * message are worth is for the guard and for presence to say.
 */
import type { PlanEvent } from '@flashboard/shared/log/events'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as syncProtocol from 'y-protocols/sync'

export type Message =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'step2' | 'update'; update: Uint8Array }
  | { kind: 'awareness'; states: Uint8Array }
  | { kind: 'queryAwareness' }
  | { kind: 'saved'; mark: number }
  | { kind: 'clock'; pageTime: number }
  | { kind: 'log'; after: number }

/** @throws on an unknown type, and where the bytes end too early. */
export function readMessage(bytes: Uint8Array): Message {
  const decoder = decoding.createDecoder(bytes)
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case messageType.sync:
      return readSync(decoder)
    case messageType.awareness:
      return { kind: 'awareness', states: decoding.readVarUint8Array(decoder) }
    case messageType.queryAwareness:
      return { kind: 'queryAwareness' }
    case messageType.saved:
      return { kind: 'saved', mark: decoding.readVarUint(decoder) }
    case messageType.clock:
      return { kind: 'clock', pageTime: decoding.readFloat64(decoder) }
    case messageType.log:
      return { kind: 'log', after: decoding.readVarUint(decoder) }
    default:
      throw new RangeError(`No message has type ${type}`)
  }
}

function readSync(decoder: decoding.Decoder): Message {
  const step = decoding.readVarUint(decoder)
  const content = decoding.readVarUint8Array(decoder)
  switch (step) {
    case syncProtocol.messageYjsSyncStep1:
      return { kind: 'step1', stateVector: content }
    case syncProtocol.messageYjsSyncStep2:
      return { kind: 'step2', update: content }
    case syncProtocol.messageYjsUpdate:
      return { kind: 'update', update: content }
    default:
      throw new RangeError(`No sync message has type ${step}`)
  }
}

/** Asks for what lies beyond `stateVector`. */
export function step1(stateVector: Uint8Array): Uint8Array {
  return sync(syncProtocol.messageYjsSyncStep1, stateVector)
}

/** Answers a step 1. */
export function step2(difference: Uint8Array): Uint8Array {
  return sync(syncProtocol.messageYjsSyncStep2, difference)
}

export function update(bytes: Uint8Array): Uint8Array {
  return sync(syncProtocol.messageYjsUpdate, bytes)
}

function sync(step: number, content: Uint8Array): Uint8Array {
  const head = encode(messageType.sync, (encoder) => {
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint(encoder, content.length)
  })
  // Not by an encoder, which copies what it writes three times: this may be a whole plan.
  const message = new Uint8Array(head.length + content.length)
  message.set(head)
  message.set(content, head.length)
  return message
}

export function awareness(states: Uint8Array): Uint8Array {
  return encode(messageType.awareness, (encoder) => encoding.writeVarUint8Array(encoder, states))
}

export function saved(mark: number, seq: number): Uint8Array {
  return encode(messageType.saved, (encoder) => {
    encoding.writeVarUint(encoder, mark)
    encoding.writeVarUint(encoder, seq)
  })
}

export function role(role: string): Uint8Array {
  return encode(messageType.role, (encoder) => encoding.writeVarString(encoder, role))
}

export function epoch(epoch: number): Uint8Array {
  return encode(messageType.epoch, (encoder) => encoding.writeVarUint(encoder, epoch))
}

/** @param serverTime UTC ms. */
export function clock(pageTime: number, serverTime: number): Uint8Array {
  return encode(messageType.clock, (encoder) => {
    encoding.writeFloat64(encoder, pageTime)
    encoding.writeFloat64(encoder, serverTime)
  })
}

export function log(events: readonly PlanEvent[]): Uint8Array {
  return encode(messageType.log, (encoder) => encoding.writeVarString(encoder, JSON.stringify(events)))
}

function encode(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  write(encoder)
  return encoding.toUint8Array(encoder)
}
