/**
 * The server: the production's rooms, commit queue, guard, compaction, heartbeat, restores and backups over a real
 * store, put together as `server/src/main.ts` does it. It can be stopped, killed, or lose its power, also in the
 * middle of a commit, and started again from what is on the disk.
 */
import * as backups from '@flashboard/server/store/backups'
import { openStore, type Store } from '@flashboard/server/store/database'
import * as plans from '@flashboard/server/store/plans'
import { type UpdateLog, updateLog } from '@flashboard/server/store/updates'
import { Compaction } from '@flashboard/server/sync/compaction'
import { Heartbeat } from '@flashboard/server/sync/heartbeat'
import { RoomRegistry } from '@flashboard/server/sync/room-registry'
import { snapshotOf } from '@flashboard/server/sync/snapshot-of'
import { readStored } from '@flashboard/server/sync/stored-plan'
import type { Device } from './device.ts'
import type { Dice } from './dice.ts'
import { type Disk, PLAN } from './disk.ts'
import type { Fault } from './faults.ts'
import type { Link, Network } from './network.ts'
import { slowReads } from './slow-reads.ts'
import type { ProcessClock } from './virtual-clock.ts'
import { type Process, Visitor } from './visitor.ts'

interface ServerParts {
  disk: Disk
  network: Network
  dice: Dice
  fault: Fault
  violation: (what: string) => void
  /** Told of every database that a server opens, before anybody is let in. */
  opened: (store: Store) => Promise<void>
  /** Told of every update that has come to the disk. */
  written: (update: Uint8Array) => void
}

/** In the middle of the next commit: before it is on disk, or after it is, with nobody told. */
type Moment = 'before commit' | 'after commit'

export class SimulatedServer {
  readonly #parts: ServerParts
  #process: Process | undefined
  /** It takes in nobody any more, and may yet be killed over it. */
  #stopping: Process | undefined
  #epoch: number | undefined
  #diesAt: { moment: Moment; kind: 'kill' | 'power' } | undefined
  /** While the disk takes nothing. */
  isDiskFull = false

  constructor(parts: ServerParts) {
    this.#parts = parts
  }

  get isUp(): boolean {
    return this.#process !== undefined && this.#process !== this.#stopping
  }

  get rooms(): RoomRegistry | undefined {
    return this.#process?.rooms
  }

  get store(): Store | undefined {
    return this.#process?.store
  }

  /** The plan's; none until a server has read it. */
  get epoch(): number | undefined {
    return this.#epoch
  }

  async start(): Promise<void> {
    if (this.#process) return
    const { disk, network, dice, fault, opened } = this.#parts
    const clock = network.clock.process()
    const store = await openStore(disk.path)
    fault.open?.(store)
    await opened(store)
    this.#epoch = (await plans.read(store.db, PLAN))!.epoch
    const log = fault.log?.(this.#logOf(store), { store, clock }) ?? this.#logOf(store)
    const complain = (error: unknown, what: string) => this.#complain(clock, error, what)
    const compaction = this.#compactionOf(store, clock, complain)
    const compact = (planId: string) => compaction.compact(planId)
    const db = slowReads(store.db, clock, dice)
    const rooms = new RoomRegistry({ db, log, timers: clock, complain, changed: () => {}, compact })
    const heartbeat = new Heartbeat(clock)
    this.#process = { store, rooms, compaction, heartbeat, clock, visitors: new Set() }
    network.trace.note('the server is up')
    void compaction.start()
  }

  /** As on SIGTERM. */
  async stop(): Promise<void> {
    const running = this.#process
    if (!running || running === this.#stopping) return
    this.#stopping = running
    running.heartbeat.stop()
    await running.rooms.stop()
    await running.compaction.stop()
    if (this.#process !== running) return
    this.#process = undefined
    running.clock.kill()
    await running.store.close()
    this.#parts.network.trace.note('the server has stopped')
  }

  crash(kind: 'kill' | 'power'): void {
    const running = this.#process
    if (!running) return
    const { disk, network, dice } = this.#parts
    network.trace.note(`the server is gone: ${kind}`)
    this.#process = undefined
    this.#diesAt = undefined
    running.clock.kill()
    disk.crash(running.store, kind)
    for (const { link } of running.visitors) {
      // A killed process's connections are reset by its machine; one without power says nothing.
      link.cut(kind === 'kill' ? dice.between(1, 100) : Infinity, Infinity)
    }
  }

  crashAt(moment: Moment, kind: 'kill' | 'power'): void {
    this.#diesAt = { moment, kind }
  }

  /** Nothing more goes wrong with it by itself. */
  mend(): void {
    this.isDiskFull = false
    this.#diesAt = undefined
  }

  backUp(): void {
    const { disk } = this.#parts
    disk.dropBackup()
    backups.backUp(disk.path, disk.backupPath)
  }

  /** @param now UTC ms. */
  async putBack(now: number): Promise<void> {
    const { disk } = this.#parts
    await backups.restore(disk.path, disk.backupPath, now)
    this.#epoch = undefined
  }

  /** Whether there is somebody to take a connection. Who is let in may still be sent away. */
  accepts(link: Link, device: Device, epoch: number | undefined): boolean {
    if (!this.isUp) return false
    new Visitor(this.#process!, link, this.#parts.fault).enter(device, { epoch, isOf: this.#epoch! })
    return true
  }

  #logOf(store: Store): UpdateLog {
    const log = updateLog(store)
    return {
      ...log,
      append: (updates) => {
        if (this.isDiskFull) throw new Error('database or disk is full')
        const dies = this.#diesAt
        if (dies?.moment === 'before commit') {
          this.crash(dies.kind)
          throw new Error('The process is gone')
        }
        const seqs = log.append(updates)
        for (const { bytes } of updates) this.#parts.written(bytes)
        if (dies) this.crash(dies.kind)
        return seqs
      },
    }
  }

  #compactionOf(
    store: Store,
    clock: ProcessClock,
    complain: (error: unknown, what: string) => void,
  ): Compaction {
    const { dice, fault } = this.#parts
    const { db } = store
    const make = async (planId: string) => snapshotOf(await readStored(db, planId))
    const makeSlowly = async (planId: string) => {
      const snapshot = await (fault.snapshot ?? make)(planId, db)
      // In its thread it takes a while, and edits go on.
      await new Promise<void>((resolve) => clock.after(dice.between(1, 200), resolve))
      return snapshot
    }
    return new Compaction({ db, makeSnapshot: makeSlowly, complain })
  }

  #complain(clock: ProcessClock, error: unknown, what: string): void {
    const isExpected = this.isDiskFull || this.#process?.clock !== clock
    if (!isExpected) this.#parts.violation(`the server complained: ${what} (${String(error)})`)
  }
}
