/** What plans once were, as plain values: replayed one request after another, and the last few kept. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import type { PlanMigration } from '@flashboard/shared/plan/plan-doc-migrations'
import { noPlanYet } from '@flashboard/shared/plan/plan-words'
import type { Plan } from '@flashboard/shared/plan/schema'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Database } from '../store/database.ts'
import { readPlansAt } from './past-plans.ts'

/** Somebody who looks at a version comes back to it, and to the ones beside it. */
const KEPT_PLANS = 30

/** A long history takes a part of a second, and everybody's wait in one line: so many of one person's, and of all. */
export const WAITING_MAX = { ofPerson: 20, inAll: 60 }

interface PastReaderParts {
  db: Database
  chance: Chance
  migrations?: readonly PlanMigration[]
}

export class PastReader {
  readonly #parts: PastReaderParts
  /** By plan and seq; what was read last stands last. */
  readonly #kept = new Map<string, Plan>()
  /** A replay takes the processor: two at once would only both be late. */
  #last: Promise<unknown> = Promise.resolve()
  /** Whose requests are not answered yet, each once. */
  readonly #waiting: string[] = []

  constructor(parts: PastReaderParts) {
    this.#parts = parts
  }

  /**
   * @param seqs the updates after which to read; 0 is before the first.
   * @param personId who asks.
   * @throws PlanUnreadableError, AppError `too_many`
   */
  async read(planId: string, seqs: readonly number[], personId: string): Promise<ReadonlyMap<number, Plan>> {
    const own = this.#waiting.filter((each) => each === personId).length
    if (own >= WAITING_MAX.ofPerson || this.#waiting.length >= WAITING_MAX.inAll) {
      const message = 'Many versions are being read. Nothing was changed; try again in a moment.'
      throw new AppError('too_many', message, { retryAfterSeconds: 1 })
    }
    this.#waiting.push(personId)
    const reading = this.#last.then(() => this.#read(planId, seqs))
    this.#last = reading.catch(() => {})
    try {
      return await reading
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(personId), 1)
    }
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
