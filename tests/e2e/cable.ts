/**
 * The wire between one person's pages and the server, which a test can cut, or have die in silence. Nothing gets through
 * until it is mended, and then over new connections only.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface Cable {
  /** The server's address at this end. */
  url: string
  cut: () => Promise<void>
  /** What is open stays open, and what is opened opens, but no byte gets through: a network that went away. */
  hush: () => void
  mend: () => Promise<void>
}

export async function layCable(serverUrl: string): Promise<Cable> {
  const serverPort = Number(new URL(serverUrl).port)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A socket that was cut has nothing to add.
    socket.on('error', () => socket.destroy())
  }
  let isHushed = false
  const open = async (port: number): Promise<Server> => {
    const end = createServer((near) => {
      if (isHushed) return void keep(near.resume())
      const far = connect(serverPort, '127.0.0.1')
      keep(near)
      keep(far)
      near.pipe(far).on('close', () => near.destroy())
      far.pipe(near).on('close', () => far.destroy())
    }).listen(port, '127.0.0.1')
    await once(end, 'listening')
    return end
  }
  let end: Server | undefined = await open(0)
  const { port } = end.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    cut: async () => {
      if (!end) return
      const closed = once(end, 'close')
      end.close()
      for (const socket of sockets) socket.destroy()
      end = undefined
      await closed
    },
    hush: () => {
      isHushed = true
      for (const socket of sockets) socket.unpipe().resume()
    },
    mend: async () => {
      isHushed = false
      end ??= await open(port)
    },
  }
}
