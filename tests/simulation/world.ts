/** One run's server, network and devices, and what has been promised to people so far. */
import { readPlansAt } from '@flashboard/server/sync/past-plans'
import { NotRestoredError, restorePlan } from '@flashboard/server/sync/restore'
import { StoppingError } from '@flashboard/server/sync/room-registry'
import type { Plan } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import { LAUNCH_AT } from '../support/temporary-store.ts'
import { Content } from './content.ts'
import { Device } from './device.ts'
import { Dice } from './dice.ts'
import { type Disk, PLAN, personOf } from './disk.ts'
import { examine } from './examination.ts'
import type { Fault } from './faults.ts'
import { Network } from './network.ts'
import { SimulatedServer } from './server.ts'
import { Trace } from './trace.ts'
import { VirtualClock } from './virtual-clock.ts'

interface WorldParts {
  seed: number
  disk: Disk
  fault: Fault
  tell?: ((line: string) => void) | undefined
}

const DOWN_MAX_MS = 5_000
const LOOK_EVERY_MS = 250

export class World {
  readonly clock = new VirtualClock(LAUNCH_AT - 86_400_000 * 30)
  readonly dice: Dice
  readonly trace: Trace
  readonly server: SimulatedServer
  readonly devices: Device[]
  readonly violations: string[] = []
  /** What people were told is saved, or were shown of others. */
  promised = new Content()
  /** What has come to the disk, on which it may yet be lost. */
  #written = new Content()
  #promisedAtBackup: Content | undefined
  /** How far those may go who wrote before a backup was put back: to where they were in that. */
  readonly #limits = new Map<number, number>()
  #isPutBack = false
  #isStartDue = false
  starts = 0

  constructor({ seed, disk, fault, tell }: WorldParts) {
    this.dice = new Dice(seed)
    this.trace = new Trace(() => this.clock.now, tell)
    const { clock, dice, trace } = this
    const network = new Network(clock, dice, trace)
    const violation = (what: string) => {
      trace.note(`VIOLATION ${what}`)
      this.violations.push(what)
    }
    const opened = async (store: Parameters<typeof examine>[0]) => {
      const { doc, violations } = await examine(store, this.promised)
      for (const what of violations) violation(what)
      if (this.#isPutBack && doc) this.#limitTo(doc)
      if (doc) this.#written = new Content([Y.encodeStateAsUpdate(doc)])
    }
    const written = (update: Uint8Array) => this.#written.add(update)
    this.server = new SimulatedServer({ disk, network, dice, fault, violation, opened, written })
    const { server } = this
    const promise = (update: Uint8Array) => {
      if (!new Content([update]).isWithin(this.#written)) violation('promised before it was written')
      this.promised.add(update)
    }
    const around = { network, server, dice, promise, violation }
    this.devices = Array.from({ length: dice.between(3, 6) }, (_, n) => {
      return new Device(`d${n}`, personOf(n), n === 2 ? 'viewer' : 'editor', around)
    })
  }

  crash(kind: 'kill' | 'power'): void {
    this.server.crash(kind)
    this.#startLater()
  }

  /** A crash may also come in the middle of a commit, unasked; whoever runs the server starts it again. */
  watch(): void {
    if (this.server.store === undefined && !this.#isStartDue) this.#startLater()
  }

  #startLater(): void {
    if (this.#isStartDue) return
    this.#isStartDue = true
    this.clock.after(this.dice.between(1, DOWN_MAX_MS), () => void this.#start())
  }

  async #start(): Promise<void> {
    this.starts++
    await this.server.start()
    this.#isStartDue = false
  }

  async deploy(): Promise<void> {
    await this.server.stop()
    this.#startLater()
  }

  backUp(): void {
    if (!this.server.isUp) return
    this.server.backUp()
    this.#promisedAtBackup = this.promised.copy()
  }

  /** With the server stopped, as its operator must. What came after the backup is gone with it, on purpose. */
  async putBack(): Promise<void> {
    const promised = this.#promisedAtBackup
    if (!promised || !this.server.isUp) return
    await this.server.stop()
    if (this.server.store !== undefined || this.#isStartDue) return
    this.trace.note('the backup is put back')
    await this.server.putBack(this.clock.now)
    this.#isPutBack = true
    this.promised = promised.copy()
    for (const device of this.devices) for (const edit of device.edits) edit.isExcused = true
    this.#startLater()
  }

  #limitTo(doc: Y.Doc): void {
    this.#isPutBack = false
    for (const { update } of this.devices.flatMap(({ edits }) => edits)) {
      for (const client of Y.parseUpdateMeta(update).to.keys()) {
        if (!this.#limits.has(client)) this.#limits.set(client, Y.getState(doc.store, client))
      }
    }
  }

  /** What came back that the backup did not have, in words. */
  broughtBack(doc: Y.Doc): string[] {
    return [...this.#limits]
      .filter(([client, limit]) => Y.getState(doc.store, client) > limit)
      .map(([client]) => `what ${client} wrote after the backup was pushed back into it`)
  }

  /** Sets the plan back to one of its pasts; resolves to that past where it was done. */
  async restoreVersion(): Promise<Plan | undefined> {
    const { server, dice } = this
    const { store, rooms } = server
    if (!server.isUp || !store || !rooms) return undefined
    const last = store.sqlite
      .prepare<[string], { seq: number }>('select seq from plans where id = ?')
      .get(PLAN)!
    const seq = dice.between(1, last.seq + 1)
    const { id: personId, name } = personOf(0)
    const member = { personId, name, role: 'editor', epoch: server.epoch!, speaksFlashboard: true } as const
    try {
      const past = (await readPlansAt(store.db, PLAN, [seq], dice.chance)).get(seq)!
      const to = { toSeq: seq, toAt: 1 }
      await restorePlan({ rooms, chance: dice.chance }, { planId: PLAN, member, becomes: () => past, to })
      rooms.tellLog(PLAN)
      this.trace.note(`the plan was set back to ${seq}`)
      return past
    } catch (error) {
      const isExpected = error instanceof NotRestoredError || error instanceof StoppingError
      if (!isExpected && server.store === store) this.violations.push(`a restore failed: ${String(error)}`)
      return undefined
    }
  }

  /** Those whose page was turned away after a backup was put back start over, as they are asked to. */
  startOver(): void {
    for (const device of this.devices) {
      if (device.page?.state !== 'refused') continue
      device.loseCopy()
      device.open()
    }
  }

  /** Lets time pass until it holds, or for so many ms. */
  async until(holds: () => boolean, ms: number): Promise<boolean> {
    for (let passed = 0; !holds() && passed < ms; passed += LOOK_EVERY_MS)
      await this.clock.pass(LOOK_EVERY_MS)
    return holds()
  }
}
