import { teller } from '@flashboard/shared/activity/sentence'
import { alertsIn } from '@flashboard/shared/log/alerts'
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { Plan } from '@flashboard/shared/plan/schema'

interface NewsItem {
  /** The number of its event. */
  seq: number
  says: string
}

/**
 * Those among some of a log's events that people are told of wherever they are, in the list's words.
 * @param log all of it.
 */
export function newsInWords(
  log: readonly PlanEvent[],
  event: Plan['event'],
  events: readonly PlanEvent[],
): NewsItem[] {
  const [first] = events
  if (!first) return []
  const tell = teller(log, event)
  const told = new Set(alertsIn(log, event, first.seq - 1).map(({ seq }) => seq))
  return events.filter(({ seq }) => told.has(seq)).map((each) => ({ seq: each.seq, says: tell(each) }))
}
