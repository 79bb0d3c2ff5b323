/**
 * Collects the updates of all rooms and commits them together: one transaction, one fsync, and only then
 * are they applied, broadcast and acknowledged. At once when it has been quiet; how long they are gathered when it
 * is busy is the load's to say, and the disk's: while it writes, nobody else has their turn.
 */
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import type { NewUpdate, UpdateLog } from '../store/updates.ts'
import type { Connection } from './connection.ts'
import { Load } from './load.ts'
import { Pace, type Timers } from './pace.ts'

/** An update on its way to disk, and who waits for it. */
export interface Write extends NewUpdate {
  from: Connection
  room: WritingRoom
}

/** Hears of all of its writes of one batch at once. */
export interface WritingRoom {
  /**
   * On disk, in this order; `seq` is the number that the last one got.
   * @returns how many sockets it was sent to.
   */
  committed: (writes: readonly Write[], seq: number) => number
  /** Of these nothing was kept. */
  failed: (writes: readonly Write[], reason: CloseReason) => void
}

export type Complain = (error: unknown, what: string) => void

/** On a disk so slow that this is not enough, edits wait rather than everything else. */
export const SLOW_DISK_MAX_MS = 50

export class CommitQueue {
  readonly #log: Pick<UpdateLog, 'append'>
  readonly #complain: Complain
  readonly #timers: Timers
  readonly #pace: Pace
  readonly #load = new Load()
  /** How long the last commit took. */
  #tookMs = 0
  #writes: Write[] = []
  #waiting: (() => void)[] = []

  constructor(log: Pick<UpdateLog, 'append'>, timers: Timers, complain: Complain) {
    this.#log = log
    this.#timers = timers
    this.#complain = complain
    this.#pace = new Pace(
      timers,
      () => this.#intervalMs,
      () => this.#flush(),
    )
  }

  add(write: Write): void {
    this.#writes.push(write)
    this.#pace.ask()
  }

  /** Resolves once all that was added so far has been committed, or has failed. */
  async drained(): Promise<void> {
    if (this.#writes.length === 0) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** From one commit's begin to the next one's: half of the time at least is left to others. */
  get #intervalMs(): number {
    return Math.max(this.#load.intervalMs, Math.min(SLOW_DISK_MAX_MS, 2 * this.#tookMs))
  }

  #flush(): void {
    const writes = this.#writes
    const waiting = this.#waiting
    this.#writes = []
    this.#waiting = []
    this.#commit(writes)
    for (const resolve of waiting) resolve()
  }

  #commit(writes: readonly Write[]): void {
    const byRoom = Map.groupBy(writes, ({ room }) => room)
    const from = this.#timers.now()
    let seqs: (number | undefined)[]
    try {
      seqs = this.#log.append(writes)
      this.#tookMs = this.#timers.now() - from
    } catch (error) {
      this.#complain(error, 'updates could not be saved')
      for (const [room, own] of byRoom) this.#tell(() => room.failed(own, 'notSaved'))
      return
    }
    const seqOf = new Map(writes.map((write, index) => [write, seqs[index]]))
    for (const [room, own] of byRoom) {
      const kept = own.filter((write) => seqOf.get(write) !== undefined)
      this.#tell(() => {
        if (kept.length === 0) return
        const sockets = room.committed(kept, seqOf.get(kept.at(-1)!)!)
        this.#load.add(kept.length, sockets, this.#timers.now())
      })
      // Whoever may not write any more is told so at the door when they come back.
      if (kept.length < own.length) this.#tell(() => room.failed(own.slice(kept.length), 'resync'))
    }
  }

  /** One room's fault must not keep the others from hearing. */
  #tell(hear: () => void): void {
    try {
      hear()
    } catch (error) {
      this.#complain(error, 'a room failed on a commit')
    }
  }
}
