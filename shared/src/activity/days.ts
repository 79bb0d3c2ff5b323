import { formatDay } from '../plan/format.ts'

/** What happened at an instant (UTC ms). */
interface Happening {
  at: number
}

interface Day<E extends Happening> {
  /** "Thu 26 Nov 2026". */
  title: string
  /** In the order that they were given in. */
  events: readonly E[]
}

/**
 * Events by the day that they happened on in a zone. The log's own order stays: where a late judgement lies on
 * the day before its neighbours, that day stands there twice.
 */
export function byDay<E extends Happening>(events: readonly E[], timeZone: string): Day<E>[] {
  const days: { title: string; events: E[] }[] = []
  for (const event of events) {
    const title = formatDay(event.at, timeZone)
    const last = days.at(-1)
    if (last?.title === title) last.events.push(event)
    else days.push({ title, events: [event] })
  }
  return days
}
