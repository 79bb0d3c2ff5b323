/**
 * A lead takes a person's rights away while that person writes without a pause, or is just coming in. The database
 * itself notes in which order it takes edits and decisions, so an edit that comes behind the decision shows.
 */
import { readMessage, update as updateMessage } from '@flashboard/server/sync/messages'
import { closeReason } from '@flashboard/shared/wire/close-codes'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { rawStep2 } from '../support/room-client.ts'
import { seededRandom } from '../support/seeded-chance.ts'
import { openTemporaryStore } from '../support/temporary-store.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'
import type { Soak } from './soak.ts'

/** As promised: sockets are closed within so many ms. */
const CLOSED_WITHIN_MS = 2_000

export const revocation: Soak<{ races: number }> = {
  promises: 'S8',
  title:
    'From the commit of a removal or a lesser role on, nothing of the person is taken, and their sockets close',
  full: { races: 1_000 },
  short: { races: 24 },

  async prove({ races }, say) {
    const { url, databasePath } = await openTestServer({ hasRateLimits: false })
    const ada = await TestDevice.signIn(url, 'Ada')
    const ben = await TestDevice.signIn(url, 'Ben')
    const planId = await ada.makePlan({ template: 'blank' })
    await ben.join(planId, ada)
    const { id: benId } = (await ben.read('session')).person
    const order = await noteOrder(databasePath, benId)
    const random = seededRandom(8)
    const writer = new Writer(ben, planId)
    let [slowestMs, strange] = [0, 0]

    for (let race = 0; race < races; race++) {
      const isRemoval = race % 2 === 1
      const person = `plans/${planId}/people/${benId}`
      // In every fourth race the socket is on its way in while the decision is made.
      const isComingIn = race % 4 > 1
      const socket = writer.connect()
      if (!isComingIn) await writer.wrote(Math.floor(random() * 12))
      const decided = isRemoval ? ada.ask('DELETE', person) : ada.patch(person, { role: 'viewer' })
      const { status } = await decided
      const from = performance.now()
      const reason = closeReason(await socket.closed)
      slowestMs = Math.max(slowestMs, performance.now() - from)
      const isExpected = isRemoval
        ? reason === 'removed' || reason === 'noPlan'
        : reason === 'roleChanged' || reason === 'readOnly'
      if (status !== 204 || !isExpected) strange++
      if (isRemoval) await ben.join(planId, ada)
      else await ada.patch(person, { role: 'editor' })
      if (race % 100 === 99) say(`${race + 1} races, ${order.count('edit')} edits`)
    }

    return [
      { what: 'races', value: order.count('less'), atLeast: races },
      { what: 'edits taken before the decisions', value: order.count('edit'), atLeast: races / 2 },
      { what: 'edits taken after one', value: order.late(), atMost: 0 },
      { what: 'sockets closed for another reason', value: strange, atMost: 0 },
      { what: 'slowest close, ms', value: slowestMs, atMost: CLOSED_WITHIN_MS },
    ]
  },
}

/** One replica of Ben's, which writes as fast as its socket takes it. */
class Writer {
  readonly #device: TestDevice
  readonly #planId: string
  readonly #doc = new Y.Doc()
  #socket: WebSocket | undefined
  #count = 0
  #isGone = false
  #waiting: (() => void) | undefined

  constructor(device: TestDevice, planId: string) {
    this.#device = device
    this.#planId = planId
    this.#doc.on('update', (update: Uint8Array) => this.#socket?.send(updateMessage(update)))
  }

  connect(): { closed: Promise<number> } {
    const Socket = this.#device.socketClass()
    const socket = new Socket(`${this.#device.url.replace('http', 'ws')}sync/${this.#planId}`)
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('message', (bytes: Buffer) => {
      const message = readMessage(new Uint8Array(bytes))
      if (message.kind !== 'step1' || this.#socket) return
      socket.send(rawStep2(Y.encodeStateAsUpdate(this.#doc, message.stateVector)))
      this.#socket = socket
      this.#write(socket)
    })
    this.#isGone = false
    socket.on('close', () => {
      this.#isGone = true
      this.#socket = undefined
      this.#waiting?.()
    })
    return { closed }
  }

  /** Resolves when so many more edits were sent, or the socket is gone. */
  async wrote(more: number): Promise<void> {
    const until = this.#count + more + 1
    while (this.#count < until && !this.#isGone)
      await new Promise<void>((resolve) => (this.#waiting = resolve))
  }

  #write(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) return
    this.#doc.getMap('offer').set('priceMinor', ++this.#count)
    this.#waiting?.()
    setImmediate(() => this.#write(socket))
  }
}

/** Has the database write down in which order it takes a person's edits and what is decided of them. */
async function noteOrder(databasePath: string, personId: string) {
  const { sqlite } = await openTemporaryStore(databasePath)
  sqlite.exec(`
    create table taken (n integer primary key, what text not null);
    create trigger note_edit after insert on updates when new.person_id = '${personId}'
      begin insert into taken (what) values ('edit'); end;
    create trigger note_decision after insert on plan_events
      when new.kind in ('roleChanged', 'personRemoved', 'personJoined')
      begin
        insert into taken (what) values (
          case when new.kind = 'personRemoved' or json_extract(new.data, '$.to') = 'viewer' then 'less' else 'more' end
        );
      end;
  `)
  const rows = () => sqlite.prepare<[], { what: string }>('select what from taken order by n').all()
  return {
    count: (wanted: string) => rows().filter(({ what }) => what === wanted).length,
    /** How many edits were taken while the last decision was against them. */
    late: () => {
      let mayWrite = true
      let late = 0
      for (const { what } of rows()) {
        if (what !== 'edit') mayWrite = what === 'more'
        else if (!mayWrite) late++
      }
      return late
    },
  }
}
