/**
 * Closes what was opened with a session or an access token within a second of its end. One timer for all keys: the
 * database knows which ends next.
 */
import { MINUTE_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import type { Database } from '../store/database.ts'
import * as keys from '../store/keys.ts'
import type { Complain } from '../sync/commit-queue.ts'
import type { OpenSockets } from '../sync/open-sockets.ts'
import type { Clock } from './clock.ts'

/**
 * So soon it is looked again: the clock may have been set, or the machine have slept. No key is made that ends sooner.
 */
const SLEEP_MAX_MS = MINUTE_MS
/** Those that end so soon after one another are closed together: each look reads through all keys. */
const SLEEP_MIN_MS = SECOND_MS

interface Parts {
  db: Database
  sockets: Pick<OpenSockets, 'close'>
  clock: Pick<Clock, 'now' | 'after'>
  complain: Complain
}

export class KeyEnds {
  readonly #parts: Parts
  /** Up to when what ended is closed (UTC ms). */
  #closedBy: number
  #looking: Promise<void> = Promise.resolve()
  #callOff: () => void = () => {}
  #isStopped = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#closedBy = parts.clock.now()
  }

  start(): void {
    this.#looking = this.#look()
  }

  /** Resolves once nothing is being looked up. */
  async settled(): Promise<void> {
    await this.#looking
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#callOff()
    await this.#looking
  }

  async #look(): Promise<void> {
    const { db, sockets, clock, complain } = this.#parts
    const now = clock.now()
    let nextAt: number | undefined
    try {
      // Those on their way in are closed, too, so it does not matter which are open.
      const ended = await keys.endedBetween(db, this.#closedBy, now)
      for (const keyId of ended) sockets.close({ keyId }, 'noSession')
      this.#closedBy = now
      nextAt = await keys.nextEndAfter(db, now)
    } catch (error) {
      complain(error, 'what has expired could not be closed')
    }
    if (this.#isStopped) return
    const ms = Math.max(SLEEP_MIN_MS, Math.min((nextAt ?? Infinity) - clock.now(), SLEEP_MAX_MS))
    this.#callOff = clock.after(ms, () => this.start())
  }
}
