/** Rooms over a real store, on a clock that the test moves. */
import type { Store } from '@flashboard/server/store/database'
import { newId } from '@flashboard/server/chance'
import type { Role } from '@flashboard/shared/access/roles'
import { updateLog } from '@flashboard/server/store/updates'
import { INTERVAL_MAX_MS } from '@flashboard/server/sync/load'
import type { Member } from '@flashboard/server/sync/connection'
import { PRESENCE_INTERVAL_MS } from '@flashboard/server/sync/paced-presence'
import type { Compaction } from '@flashboard/server/sync/compaction'
import { RoomRegistry } from '@flashboard/server/sync/room-registry'
import { ManualClock } from './manual-clock.ts'
import { RoomClient } from './room-client.ts'
import { testCompaction } from './test-compaction.ts'
import { addMember, openTemporaryStore, storePlan } from './temporary-store.ts'

export class TestRooms {
  readonly store: Store
  readonly clock = new ManualClock()
  readonly compaction: Compaction
  readonly rooms: RoomRegistry
  readonly planId: string
  readonly personId: string
  /** What the rooms complained about. */
  readonly complaints: string[] = []
  #clientId = 100

  private constructor(store: Store, planId: string, personId: string) {
    this.store = store
    this.planId = planId
    this.personId = personId
    const complain = (_error: unknown, what: string) => void this.complaints.push(what)
    this.compaction = testCompaction(store.db, complain)
    this.rooms = new RoomRegistry({
      db: store.db,
      log: updateLog(store),
      timers: this.clock,
      complain,
      changed: () => {},
      compact: (id) => this.compaction.compact(id),
    })
  }

  /** With one blank plan and its lead. */
  static async open(): Promise<TestRooms> {
    const store = await openTemporaryStore()
    const { planId, personId } = await storePlan(store)
    return new TestRooms(store, planId, personId)
  }

  /** The id of somebody else who is in the plan. */
  async addPerson(name: string, role: Role = 'editor'): Promise<string> {
    const id = newId()
    await addMember(this.store, this.planId, { id, name }, role)
    return id
  }

  /** A page that has joined and is in step. */
  async join(member: Partial<Member> = {}): Promise<RoomClient> {
    const client = await this.connect(member)
    client.flush()
    this.clock.tick()
    client.flush()
    return client
  }

  /** A page whose first messages are still under way. */
  async connect(member: Partial<Member> = {}): Promise<RoomClient> {
    const client = new RoomClient(this.#clientId++)
    return await client.join(this.rooms, this.planId, { personId: this.personId, ...member })
  }

  /** Brings what these pages sent to the server, and what it has for them to each. */
  pass(...pages: RoomClient[]): void {
    for (const page of pages) page.flush()
    this.clock.advance(Math.max(INTERVAL_MAX_MS, PRESENCE_INTERVAL_MS))
    for (const page of pages) page.flush()
  }

  /** How many updates the plan's log holds. */
  rowCount(): number {
    const row = this.store.sqlite
      .prepare<[string], { count: number }>('select count(*) as count from updates where plan_id = ?')
      .get(this.planId)
    return row!.count
  }

  /** From now on the disk refuses every update. */
  breakDisk(): void {
    this.store.sqlite.exec(
      `create trigger full before insert on updates begin select raise(abort, 'disk full'); end`,
    )
  }

  mendDisk(): void {
    this.store.sqlite.exec('drop trigger full')
  }
}
