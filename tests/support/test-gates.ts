/** A gate clock over rooms on a real store, on a clock that the test moves; it can be killed and started again. */
import { cryptoChance } from '@flashboard/server/chance'
import { GateClock, PAUSE_MS } from '@flashboard/server/clock/gate-clock'
import type { Store } from '@flashboard/server/store/database'
import * as events from '@flashboard/server/store/events'
import { updateLog } from '@flashboard/server/store/updates'
import { PlanReader } from '@flashboard/server/sync/plan-reader'
import { INTERVAL_MAX_MS } from '@flashboard/server/sync/load'
import { RoomRegistry } from '@flashboard/server/sync/room-registry'
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { FieldPath } from '@flashboard/shared/plan/field-path'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { judge, type RequirementStanding } from '@flashboard/shared/readiness/judge'
import { ManualClock } from './manual-clock.ts'
import { RoomClient } from './room-client.ts'
import { seededChance } from './seeded-chance.ts'
import { testCompaction } from './test-compaction.ts'
import { openTemporaryStore, type StoredPlan } from './temporary-store.ts'

export class TestGates {
  readonly store: Store
  readonly clock: ManualClock
  readonly rooms: RoomRegistry
  readonly gates: GateClock
  readonly plans: PlanReader
  readonly complaints: string[] = []

  private constructor(store: Store, now: number) {
    this.store = store
    const { db } = store
    this.clock = new ManualClock(now)
    const complain = (_error: unknown, what: string) => void this.complaints.push(what)
    const changed = (planId: string) => this.gates.changed(planId)
    const timers = this.clock
    const compaction = testCompaction(db, complain)
    const compact = (planId: string) => compaction.compact(planId)
    this.rooms = new RoomRegistry({ db, log: updateLog(store), timers, complain, changed, compact })
    this.plans = new PlanReader({ db, rooms: this.rooms, chance: cryptoChance })
    const { plans, rooms, clock } = this
    const logGrew = (planId: string) => rooms.tellLog(planId)
    this.gates = new GateClock({ db, rooms, plans, clock, chance: cryptoChance, logGrew, complain })
  }

  static async open(now: number, path?: string): Promise<TestGates> {
    const at = new TestGates(await openTemporaryStore(path), now)
    at.gates.start()
    await at.gates.settled()
    return at
  }

  /** Ends as a killed server does: what is not on disk is gone. */
  async kill(): Promise<void> {
    await this.store.close()
  }

  /** A server on the same disk, started at `now` (UTC ms). */
  async again(now: number): Promise<TestGates> {
    return await TestGates.open(now, this.store.sqlite.name)
  }

  /** Somebody who has the plan open. */
  async join({ planId, personId }: StoredPlan, clientId = 100): Promise<Editor> {
    const page = await new RoomClient(clientId).join(this.rooms, planId, { personId })
    page.flush()
    // Its step 1 is answered once the messages at hand are through.
    this.clock.tick()
    page.flush()
    return new Editor(this, page)
  }

  /** Time goes on to `until` (UTC ms), and what falls due is judged. */
  async reach(until: number): Promise<void> {
    this.clock.advance(until - this.clock.now())
    await this.gates.settled()
  }

  /** The typing pauses, and is judged. */
  async pause(): Promise<void> {
    // What was written last may still be on its way to disk when the pause begins.
    await this.reach(this.clock.now() + INTERVAL_MAX_MS + PAUSE_MS)
  }

  async log(planId: string, after = 0): Promise<PlanEvent[]> {
    return await events.readAfter(this.store.db, planId, after)
  }

  async standing(planId: string, requirementId: string): Promise<RequirementStanding> {
    const { plan } = await this.plans.read({ id: planId, seq: await this.seq(planId) })
    const standings = judge(plan, this.clock.now(), await this.log(planId))
    return standings.flatMap(({ requirements }) => requirements).find(({ id }) => id === requirementId)!
  }

  async seq(planId: string): Promise<number> {
    const row = this.store.sqlite
      .prepare<[string], { seq: number }>('select seq from plans where id = ?')
      .get(planId)
    return row!.seq
  }
}

/** A page whose edits go to disk at once, the first after a quiet moment before they return. */
export class Editor {
  readonly page: RoomClient
  readonly plan: PlanDoc
  readonly #at: TestGates

  constructor(at: TestGates, page: RoomClient) {
    this.#at = at
    this.page = page
    this.plan = new PlanDoc(page.doc, seededChance(page.doc.clientID))
  }

  set(path: FieldPath, value: unknown): void {
    this.edit((plan) => plan.set(path, value))
  }

  /** Several writes as one edit. */
  edit(write: (plan: PlanDoc) => void): void {
    this.plan.change(() => write(this.plan))
    this.page.flush()
    this.#at.clock.tick()
    this.page.flush()
  }
}
