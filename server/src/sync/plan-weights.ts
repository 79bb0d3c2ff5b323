/** What a plan weighs on disk, as far as its room knows, and when that wants a new snapshot. */
import { limits } from './limits.ts'
import type { StoredPlan } from './stored-plan.ts'

/** A tail shorter than this is read as fast as a snapshot. */
const TAIL_MIN_BYTES = 65_536
/** Every row of a tail costs a little when the plan is opened, however short it is. */
const TAIL_MAX_ROWS = 1_000

export class PlanWeights {
  /** 0 without one. */
  #snapshotBytes: number
  #tailRows: number
  #tailBytes: number
  /** What came before the tail that is counted, and may not be in a snapshot yet. */
  #beforeTail: number

  constructor({ snapshot, tail }: Pick<StoredPlan, 'snapshot' | 'tail'>) {
    this.#snapshotBytes = snapshot?.length ?? 0
    this.#beforeTail = this.#snapshotBytes
    this.#tailRows = tail.length
    this.#tailBytes = sum(tail)
  }

  /** The snapshot's bytes, and those of the updates behind it. */
  get bytes(): number {
    return this.#beforeTail + this.#tailBytes
  }

  /** How many updates lie behind the snapshot. */
  get tailRows(): number {
    return this.#tailRows
  }

  /** Whether it holds as much as a plan may. */
  get isFull(): boolean {
    return this.#snapshotBytes >= limits.bytesOfPlan || this.bytes >= limits.bytesOfPlanOnDisk
  }

  /** @returns whether it wants a new snapshot: its tail weighs as much as the snapshot, or it may be full, or no longer. */
  add(updates: readonly Uint8Array[]): boolean {
    this.#tailRows += updates.length
    this.#tailBytes += sum(updates)
    const room = limits.bytesOfPlan - this.#snapshotBytes
    const most = Math.max(TAIL_MIN_BYTES, Math.min(this.#snapshotBytes, room))
    if (this.#tailRows <= TAIL_MAX_ROWS && this.#tailBytes <= most && !this.isFull) return false
    // Counted anew whatever comes of it: a snapshot that cannot be made is not asked for at every edit.
    this.#beforeTail = this.bytes
    this.#tailRows = 0
    this.#tailBytes = 0
    return true
  }

  snapshotMade(bytes: number): void {
    this.#snapshotBytes = bytes
    this.#beforeTail = bytes
  }
}

function sum(updates: readonly Uint8Array[]): number {
  return updates.reduce((bytes, { length }) => bytes + length, 0)
}
