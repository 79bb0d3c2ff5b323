/** What a plan weighs on disk, as far as its room knows, and when that wants a new snapshot. */
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

  /** What is in the plan, or was since the last snapshot was asked for. */
  get heldBytes(): number {
    return this.#snapshotBytes + this.#tailBytes
  }

  /** How many updates lie behind the snapshot. */
  get tailRows(): number {
    return this.#tailRows
  }

  /** @returns whether it wants a new snapshot: its tail weighs as much as the snapshot. */
  add(updates: readonly Uint8Array[]): boolean {
    this.#tailRows += updates.length
    this.#tailBytes += sum(updates)
    const isLong =
      this.#tailRows > TAIL_MAX_ROWS || this.#tailBytes > Math.max(TAIL_MIN_BYTES, this.#snapshotBytes)
    if (!isLong) return false
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
