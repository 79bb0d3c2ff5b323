/**
 * When a plan's tail is long enough for a new snapshot, and the making of it: one plan at a time, off the
 * thread that serves the sockets.
 */
import type { Database } from '../store/database.ts'
import * as snapshots from '../store/snapshots.ts'
import type { Complain } from './commit-queue.ts'
import type { StoredPlan } from './stored-plan.ts'

/** A tail shorter than this is read as fast as a snapshot. */
const TAIL_MIN_BYTES = 65_536
/** Every row of a tail costs a little when the plan is opened, however short it is. */
const TAIL_MAX_ROWS = 1_000
/** What a plan that nobody edits any more may leave behind its snapshot. */
export const IDLE_TAIL_ROWS = 30

/** What lies on disk of a plan: its snapshot, and the updates behind it. */
export interface Weights {
  /** 0 without one. */
  snapshotBytes: number
  tailRows: number
  tailBytes: number
}

export function weightsOf({ snapshot, tail }: Pick<StoredPlan, 'snapshot' | 'tail'>): Weights {
  const tailBytes = tail.reduce((sum, { length }) => sum + length, 0)
  return { snapshotBytes: snapshot?.length ?? 0, tailRows: tail.length, tailBytes }
}

/** Once these have come behind what was there. */
export function withTail(weights: Weights, more: readonly { bytes: Uint8Array }[]): Weights {
  const tailBytes = more.reduce((sum, { bytes }) => sum + bytes.length, weights.tailBytes)
  return { ...weights, tailRows: weights.tailRows + more.length, tailBytes }
}

/** Whether a plan that is being edited wants a new snapshot: its tail weighs as much as the snapshot. */
export function wantsSnapshot({ snapshotBytes, tailRows, tailBytes }: Weights): boolean {
  return tailRows > TAIL_MAX_ROWS || tailBytes > Math.max(TAIL_MIN_BYTES, snapshotBytes)
}

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
