/**
 * The same storm over real sockets into one plan, and what another plan of that server has of it: how long its edits
 * take, and whether anybody is closed there. And what stays in the server's memory, without the garbage.
 */
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import { BenchRun, type BenchServer } from '../bench/sync/bench-run.ts'
import { contestants, OURS } from '../bench/sync/contestants.ts'
import type { StreamResult } from '../bench/sync/load/crowd.ts'
import { atEnd } from '../support/at-end.ts'
import { Attack } from '../support/attack.ts'
import { seededRandom } from '../support/seeded-chance.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { Guest } from './guest.ts'

const PEOPLE = 40
const IDS_EACH = 3
const FRAMES_EACH = 20
/** So many sockets at a time. */
const LANES = 4
const COLLEAGUES = 10
const EDITS_A_SECOND = 20

interface Stormed {
  /** How many messages the server has had. */
  heard: number
  /** Ms until an edit of the other plan was with all others there, p99: of the worst stretch, and before the storm. */
  p99: number
  p99Before: number
  /** How late those who measured that were themselves, p99 of the worst stretch. */
  lateMs: number
  /** Edits of the other plan that did not come. */
  lost: number
  /** Sockets that were closed on those who did nothing. */
  closed: number
  /** The most that stayed in the server's memory, less what was there before. */
  growthMiB: number
}

/** @param stretchSeconds how long the other plan is watched at a time. */
export async function stormOverSockets(
  messages: number,
  stretchSeconds: number,
  say: (progress: string) => void,
): Promise<Stormed> {
  const run = new BenchRun({ isQuick: false, isProfiled: false })
  atEnd(() => run.abandon())
  const server = await run.serve(
    contestants.find(({ name }) => name === OURS)!,
    run.newFolder(),
  )
  const other = server.door(await server.makePlan())
  const storm = await Storm.gather(new URL(other.address))
  const load = run.load()
  await load.call('join', other, COLLEAGUES)
  const watch = () =>
    load.call('stream', { what: 'edits', perSecond: EDITS_A_SECOND, seconds: stretchSeconds })
  await watch()
  const before = await watch()
  const heapMiB = await heapMiBOf(server)

  const stretches: StreamResult[] = []
  let peakMiB = 0
  while (storm.heard < messages) {
    const watched = watch()
    stretches.push(await storm.until(watched))
    peakMiB = Math.max(peakMiB, await heapMiBOf(server))
    say(`${storm.heard} messages over sockets, another plan’s p99 ${stretches.at(-1)!.p99.toFixed(0)} ms`)
  }
  const failure = await load.call('failure')
  const closed = storm.end() + (failure === undefined ? 0 : 1)
  await run.clear()
  return {
    heard: storm.heard,
    p99: Math.max(...stretches.map(({ p99 }) => p99)),
    p99Before: before.p99,
    lateMs: Math.max(...stretches.map(({ lateMs }) => lateMs)),
    lost: stretches.reduce((sum, { offered, delivered }) => sum + offered - delivered, 0),
    closed,
    growthMiB: Math.max(0, peakMiB - heapMiB),
  }
}

const heapMiBOf = async (server: BenchServer) => (await server.memory()).heapMiB

class Storm {
  heard = 0
  #closed = 0
  readonly #url: string
  readonly #people: readonly TestDevice[]
  /** Of one who only looks on, and so knows what there is to know. */
  readonly #page: Page
  readonly #attack = new Attack(seededRandom(5))
  #next = 0

  private constructor(url: string, people: readonly TestDevice[], page: Page) {
    this.#url = url
    this.#people = people
    this.#page = page
    page.provider.on('connection-close', () => void this.#closed++)
  }

  static async gather({ host }: URL): Promise<Storm> {
    const url = `http://${host}/`
    const lead = await TestDevice.signIn(url, 'Ada')
    const planId = await lead.makePlan({ template: 'blank' })
    const people: TestDevice[] = []
    while (people.length < PEOPLE) {
      people.push(await (await TestDevice.signIn(url, 'Eve')).join(planId, lead))
    }
    const page = await lead.opened(planId)
    page.doc.getMap('event').set('hardCap', 1)
    return new Storm(`ws://${host}/sync/${planId}?${PAGE_PARAMETER}=${PLAN_SCHEMA_VERSION}`, people, page)
  }

  /** Goes on until then. */
  async until<T>(over: Promise<T>): Promise<T> {
    const ending = new AbortController()
    const watched = over.finally(() => ending.abort())
    const lane = async () => {
      while (!ending.signal.aborted) await this.#send(ending.signal)
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    return await watched
  }

  /** @returns how often the one who only looks on was closed. */
  end(): number {
    const closed = this.#closed
    this.#page.close()
    return closed
  }

  /** One socket sends what it likes, until it is closed or has enough. */
  async #send(ending: AbortSignal): Promise<void> {
    const person = this.#next++ % PEOPLE
    const ids = Array.from({ length: IDS_EACH }, (_, i) => 10_000_000 + person * IDS_EACH + i)
    const { doc } = this.#page
    const Socket = this.#people[person]!.socketClass()
    const guest = new Guest(new Socket(this.#url))
    for (let sent = 0; sent < FRAMES_EACH && !ending.aborted; sent++) {
      const answer = await guest.say(this.#attack.message({ doc, otherClientId: doc.clientID }, ids))
      if (answer !== 'tooFast') this.heard++
      if (answer !== 'heard') break
    }
    guest.leave()
  }
}
