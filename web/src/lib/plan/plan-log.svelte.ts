/** The plan's log as this page has it: what the server remembers, in order, without gaps. */
import type { PlanEvent } from '@flashboard/shared/log/events'

export class PlanLog {
  #events = $state.raw<readonly PlanEvent[]>([])

  get events(): readonly PlanEvent[] {
    return this.#events
  }

  /** The number of the last event here: what to ask for more after. */
  get lastSeq(): number {
    return this.#events.at(-1)?.seq ?? 0
  }

  /** Takes what comes next and leaves what is here already: after a reconnect, answer and news may overlap. */
  learn(events: readonly PlanEvent[]): void {
    const news = events.filter(({ seq }) => seq > this.lastSeq)
    if (news.length > 0) this.#events = [...this.#events, ...news]
  }
}
