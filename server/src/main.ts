/** The server as one object: store, rooms, routes and socket, started together and stopped in order. */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, isIPv6, type Socket } from 'node:net'
import { type PlanMigration, planMigrations } from '@flashboard/shared/plan/plan-doc-migrations'
import { MAX_MESSAGE_BYTES } from '@flashboard/shared/wire/messages'
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server'
import { type Logger, pino } from 'pino'
import { WebSocketServer } from 'ws'
import { Courier } from './alerts/courier.ts'
import { Mail } from './alerts/mail.ts'
import { Networks } from './alerts/networks.ts'
import { createApp } from './app.ts'
import { cryptoChance } from './chance.ts'
import { type Clock, systemClock } from './clock/clock.ts'
import { GateClock } from './clock/gate-clock.ts'
import { KeyEnds } from './clock/key-ends.ts'
import { purgePlans } from './clock/plan-purge.ts'
import { sweepSessions } from './clock/session-sweep.ts'
import type { Config } from './config.ts'
import type { DevelopmentPage } from './development-page.ts'
import { CALENDAR } from './routes/calendar.ts'
import { Provider } from './routes/provider.ts'
import { RateLimits, type RateLimitTable } from './routes/rate-limits.ts'
import { Site } from './routes/site.ts'
import { PlanSocket } from './routes/sync.ts'
import { finishRestore } from './store/backups.ts'
import { lockDatabase } from './store/database-lock.ts'
import { Press } from './sheets/press.ts'
import { PrintShop } from './sheets/print-shop.ts'
import { openStore, type Store } from './store/database.ts'
import { updateLog } from './store/updates.ts'
import { Heartbeat } from './sync/heartbeat.ts'
import { OpenSockets } from './sync/open-sockets.ts'
import { migratePlans } from './sync/plan-migration.ts'
import { PlanReader } from './sync/plan-reader.ts'
import { Compaction } from './sync/compaction.ts'
import { RoomRegistry } from './sync/room-registry.ts'
import { RunStates } from './sync/run-states.ts'
import { SnapshotThread } from './sync/snapshot-thread.ts'

/** How long a socket may take to say goodbye. */
const FAREWELL_MS = 1_000

const socketOptions = {
  noServer: true,
  maxPayload: MAX_MESSAGE_BYTES,
  // A compressor costs 240 KB a socket.
  perMessageDeflate: false,
  closeTimeout: FAREWELL_MS,
  WebSocket: PlanSocket,
}

/** What a connection may take of the server before it has asked for anything. */
const httpLimits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  /** For all of a request: 64 KiB over a bad line. */
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
}

export interface ServerConfig extends Config {
  /** The built page's folder; without one, only the API and the sockets answer. */
  webRoot?: string
  /** Serves the page from its sources instead. */
  developmentPage?: (server: Server) => Promise<DevelopmentPage>
  rateLimits?: RateLimitTable
  httpLimits?: Partial<typeof httpLimits>
  clock?: Clock
  log?: Logger
  /** What brings stored plans to this server's schema. */
  migrations?: readonly PlanMigration[]
}

export interface RunningServer {
  url: string
  port: number
  /** Ends in order: no new sockets, everything committed and told, sockets closed, database closed. */
  stop: () => Promise<void>
}

