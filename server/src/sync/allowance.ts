/** How much of what `limits` allows is left to each person, over all of their sockets and plans. */
import { limits, type Rate } from './limits.ts'

/** Holds an amount that is used up, and filled again by time. */
export class Bucket {
  readonly #rate: Rate
  readonly #now: () => number
  #level: number
  #at: number

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate
    this.#now = now
    this.#level = rate.size
    this.#at = now()
  }

  get isFull(): boolean {
    this.#fill()
    return this.#level >= this.#rate.size
  }

  /** Takes an amount, unless nothing is left; then it takes none. The last one may owe. */
  take(amount: number): boolean {
    if (this.#level < this.#rate.size) this.#fill()
    if (this.#level <= 0) return false
    this.#level -= amount
    return true
  }

  #fill(): void {
    const now = this.#now()
    // A clock that was set back counts as one that stood still.
    const seconds = Math.max(0, now - this.#at) / 1_000
    this.#at = now
    this.#level = Math.min(this.#rate.size, this.#level + seconds * this.#rate.perSecond)
  }
}

export interface Allowance {
  effort: Bucket
  keptBytes: Bucket
  walks: Bucket
}

/** What is new in a plan. */
interface Fresh {
  bytes: Uint8Array
  structs: readonly unknown[]
  walks: number
  /** How many ranges it deletes. */
  deletions: number
}

/** What is left to a socket: of its own, and of its person's. */
export class SocketAllowance {
  readonly #person: Allowance
  readonly #effort: Bucket

  constructor(person: Allowance, now: () => number) {
    this.#person = person
    this.#effort = new Bucket(limits.effortOfSocket, now)
  }

  /** @returns false where nothing was left. */
  spend(effort: number): boolean {
    return this.#effort.take(effort) && this.#person.effort.take(effort)
  }

  /** Pays for what goes to everybody. */
  spendForAll({ length }: Uint8Array, hearers: number): void {
    this.spend((length * hearers) / limits.hearersForOne)
  }

  /** Pays for what is kept for good, as one, and goes to everybody. @returns false where nothing was left for it. */
  keep(all: readonly Fresh[], hearers: number): boolean {
    const sum = (of: (each: Fresh) => number) => all.reduce((total, each) => total + of(each), 0)
    this.spend(sum(({ structs, deletions }) => structs.length + deletions) * limits.structEffort)
    for (const { bytes } of all) this.spendForAll(bytes, hearers)
    const { keptBytes, walks } = this.#person
    return keptBytes.take(sum(({ bytes }) => bytes.length)) && walks.take(sum((each) => each.walks))
  }
}

/** Those who have used nothing for long are forgotten when there are more than so many. */
const REMEMBERED = 1_000

export class Allowances {
  readonly #now: () => number
  readonly #byPerson = new Map<string, Allowance>()

  constructor(now: () => number) {
    this.#now = now
  }

  of(personId: string): Allowance {
    const known = this.#byPerson.get(personId)
    if (known) return known
    if (this.#byPerson.size >= REMEMBERED) this.#forgetFull()
    const allowance = {
      effort: new Bucket(limits.effortOfPerson, this.#now),
      keptBytes: new Bucket(limits.keptBytes, this.#now),
      walks: new Bucket(limits.walks, this.#now),
    }
    this.#byPerson.set(personId, allowance)
    return allowance
  }

  /** Whoever still has a socket goes on with what they have: it is full. */
  #forgetFull(): void {
    for (const [personId, { effort, keptBytes, walks }] of this.#byPerson) {
      if (effort.isFull && keptBytes.isFull && walks.isFull) this.#byPerson.delete(personId)
    }
  }
}
