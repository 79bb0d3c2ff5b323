import { teller } from '@flashboard/shared/activity/sentence'
import { alertsIn } from '@flashboard/shared/log/alerts'
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { LivePlan } from '#lib/plan/live-plan.svelte.ts'

export interface NewsItem {
  /** The number of its event. */
  seq: number
  says: string
}

/** Those among some of a plan's events that people are told of wherever they are, in the list's words. */
export function newsInWords(plan: LivePlan, events: readonly PlanEvent[]): NewsItem[] {
  const [first] = events
  if (!first) return []
  const { log } = plan.connection
  const facts = plan.get('event')
  const tell = teller(log.events, facts)
  const told = new Set(alertsIn(log.events, facts, first.seq - 1).map(({ seq }) => seq))
  return events.filter(({ seq }) => told.has(seq)).map((event) => ({ seq: event.seq, says: tell(event) }))
}
