/**
 * A message as one WebSocket frame, made once however many sockets it goes to. ws writes a header and a payload
 * for each socket, which costs more than twice as much as one write.
 */
import type { Writable } from 'node:stream'

const FINAL_BINARY = 0x82
const LENGTH_16 = 126
const LENGTH_64 = 127

/** By the message: rooms send the same bytes to everybody. */
const frames = new WeakMap<Uint8Array, Buffer>()

/** Larger messages go out as they are, behind their header: a second write costs less than a copy. */
const COPIED_MAX_BYTES = 65_535

/** Writes a message as an unmasked frame, as a server sends it (RFC 6455, section 5.2). */
export function writeFrame(wire: Writable, message: Uint8Array): void {
  if (message.length <= COPIED_MAX_BYTES) return void wire.write(frameOf(message))
  wire.cork()
  wire.write(withHeader(message.length, 0))
  wire.write(message)
  wire.uncork()
}

function frameOf(message: Uint8Array): Buffer {
  const known = frames.get(message)
  if (known) return known
  const frame = withHeader(message.length, message.length)
  frame.set(message, frame.length - message.length)
  frames.set(message, frame)
  return frame
}

/** The header for a message of a `length`, with so much room behind it. */
function withHeader(length: number, room: number): Buffer {
  const headerLength = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headerLength + room)
  frame[0] = FINAL_BINARY
  if (headerLength === 2) frame[1] = length
  else if (headerLength === 4) {
    frame[1] = LENGTH_16
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = LENGTH_64
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  return frame
}
