/**
 * What of a plan's log may be news to a person on this device: what others did, and the clock, since they last
 * looked at the list. A first visit makes nothing older than itself news.
 */
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { LivePlan } from '#lib/plan/live-plan.svelte.ts'
import { deviceName } from '#lib/ui/device-names.ts'

interface Look {
  /** When the plan was first opened here, by this device's own clock (ms). */
  visitedAt: number
  /** The last event that the list has shown; 0 before it was opened. */
  seq: number
  /** The latest time of all that it has shown (UTC ms): after a restore the numbers begin again further down. */
  at: number
}

export class News {
  readonly #plan: LivePlan
  readonly #openedAt = Date.now()
  readonly #key: string
  #look = $state.raw<Look>({ visitedAt: this.#openedAt, seq: 0, at: 0 })

  #isLooking = $state(false)

  constructor(plan: LivePlan) {
    this.#plan = plan
    this.#key = deviceName('look', plan.me.id, plan.id)
    this.#keep(this.#kept() ?? this.#look)
  }

  /** None while the list is open. */
  get sinceLook(): PlanEvent[] {
    if (this.#isLooking) return []
    const { visitedAt, seq, at } = this.#look
    return this.#since(visitedAt).filter((event) => event.seq > seq || knownAt(event) > at)
  }

  /** What came while the page was open. */
  get sinceOpen(): PlanEvent[] {
    return this.#since(this.#openedAt)
  }

  /** The list opens, or closes: what is there now has been seen. */
  look = (isLooking: boolean): void => {
    this.#isLooking = isLooking
    const { events, lastSeq } = this.#plan.connection.log
    const at = events.reduce((latest, event) => Math.max(latest, knownAt(event)), 0)
    this.#keep({ ...this.#look, seq: lastSeq, at })
  }

  /** @param deviceTime by this device's clock; the server's, which the log goes by, is known before the log is. */
  #since(deviceTime: number): PlanEvent[] {
    const { me, connection } = this.#plan
    const from = deviceTime + connection.clock.offsetMs
    return connection.log.events.filter((event) => event.actor?.personId !== me.id && knownAt(event) >= from)
  }

  #kept(): Look | undefined {
    try {
      return (JSON.parse(localStorage.getItem(this.#key) ?? 'null') as Look | null) ?? undefined
    } catch {
      return undefined
    }
  }

  #keep(look: Look): void {
    this.#look = look
    try {
      localStorage.setItem(this.#key, JSON.stringify(look))
    } catch {
      // A browser that keeps nothing counts anew with each visit.
    }
  }
}

function knownAt(event: PlanEvent): number {
  return ('judgedAt' in event && event.judgedAt) || event.at
}
