/** Who heard what, and how long after it was sent. */

/** A twentieth of a millisecond, up to ten seconds. */
const BUCKETS_PER_MS = 20
const BUCKETS = 10_000 * BUCKETS_PER_MS

export class Latencies {
  readonly #buckets = new Uint32Array(BUCKETS)
  #count = 0

  add(ms: number): void {
    this.#buckets[Math.min(BUCKETS - 1, Math.max(0, Math.floor(ms * BUCKETS_PER_MS)))]!++
    this.#count++
  }

  /** Milliseconds that so many of them did not exceed; 0 where there are none. */
  quantile(share: number): number {
    let left = Math.ceil(this.#count * share)
    if (left === 0) return 0
    const bucket = this.#buckets.findIndex((count) => (left -= count) <= 0)
    return (bucket + 1) / BUCKETS_PER_MS
  }
}

/** Counts the deliveries of what was sent from one moment on; a sender does not receive. */
export class Tally {
  readonly latencies = new Latencies()
  readonly #firstId: number
  readonly #sentAt: number[] = []
  readonly #authors: number[] = []
  readonly #isHeard: boolean[] = []
  #delivered = 0

  constructor(firstId: number) {
    this.#firstId = firstId
  }

  get sent(): number {
    return this.#sentAt.length
  }

  get delivered(): number {
    return this.#delivered
  }

  /** What at least one other has received. */
  get heard(): number[] {
    return this.#isHeard.flatMap((isHeard, index) => (isHeard ? [this.#firstId + index] : []))
  }

  get nextId(): number {
    return this.#firstId + this.#sentAt.length
  }

  /** Notes that something is sent now, and returns its number. */
  send(author: number): number {
    const id = this.nextId
    this.#authors.push(author)
    this.#isHeard.push(false)
    this.#sentAt.push(performance.now())
    return id
  }

  hear(ids: readonly number[], receiver: number): void {
    const now = performance.now()
    for (const id of ids) {
      const index = id - this.#firstId
      const sentAt = this.#sentAt[index]
      if (sentAt === undefined || this.#authors[index] === receiver) continue
      this.#delivered++
      this.#isHeard[index] = true
      this.latencies.add(now - sentAt)
    }
  }
}
