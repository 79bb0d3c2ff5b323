import type { PlanEvent } from '../log/events.ts'
import { formatDay } from '../plan/format.ts'

export interface Day {
  /** "Thu 26 Nov 2026". */
  title: string
  /** In the order that they were given in. */
  events: readonly PlanEvent[]
}

/**
 * Events by the day that they happened on in a zone. The log's own order stays: where a late judgement lies on
 * the day before its neighbours, that day stands there twice.
 */
export function byDay(events: readonly PlanEvent[], timeZone: string): Day[] {
  const days: { title: string; events: PlanEvent[] }[] = []
  for (const event of events) {
    const title = formatDay(event.at, timeZone)
    const last = days.at(-1)
    if (last?.title === title) last.events.push(event)
    else days.push({ title, events: [event] })
  }
  return days
}
