/** Launch day's events in words; what a newer server logs beside them is left out. */
import { type RunKind, runSentences } from '@flashboard/shared/activity/run-sentences'
import type { EventOf, PlanEvent } from '@flashboard/shared/log/events'

export function isOfRun(event: PlanEvent): event is EventOf<RunKind> {
  return Object.hasOwn(runSentences, event.kind)
}

export function tellRun(event: PlanEvent): string {
  return isOfRun(event) ? (runSentences[event.kind] as (event: PlanEvent) => string)(event) : ''
}
