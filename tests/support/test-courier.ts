/** A courier over a real store, on a clock that the test moves; it can be killed and started again. */
import { Courier } from '@flashboard/server/alerts/courier'
import { Mail } from '@flashboard/server/alerts/mail'
import { Networks } from '@flashboard/server/alerts/networks'
import { cryptoChance } from '@flashboard/server/chance'
import type { Config } from '@flashboard/server/config'
import * as alertTargets from '@flashboard/server/store/alert-targets'
import type { Store } from '@flashboard/server/store/database'
import * as events from '@flashboard/server/store/events'
import { PlanReader } from '@flashboard/server/sync/plan-reader'
import type { NewEvent } from '@flashboard/shared/log/events'
import { alertKinds, type AlertKind } from '@flashboard/shared/log/alerts'
import { onTestFinished } from 'vitest'
import { ManualClock } from './manual-clock.ts'
import { LAUNCH_AT, openTemporaryStore, storePlan, type StoredPlan } from './temporary-store.ts'

export class TestCourier {
  readonly store: Store
  readonly clock: ManualClock
  readonly courier: Courier
  readonly complaints: string[] = []
  readonly #config: Partial<Config>
  #targetId = 1

  private constructor(store: Store, now: number, config: Partial<Config>) {
    this.store = store
    this.#config = config
    const { db } = store
    this.clock = new ManualClock(now)
    const complain = (_error: unknown, what: string) => void this.complaints.push(what)
    const plans = new PlanReader({ db, rooms: { find: () => undefined }, chance: cryptoChance })
    const networks = new Networks({ mayReachPrivate: true })
    const chance = { newId: cryptoChance.newId, getRandomBit: () => false }
    const mail = new Mail(config)
    const { publicUrl } = config
    this.courier = new Courier({ db, plans, clock: this.clock, chance, networks, mail, publicUrl, complain })
    onTestFinished(() => this.courier.stop())
  }

  static async open(
    config: Partial<Config> = {},
    { path, now = LAUNCH_AT - 90 * 3_600_000 }: { path?: string; now?: number } = {},
  ): Promise<TestCourier> {
    const at = new TestCourier(await openTemporaryStore(path), now, config)
    at.courier.start()
    await at.courier.settled()
    return at
  }

  /** Ends as a killed server does: what is not on disk is gone. */
  async kill(): Promise<void> {
    await this.store.close()
  }

  /** A server on the same disk, started at `now` (UTC ms). */
  async again(now = this.clock.now()): Promise<TestCourier> {
    return await TestCourier.open(this.#config, { path: this.store.sqlite.name, now })
  }

  async storePlan(): Promise<StoredPlan> {
    return await storePlan(this.store)
  }

  async addTarget(
    owner: StoredPlan,
    more: Partial<alertTargets.NewTarget> & Pick<alertTargets.NewTarget, 'address'>,
  ): Promise<string> {
    const id = `target-${this.#targetId++}`
    const now = this.clock.now()
    const target: alertTargets.NewTarget = {
      id,
      ...owner,
      via: 'webhook',
      format: 'slack',
      secret: null,
      kinds: Object.keys(alertKinds) as AlertKind[],
      createdAt: now,
      confirmedAt: now,
      ...more,
    }
    await alertTargets.add(this.store.db, target, 100)
    return id
  }

  async target(id: string): Promise<alertTargets.AlertTarget> {
    return (await alertTargets.read(this.store.db, id))!
  }

  /** Appends to the log without anybody noticing, as where the server is killed right after. */
  async append(planId: string, ...added: NewEvent[]): Promise<void> {
    await events.append(this.store.db, planId, added)
  }

  /** The launch moved, and everybody is told: an event that is worth an alert. */
  async tell(planId: string, minutes = 1): Promise<void> {
    await this.append(planId, this.moved(minutes))
    this.courier.logGrew(planId)
    await this.courier.settled()
  }

  /** @param minutes by how much: two moves can be told apart. */
  moved(minutes = 1): NewEvent {
    const to = LAUNCH_AT + minutes * 60_000
    return { kind: 'launchMoved', at: this.clock.now(), actor: null, from: LAUNCH_AT, to }
  }

  /** Time goes on, and what falls due is sent. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms)
    await this.courier.settled()
  }

  /** How many jobs there are, of all targets. */
  get jobCount(): number {
    return this.store.sqlite.prepare<[], { count: number }>('select count(*) as count from alert_jobs').get()!
      .count
  }
}
