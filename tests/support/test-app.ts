/** The HTTP side over a real store, called without a network. */
import { Courier } from '@flashboard/server/alerts/courier'
import { Mail } from '@flashboard/server/alerts/mail'
import { Networks, type Resolve } from '@flashboard/server/alerts/networks'
import { createApp } from '@flashboard/server/app'
import { cryptoChance } from '@flashboard/server/chance'
import { GateClock, PAUSE_MS } from '@flashboard/server/clock/gate-clock'
import type { Config } from '@flashboard/server/config'
import { Provider } from '@flashboard/server/routes/provider'
import { RateLimits, type RateLimitTable } from '@flashboard/server/routes/rate-limits'
import { Site } from '@flashboard/server/routes/site'
import { Press } from '@flashboard/server/sheets/press'
import { PrintShop } from '@flashboard/server/sheets/print-shop'
import type { Store } from '@flashboard/server/store/database'
import { updateLog } from '@flashboard/server/store/updates'
import { Heartbeat } from '@flashboard/server/sync/heartbeat'
import { OpenSockets } from '@flashboard/server/sync/open-sockets'
import { PlanReader } from '@flashboard/server/sync/plan-reader'
import { RoomRegistry } from '@flashboard/server/sync/room-registry'
import { RunStates } from '@flashboard/server/sync/run-states'
import type { Role } from '@flashboard/shared/access/roles'
import type { CreatePlanRequest } from '@flashboard/shared/wire/http'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { ManualClock } from './manual-clock.ts'
import { testCompaction } from './test-compaction.ts'
import { LAUNCH_AT, openTemporaryStore } from './temporary-store.ts'

export const drop: CreatePlanRequest = {
  template: 'playbook',
  name: 'Spring drop',
  launchAt: LAUNCH_AT,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
}

interface Answer {
  status: number
  headers: Headers
  body: any
}

/** One device: it keeps its cookie. */
export class Device {
  cookie: string | undefined
  readonly #app: TestApp['app']

  constructor(app: TestApp['app']) {
    this.#app = app
  }

  async ask(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) {
    const response = await this.#app.request(path, {
      method,
      headers: {
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    })
    const cookie = response.headers.get('set-cookie')
    if (cookie !== null) this.cookie = cookie.split(';')[0]
    const text = await response.text()
    const body: unknown = text === '' ? undefined : parsed(text)
    return { status: response.status, headers: response.headers, body } as Answer
  }

  async sayName(name: string): Promise<this> {
    await this.ask('POST', '/api/session', { name })
    return this
  }

  /** Joins a plan as a lead of it has invited to. */
  async join(planId: string, lead: Device, role: Role = 'editor'): Promise<this> {
    const made = await lead.ask('POST', `/api/plans/${planId}/invitations`, { role, days: 7, uses: 1 })
    const { status } = await this.ask('POST', '/api/invitations/accept', { secret: made.body.secret })
    if (status !== 200) throw new Error(`The invitation was refused with ${status}`)
    return this
  }

  async makePlan(changes: Partial<CreatePlanRequest> = {}): Promise<string> {
    return (await this.ask('POST', '/api/plans', { ...drop, ...changes })).body.id
  }
}

export interface TestApp {
  app: ReturnType<typeof createApp>
  store: Store
  clock: ManualClock
  rooms: RoomRegistry
  gates: GateClock
  courier: Courier
  /** Lets time pass, and a pause in the typing, and the gates be judged, and word of it be sent. */
  judged: (ms?: number) => Promise<void>
  /** What was logged, a JSON line each. */
  logged: string[]
  device: () => Device
}

/** What an app has outside of itself: what the operator set, and the names that it can look up. */
export interface Outside extends Partial<Config> {
  rateLimits?: RateLimitTable
  resolve?: Resolve
}

const knowsNoNames: Resolve = async () => {
  throw Object.assign(new Error('No such name'), { code: 'ENOTFOUND' })
}

export async function openTestApp(webRoot?: string, outside: Outside = {}): Promise<TestApp> {
  const store = await openTemporaryStore()
  const { db } = store
  const clock = new ManualClock()
  const logged: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) })
  const complain = () => {}
  const changed = (planId: string) => gates.changed(planId)
  const compaction = testCompaction(db)
  const compact = (planId: string) => compaction.compact(planId)
  const rooms = new RoomRegistry({ db, log: updateLog(store), timers: clock, complain, changed, compact })
  const plans = new PlanReader({ db, rooms, chance: cryptoChance })
  const { publicUrl, mayAlertPrivateNetworks = false, resolve = knowsNoNames } = outside
  const networks = new Networks({ mayReachPrivate: mayAlertPrivateNetworks, resolve })
  const mail = new Mail(outside)
  const courier = new Courier({ db, plans, clock, chance: cryptoChance, networks, mail, publicUrl, complain })
  const logGrew = (planId: string) => {
    rooms.tellLog(planId)
    courier.logGrew(planId)
  }
  const gates = new GateClock({ db, rooms, plans, clock, chance: cryptoChance, logGrew, complain })
  onTestFinished(async () => {
    await gates.stop()
    await courier.stop()
  })
  const heartbeat = new Heartbeat(clock)
  const press = new Press(clock)
  onTestFinished(() => press.stop())
  const told = { logGrew, courier, networks, mail, printShop: new PrintShop(press) }
  const limits = new RateLimits(outside.rateLimits ?? {})
  const provider = outside.provider && new Provider(outside.provider, clock)
  const doors = { site: new Site(outside), sockets: new OpenSockets(clock), limits, provider }
  const runs = new RunStates()
  const services = {
    db,
    rooms,
    plans,
    runs,
    gates,
    ...told,
    ...doors,
    heartbeat,
    clock,
    chance: cryptoChance,
    log,
  }
  const app = createApp(services, webRoot)
  const judged = async (ms = 0) => {
    clock.advance(ms)
    clock.advance(PAUSE_MS)
    await gates.settled()
    await courier.settled()
  }
  return { app, store, clock, rooms, gates, courier, judged, logged, device: () => new Device(app) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
