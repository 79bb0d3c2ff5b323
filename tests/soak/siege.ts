/**
 * One plan under attack, without a network: clients send whatever bytes they like into it while somebody works on it.
 * All that follows is the seed's, on a clock that stands still in between.
 */
import { canonical } from '@flashboard/server/sync/canonical'
import { snapshotOf } from '@flashboard/server/sync/snapshot-of'
import { documentOf, readStored } from '@flashboard/server/sync/stored-plan'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import * as Y from 'yjs'
import { Attack } from '../support/attack.ts'
import type { RoomClient } from '../support/room-client.ts'
import { seededChance, seededRandom } from '../support/seeded-chance.ts'
import { TestRooms } from '../support/test-rooms.ts'

const PEOPLE = 40
const IDS_EACH = 3
/** How many messages a socket sends before it leaves, where it is not closed before. */
const MESSAGES_A_SOCKET = 20
/** Time that passes meanwhile, so that limits fill again. */
const PAUSE_MS = 250
const NOISE_FRAME_BYTES = 4_096
const ADAS_AWARENESS = 11

export class Siege {
  /** How often who works on it was closed. */
  closed = 0
  /** How often what others saw of them was not theirs. */
  spoofed = 0
  readonly #at: TestRooms
  readonly #people: readonly string[]
  readonly #attack: Attack
  readonly #ada: RoomClient
  #sockets = 0
  #edits = 0

  private constructor(at: TestRooms, people: readonly string[], ada: RoomClient, seed: number) {
    this.#at = at
    this.#people = people
    this.#ada = ada
    this.#attack = new Attack(seededRandom(seed))
  }

  /** Of a plan of its own. */
  static async begin(seed: number): Promise<Siege> {
    const at = await TestRooms.open()
    const people: string[] = []
    for (let i = 0; i < PEOPLE; i++) people.push(await at.addPerson(`Hostile ${i}`))
    const siege = new Siege(at, people, await at.join(), seed)
    siege.work()
    return siege
  }

  /** How many updates the plan's log holds. */
  get rows(): number {
    return this.#at.rowCount()
  }

  /** What the server complained about. */
  get complaints(): number {
    return this.#at.complaints.length
  }

  /** One socket sends what it likes, until it is closed or has enough; returns how many messages that were. */
  async storm(role: 'editor' | 'viewer', most: number): Promise<number> {
    const person = this.#sockets++ % PEOPLE
    const eve = await this.#at.join({ personId: this.#people[person]!, name: 'Eve', role })
    const ids = Array.from({ length: IDS_EACH }, (_, i) => 10_000_000 + person * IDS_EACH + i)
    const target = { doc: eve.doc, otherClientId: this.#ada.doc.clientID }
    let sent = 0
    for (; sent < Math.min(most, MESSAGES_A_SOCKET) && eve.closed === undefined; sent++) {
      eve.send(this.#attack.message(target, ids))
      eve.flush()
    }
    this.#at.pass(eve, this.#ada)
    eve.leave()
    this.#at.clock.advance(PAUSE_MS)
    this.#ada.flush()
    return sent
  }

  /** Bytes that are nothing at all; returns how many. */
  async noise(bytes: number): Promise<number> {
    let sent = 0
    for (; sent < bytes; sent += NOISE_FRAME_BYTES) {
      const eve = await this.#at.join({ personId: this.#people[0]!, name: 'Eve' })
      eve.send(this.#attack.noise(NOISE_FRAME_BYTES))
      this.#at.pass(eve, this.#ada)
      eve.leave()
      this.#at.clock.advance(PAUSE_MS)
    }
    return sent
  }

  /** Somebody edits, and shows where. */
  work(): void {
    const ada = this.#ada
    ada.doc.getMap('event').set('hardCap', ++this.#edits)
    ada.setPresence(ADAS_AWARENESS, this.#edits, { field: 'event/hardCap' })
    this.#at.pass(ada)
    if (ada.closed !== undefined) this.closed++
    const shown = ada.presence.get(ADAS_AWARENESS) as { user?: { id: string; name: string } } | undefined
    if (shown?.user?.id !== this.#at.personId || shown.user.name !== 'Ada') this.spoofed++
  }

  /** All that a viewer must not change: rows, the document, and what is shown of others. */
  state(): string {
    const { doc } = this.#at.rooms.find(this.#at.planId)!
    const shown = this.#ada.presence.get(ADAS_AWARENESS)
    return JSON.stringify([this.rows, [...Y.encodeStateAsUpdate(doc)], shown])
  }

  /** Whether log, room, snapshot and a page have the same, and it takes an edit. */
  async isSound(): Promise<boolean> {
    const stored = await readStored(this.#at.store.db, this.#at.planId)
    const room = this.#at.rooms.find(this.#at.planId)!.doc
    const logged = documentOf(stored)
    const loaded = documentOf({ planId: stored.planId, snapshot: snapshotOf(stored).bytes, tail: [] })
    const states = [room, logged, loaded, this.#ada.doc].map(stateOf)
    const plan = new PlanDoc(loaded, seededChance(1))
    return (
      states.every((state) => state.equals(states[0]!)) &&
      JSON.stringify(plan.read()).length > 0 &&
      plan.set('event/hardCap', 7) &&
      plan.get('event').hardCap === 7
    )
  }
}

/** The same for equal documents, however their pieces hang together. */
function stateOf(doc: Y.Doc): Buffer {
  return Buffer.from(canonical(Y.encodeStateAsUpdate(doc)))
}
