/** What plans once were, as plain values: replayed one request after another, people in turns, and the last few kept. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import type { PlanMigration } from '@flashboard/shared/plan/plan-doc-migrations'
import { noPlanYet } from '@flashboard/shared/plan/plan-words'
import type { Plan } from '@flashboard/shared/plan/schema'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Database } from '../store/database.ts'
import { readPlansAt } from './past-plans.ts'

/** Somebody who looks at a version comes back to it, and to the ones beside it. */
const KEPT_PLANS = 30

/** A long history takes a part of a second, and one is read at a time: so many of one person's wait, and of all. */
export const WAITING_MAX = { ofPerson: 20, inAll: 300 }

interface PastReaderParts {
  db: Database
  chance: Chance
  migrations?: readonly PlanMigration[]
}

interface Request {
  personId: string
  /** Reads, and answers. */
  answer: () => Promise<void>
}

export class PastReader {
  readonly #parts: PastReaderParts
  /** By plan and seq; what was read last stands last. */
  readonly #kept = new Map<string, Plan>()
  /** Those that are not answered yet, in the order in which they came. */
  readonly #waiting: Request[] = []
  /** A replay takes the processor: two at once would only both be late. */
  #isReading = false
  #turn = 0
  /** Of whoever waits: the turn in which they were last served, or the one before they came. */
  readonly #served = new Map<string, number>()

  constructor(parts: PastReaderParts) {
    this.#parts = parts
  }

  /**
   * @param seqs the updates after which to read; 0 is before the first.
   * @param personId who asks.
   * @throws PlanUnreadableError, AppError `too_many`
   */
  async read(planId: string, seqs: readonly number[], personId: string): Promise<ReadonlyMap<number, Plan>> {
    const own = this.#waiting.filter((each) => each.personId === personId).length
    if (own >= WAITING_MAX.ofPerson || this.#waiting.length >= WAITING_MAX.inAll) {
      const message = 'Many versions are being read. Nothing was changed; try again in a moment.'
      throw new AppError('too_many', message, { retryAfterSeconds: 1 })
    }
    const { promise, resolve, reject } = Promise.withResolvers<Map<number, Plan>>()
    const answer = () => this.#read(planId, seqs).then(resolve, reject)
    this.#waiting.push({ personId, answer })
    // Before whoever is served at the moment, and behind those who wait from before.
    if (own === 0) this.#served.set(personId, this.#turn - 1)
    if (!this.#isReading) void this.#answerAll()
    return await promise
  }

  /** Whoever was served longest ago comes first: a person with many requests delays another's by one of them. */
  async #answerAll(): Promise<void> {
    this.#isReading = true
    while (this.#waiting.length > 0) {
      const turnOf = ({ personId }: Request) => this.#served.get(personId)!
      const next = this.#waiting.reduce((first, each) => (turnOf(each) < turnOf(first) ? each : first))
      this.#served.set(next.personId, ++this.#turn)
      await next.answer()
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      if (!this.#waiting.some(({ personId }) => personId === next.personId))
        this.#served.delete(next.personId)
    }
    this.#isReading = false
  }

  async #read(planId: string, seqs: readonly number[]): Promise<Map<number, Plan>> {
    const found = new Map<number, Plan>()
    for (const seq of seqs) {
      const known = seq === 0 ? noPlanYet() : this.#kept.get(keyOf(planId, seq))
      if (known) found.set(seq, known)
    }
    const missing = seqs.filter((seq) => !found.has(seq))
    if (missing.length === 0) return found
    const { db, chance, migrations } = this.#parts
    for (const [seq, plan] of await readPlansAt(db, planId, missing, chance, migrations)) {
      found.set(seq, plan)
      this.#keep(keyOf(planId, seq), plan)
    }
    return found
  }

  #keep(key: string, plan: Plan): void {
    this.#kept.delete(key)
    this.#kept.set(key, plan)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_PLANS) break
      this.#kept.delete(oldest)
    }
  }
}

const keyOf = (planId: string, seq: number) => `${planId}@${seq}`
