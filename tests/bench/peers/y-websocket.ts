/** The server that comes with y-websocket 2, which keeps its documents in LevelDB. */
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { LeveldbPersistence } from 'y-leveldb'
import { host } from '../sync/host.ts'

host({
  async serve(folder) {
    mkdirSync(folder, { recursive: true })
    // It reads where to keep them when it is loaded.
    process.env['YPERSISTENCE'] = folder
    const { default: utils } = (await import('y-websocket/bin/utils')) as unknown as {
      default: typeof import('y-websocket/bin/utils')
    }
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
    await once(server, 'listening')
    server.on('connection', (socket, request) => utils.setupWSConnection(socket, request))
    const stop = async () => {
      for (const socket of server.clients) socket.terminate()
      await utils.getPersistence()?.provider.destroy()
    }
    return { port: (server.address() as AddressInfo).port, stop }
  },

  async writeHistory(folder, documentName, { statePath }) {
    mkdirSync(folder, { recursive: true })
    const database = new LeveldbPersistence(folder)
    await database.storeUpdate(documentName, readFileSync(statePath))
    await database.destroy()
  },
})