/** @throws where the port is taken, the database cannot be opened, or there is no page in `webRoot`. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const { clock = systemClock, log = pino({ level: 'silent' }), migrations = planMigrations } = config
  const lock = lockDatabase(config.databasePath)
  const store = await openLocked(config.databasePath, log, lock)
  const { db } = store
  const complain = (error: unknown, what: string) => log.error({ err: error }, what)
  const changed = (planId: string) => gates.changed(planId)
  const snapshotThread = new SnapshotThread(config.databasePath)
  const compaction = new Compaction({ db, makeSnapshot: (id) => snapshotThread.make(id), complain })
  const compact = (planId: string) => compaction.compact(planId)
  const rooms = new RoomRegistry({ db, log: updateLog(store), timers: clock, complain, changed, compact })
  const heartbeat = new Heartbeat(clock)
  const plans = new PlanReader({ db, rooms, chance: cryptoChance })
  const networks = new Networks({ mayReachPrivate: config.mayAlertPrivateNetworks === true })
  const mail = new Mail(config)
  const { publicUrl } = config
  const courier = new Courier({ db, plans, clock, chance: cryptoChance, networks, mail, publicUrl, complain })
  const logGrew = (planId: string) => {
    rooms.tellLog(planId)
    courier.logGrew(planId)
  }
  const reading = { plans, migrations, chance: cryptoChance }
  const gates = new GateClock({ db, rooms, clock, ...reading, logGrew, complain })
  const limits = new RateLimits(config.hasRateLimits === false ? {} : config.rateLimits)
  const provider = config.provider && new Provider(config.provider, clock)
  const doors = { site: new Site(config), sockets: new OpenSockets(clock), limits, provider }
  const stopPurging = purgePlans({ db, rooms, clock, complain })
  const stopSweeping = sweepSessions({ db, sockets: doors.sockets, clock, complain })
  const keyEnds = new KeyEnds({ db, sockets: doors.sockets, clock, complain })
  const press = new Press(clock)
  const printShop = new PrintShop(press)
  const sockets = new WebSocketServer(socketOptions)
  let server: Server | undefined
  let connections: ReadonlySet<Socket> = new Set()
  let page: DevelopmentPage | undefined

  const stop = async () => {
    const closed = server && closeServer(server)
    heartbeat.stop()
    await gates.stop()
    await rooms.stop()
    await courier.stop()
    await keyEnds.stop()
    await stopSweeping()
    await stopPurging()
    // A snapshot under way is not waited for: the updates are all there. A sheet can be printed again.
    await Promise.all([compaction.stop(), snapshotThread.stop(), press.stop()])
    await page?.close()
    await goneWithin(FAREWELL_MS, sockets)
    // Requests that are still being answered have until then. Node's own list has no upgraded ones.
    const cutOff = setTimeout(() => connections.forEach((socket) => socket.destroy()), FAREWELL_MS)
    await closed
    clearTimeout(cutOff)
    await store.close()
    lock.release()
  }

  try {
    const migrated = await migratePlans({ db, clock, migrations, complain })
    if (migrated > 0) log.info({ migrated }, 'plans of an earlier schema were brought to this one')
    const told = { logGrew, courier, networks, mail, printShop }
    const services = {
      db,
      rooms,
      ...reading,
      runs: new RunStates(),
      gates,
      ...told,
      ...doors,
      heartbeat,
      clock,
      log,
    }
    const app = createApp(services, config.webRoot)
    server = httpServer(app.fetch, sockets, { ...httpLimits, ...config.httpLimits }, () => page)
    connections = connectionsOf(server)
    server.listen(config.port, config.host)
    await once(server, 'listening')
    courier.start()
    gates.start()
    keyEnds.start()
    void compaction.start()
    page = await config.developmentPage?.(server)
  } catch (error) {
    await stop()
    throw error
  }

  const { port } = server.address() as AddressInfo
  const host = isIPv6(config.host) ? `[${config.host}]` : config.host
  return { url: `http://${host}:${port}/`, port, stop }
}

async function openLocked(path: string, log: Logger, lock: { release: () => void }): Promise<Store> {
  try {
    const before = finishRestore(path)
    if (before !== undefined) log.info({ before }, 'a restore that was broken off is finished')
    return await openStore(path)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Hono's listener for what is ours, and the development page's, once there is one, for the rest. */
function httpServer(
  fetch: ReturnType<typeof createApp>['fetch'],
  sockets: WebSocketServer,
  limits: typeof httpLimits,
  page: () => DevelopmentPage | undefined,
): Server {
  const create = (options: object, answer: RequestListener) =>
    createServer(options, (request, response) => {
      const elsewhere = isOurs(request.url) ? undefined : page()
      if (elsewhere) elsewhere.answer(request, response)
      else answer(request, response)
    })
  return createAdaptorServer({
    fetch,
    websocket: { server: sockets as WebSocketServerLike },
    createServer: create as typeof createServer,
    // Any other upgrade (curl asks for h2c) is answered as if it had not been asked for, and not left open.
    serverOptions: {
      ...limits,
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
  }) as Server
}

const isOurs = (url = '') => ['/api/', '/sync/', CALENDAR].some((path) => url.startsWith(path))

/** Takes in nobody any more; resolves when the last connection has ended. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** The server's connections, as they come and go. */
function connectionsOf(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  return connections
}

/** Waits for the sockets to close, and ends those that do not. */
async function goneWithin(ms: number, { clients }: WebSocketServer): Promise<void> {
  const gone = [...clients].map((socket) => once(socket, 'close'))
  const timer = setTimeout(() => clients.forEach((socket) => socket.terminate()), ms)
  await Promise.allSettled(gone)
  clearTimeout(timer)
}
