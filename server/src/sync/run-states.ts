/**
 * Launch day of each plan as far as its log was folded. A command reads only what came since the last one: the log
 * of a long day has thousands of sales, and each command is decided while nothing else is written.
 */
import type { PlanEvent } from '@flashboard/shared/log/events'
import { afterEvents, noRunState, type RunState } from '@flashboard/shared/run/run-state'

/** Far more plans than launch in one hour. */
const KEPT_PLANS = 100

export class RunStates {
  /** By plan; what was asked for last stands last. */
  readonly #kept = new Map<string, { seq: number; state: RunState }>()

  /**
   * To be called before anything is appended in the same transaction: what is kept must be on disk.
   * @param readAfter a plan's events after a number.
   */
  async stateOf(planId: string, readAfter: (seq: number) => Promise<PlanEvent[]>): Promise<RunState> {
    const known = this.#kept.get(planId) ?? { seq: 0, state: noRunState }
    const events = await readAfter(known.seq)
    const kept = { seq: events.at(-1)?.seq ?? known.seq, state: afterEvents(known.state, events) }
    this.#kept.delete(planId)
    this.#kept.set(planId, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT_PLANS) this.#kept.delete(oldest!)
    return kept.state
  }
}
