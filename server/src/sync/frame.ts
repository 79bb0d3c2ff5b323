/**
 * A message as one WebSocket frame, made once however many sockets it goes to. ws writes a header and a payload
 * for each socket, which costs more than twice as much as one write.
 */
const FINAL_BINARY = 0x82
const LENGTH_16 = 126
const LENGTH_64 = 127

/** By the message: rooms send the same bytes to everybody. */
const frames = new WeakMap<Uint8Array, Buffer>()

/** An unmasked frame, as a server sends it (RFC 6455, section 5.2). */
export function frameOf(message: Uint8Array): Buffer {
  const known = frames.get(message)
  if (known) return known
  const { length } = message
  const headerLength = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headerLength + length)
  frame[0] = FINAL_BINARY
  if (headerLength === 2) frame[1] = length
  else if (headerLength === 4) {
    frame[1] = LENGTH_16
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = LENGTH_64
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(message, headerLength)
  frames.set(message, frame)
  return frame
}
