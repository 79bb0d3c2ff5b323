/** The making of snapshots: one plan at a time, off the thread that serves the sockets. */
import type { Database } from '../store/database.ts'
import * as snapshots from '../store/snapshots.ts'
import type { Complain } from './commit-queue.ts'

/** What a plan that nobody edits any more may leave behind its snapshot. */
export const IDLE_TAIL_ROWS = 30

interface CompactionParts {
  db: Database
  /** Makes the snapshot of what is on disk. */
  makeSnapshot: (planId: string) => Promise<snapshots.Snapshot>
  complain: Complain
}

export class Compaction {
  readonly #parts: CompactionParts
  readonly #asked = new Map<string, Promise<number | undefined>>()
  #last: Promise<unknown> = Promise.resolve()
  #isStopped = false

  constructor(parts: CompactionParts) {
    this.#parts = parts
  }

  /** Brings the plans up to date that were left with a long tail: a server was killed over them. */
  async start(): Promise<void> {
    const { db, complain } = this.#parts
    try {
      for (const planId of await snapshots.behindBy(db, IDLE_TAIL_ROWS)) await this.compact(planId)
    } catch (error) {
      complain(error, 'the plans that want a snapshot could not be read')
    }
  }

  /**
   * Has a snapshot made of at least what is on disk at the call.
   * @returns its bytes; nothing where it could not be made.
   */
  compact(planId: string): Promise<number | undefined> {
    const asked = this.#asked.get(planId)
    if (asked) return asked
    const compacted = this.#last.then(() => this.#make(planId))
    this.#asked.set(planId, compacted)
    this.#last = compacted
    return compacted
  }

  /** Resolves once nothing is under way. */
  async settled(): Promise<void> {
    let last: Promise<unknown> | undefined
    while (last !== this.#last) {
      last = this.#last
      await last
    }
  }

  /** Nothing more is begun; resolves once nothing is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.settled()
  }

  async #make(planId: string): Promise<number | undefined> {
    // Whoever asks from here on wants what comes after what is read now.
    this.#asked.delete(planId)
    if (this.#isStopped) return undefined
    const { db, makeSnapshot, complain } = this.#parts
    try {
      const snapshot = await makeSnapshot(planId)
      await snapshots.keep(db, planId, snapshot)
      return snapshot.bytes.length
    } catch (error) {
      // Its updates are all there; it opens more slowly.
      if (!this.#isStopped) complain(error, `plan ${planId} could not be given a snapshot`)
      return undefined
    }
  }
}
