/**
 * Collects the updates of all rooms and commits them together: one transaction, one fsync, and only then
 * are they applied, broadcast and acknowledged. At once when it has been quiet, and no more often than
 * every 16 ms when busy.
 */
import type { NewUpdate, UpdateLog } from '../store/updates.ts'

export const BUSY_INTERVAL_MS = 16

/** An update on its way to disk, and what to do when it is there. */
export interface Write extends NewUpdate {
  committed: (seq: number) => void
  /** Nothing of the batch was kept. */
  failed: () => void
}

/** What the queue needs of time; a Clock has it. */
export interface Timers {
  now: () => number
  soon: (run: () => void) => void
  after: (ms: number, run: () => void) => () => void
}

export type Complain = (error: unknown, what: string) => void

export class CommitQueue {
  readonly #log: UpdateLog
  readonly #timers: Timers
  readonly #complain: Complain
  #writes: Write[] = []
  #isScheduled = false
  #flushedAt = -Infinity
  #waiting: (() => void)[] = []

  constructor(log: UpdateLog, timers: Timers, complain: Complain) {
    this.#log = log
    this.#timers = timers
    this.#complain = complain
  }

  add(write: Write): void {
    this.#writes.push(write)
    this.#schedule()
  }

  /** Resolves once all that was added so far has been committed, or has failed. */
  async drained(): Promise<void> {
    if (this.#writes.length === 0) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const sinceMs = this.#timers.now() - this.#flushedAt
    // A clock that was set back must not hold the queue for longer than one interval.
    const waitMs = Math.min(BUSY_INTERVAL_MS, BUSY_INTERVAL_MS - sinceMs)
    // Never from within `add`: its caller may be in the middle of a database transaction of its own.
    if (waitMs <= 0) this.#timers.soon(() => this.#flush())
    else this.#timers.after(waitMs, () => this.#flush())
  }

  #flush(): void {
    this.#isScheduled = false
    this.#flushedAt = this.#timers.now()
    const writes = this.#writes
    const waiting = this.#waiting
    this.#writes = []
    this.#waiting = []
    this.#commit(writes)
    for (const resolve of waiting) resolve()
  }

  #commit(writes: readonly Write[]): void {
    let seqs: number[]
    try {
      seqs = this.#log.append(writes)
    } catch (error) {
      this.#complain(error, 'updates could not be saved')
      for (const write of writes) this.#tell(() => write.failed())
      return
    }
    writes.forEach((write, i) => this.#tell(() => write.committed(seqs[i]!)))
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
