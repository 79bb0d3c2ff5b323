/** When something was or will be, to the day: nobody needs the minute in which a phone was last seen. */
import { formatDay } from '@flashboard/shared/plan/format'
import { HOUR_MS } from '@flashboard/shared/plan/time'

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export function dayOf(at: number): string {
  return formatDay(at, zone())
}

/** "within the hour", "today", or the day. */
export function lastSeen(at: number, now: number): string {
  if (now - at < 2 * HOUR_MS) return 'within the last hours'
  return dayOf(at) === dayOf(now) ? 'today' : dayOf(at)
}
