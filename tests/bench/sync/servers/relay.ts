/** The floor: hands every message on to all the others, and knows nothing of documents. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { host } from '../host.ts'

host({
  async serve() {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
    await once(server, 'listening')
    server.on('connection', (socket) => {
      socket.on('error', () => {})
      socket.on('message', (data) => {
        for (const other of server.clients) if (other !== socket) other.send(data, { binary: true })
      })
    })
    const stop = async () => server.clients.forEach((socket) => socket.terminate())
    return { port: (server.address() as AddressInfo).port, stop }
  },
})
