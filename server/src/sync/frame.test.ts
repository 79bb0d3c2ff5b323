import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { frameOf } from './frame.ts'

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 300_000])(
  'a frame of %i bytes is read by a stock client as it was',
  async (length) => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const message = Uint8Array.from({ length }, (_, index) => index % 251)
    server.on('connection', (_socket, { socket: wire }) => wire.write(frameOf(message)))
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const [data, isBinary] = (await once(client, 'message')) as [Buffer, boolean]
    client.terminate()
    expect(isBinary).toBe(true)
    expect(Buffer.compare(data, message)).toBe(0)
  },
)

test('a message is framed once', () => {
  const message = Uint8Array.of(1, 2, 3)
  expect(frameOf(message)).toBe(frameOf(message))
})
