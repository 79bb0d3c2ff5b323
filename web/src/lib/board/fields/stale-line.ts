import { formatDayAndTime } from '@flashboard/shared/plan/format'
import type { Cause, Staleness } from '@flashboard/shared/readiness/expiry'

/** "Stale: the price has changed, first by Ben, Tue 24 Nov, 09:12, and 1 more." */
export function staleLine([first, ...more]: readonly Staleness[], timeZone: string): string | undefined {
  if (!first) return undefined
  const by = first.changed?.by ? `, ${causeInWords(first.changed, timeZone)}` : ''
  return `Stale: ${first.clause}${by}${more.length > 0 ? `, and ${more.length} more` : ''}.`
}

/**
 * "first by Ben, Tue 24 Nov, 09:12": it is his edit that made it stale, whoever set what stands there now. Nothing
 * where nobody can be named.
 */
export function causeInWords(cause: Cause | undefined, timeZone: string): string {
  return cause?.by ? `first by ${cause.by.name}, ${formatDayAndTime(cause.at, timeZone)}` : ''
}
