/**
 * The wire between one person's pages and the server, which a test can cut, or have die in silence. Nothing gets through
 * until it is mended, and then over new connections only.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { Sluice } from './sluice.ts'

export interface Cable {
  /** The server's address at this end. */
  url: string
  cut: () => Promise<void>
  /** What is open stays open, and what is opened opens, but no byte gets through: a network that went away. */
  hush: () => void
  /** From now on plans' sockets carry no byte more, this way, than they are told to: a slow line. */
  narrow: (way: Way) => void
  carry: (bytes: number) => void
  mend: () => Promise<void>
  /** How many sockets of plans have come so far. */
  sockets: () => number
}

/** From the page to the server, or back. */
type Way = 'up' | 'down'

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
  const sluices: Record<Way, Set<Sluice>> = { up: new Set(), down: new Set() }
  let narrowed: Way | undefined
  let planSockets = 0
  /** What goes through here is a plan's, as its first bytes say. */
  const watch = (up: Sluice, down: Sluice) => {
    planSockets++
    for (const [way, sluice] of Object.entries({ up, down }) as [Way, Sluice][]) {
      sluices[way].add(sluice)
      sluice.on('close', () => sluices[way].delete(sluice))
      if (way === narrowed) sluice.narrow()
    }
  }
  const open = async (port: number): Promise<Server> => {
    const end = createServer((near) => {
      if (isHushed) return void keep(near.resume())
      const far = connect(serverPort, '127.0.0.1')
      keep(near)
      keep(far)
      const [up, down] = [new Sluice(), new Sluice()]
      near.once(
        'data',
        (first: Buffer) => first.toString('latin1').startsWith('GET /sync/') && watch(up, down),
      )
      near
        .pipe(up)
        .pipe(far)
        .on('close', () => near.destroy())
      far
        .pipe(down)
        .pipe(near)
        .on('close', () => far.destroy())
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
    narrow: (way) => {
      narrowed = way
      for (const sluice of sluices[way]) sluice.narrow()
    },
    carry: (bytes) => {
      for (const sluice of [...sluices.up, ...sluices.down]) sluice.carry(bytes)
    },
    sockets: () => planSockets,
    mend: async () => {
      isHushed = false
      narrowed = undefined
      for (const sluice of [...sluices.up, ...sluices.down]) sluice.carry(Infinity)
      end ??= await open(port)
    },
  }
}
