import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { writeFrame } from './frame.ts'

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 300_000])(
  'a frame of %i bytes is read by a stock client as it was',
  async (length) => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const message = Uint8Array.from({ length }, (_, index) => index % 251)
    server.on('connection', (_socket, { socket: wire }) => writeFrame(wire, message))
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const [data, isBinary] = (await once(client, 'message')) as [Buffer, boolean]
    client.terminate()
    expect(isBinary).toBe(true)
    expect(Buffer.compare(data, message)).toBe(0)
  },
)

test('a message is framed once for everybody, and a large one is not even copied', () => {
  const written: Buffer[] = []
  const wire = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk)
      done()
    },
  })
  const small = Uint8Array.of(1, 2, 3)
  const large = new Uint8Array(1_000_000)
  for (const message of [small, small, large]) writeFrame(wire, message)
  expect(written).toHaveLength(4)
  expect(written[1]).toBe(written[0])
  expect(written[3]!.buffer).toBe(large.buffer)
})
