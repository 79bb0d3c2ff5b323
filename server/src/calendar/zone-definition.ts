/**
 * A time zone as a calendar file defines it (RFC 5545, 3.6.5), from the platform's own tables: the same that the
 * entries' times are worked out by, so that no reader's older ones can shift them.
 */
import { Temporal } from 'temporal-polyfill'

/** However long a hostile plan makes it. */
const CHANGES_MAX = 1_000
const MINUTE_NS = 60_000_000_000

/** @param from the first instant (UTC ms) that must read right; `to` the last. */
export function zoneDefinition(timeZone: string, { from, to }: { from: number; to: number }): string {
  const observances = observancesOf(timeZone, from, to)
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...observances.flat(), 'END:VTIMEZONE'].join('\r\n')
}

function observancesOf(timeZone: string, from: number, to: number): string[][] {
  const first = at(from, timeZone)
  const begun = first.getTimeZoneTransition('previous')
  const observances = [begun ? observance(begun) : unchanging(first)]
  let change = first.getTimeZoneTransition('next')
  while (change && change.epochMilliseconds <= to && observances.length < CHANGES_MAX) {
    observances.push(observance(change))
    change = change.getTimeZoneTransition('next')
  }
  return observances
}

/** Its local start is told by the offset that ends with it. */
function observance(change: Temporal.ZonedDateTime): string[] {
  const before = change.subtract({ nanoseconds: 1 }).offsetNanoseconds
  const start = change.toPlainDateTime().add({ nanoseconds: before - change.offsetNanoseconds })
  return component(start, before, change.offsetNanoseconds)
}

/** A zone whose clocks have never changed since before `first`. */
function unchanging(first: Temporal.ZonedDateTime): string[] {
  return component(
    Temporal.PlainDateTime.from('1970-01-01'),
    first.offsetNanoseconds,
    first.offsetNanoseconds,
  )
}

function component(start: Temporal.PlainDateTime, fromNs: number, toNs: number): string[] {
  const kind = toNs > fromNs ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    `DTSTART:${start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    `TZOFFSETFROM:${offset(fromNs)}`,
    `TZOFFSETTO:${offset(toNs)}`,
    `END:${kind}`,
  ]
}

/** "+0130". */
function offset(ns: number): string {
  const minutes = Math.round(Math.abs(ns) / MINUTE_NS)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${ns < 0 ? '-' : '+'}${hours}${rest}`
}

/** Whether the clocks go back over it, so that its wall-clock time can't say which of two instants it is. */
export function isShownTwice(instant: Temporal.ZonedDateTime): boolean {
  const shown = instant.toPlainDateTime()
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    shown.toZonedDateTime(instant.timeZoneId, { disambiguation }),
  )
  return !earlier!.equals(later!)
}

/** UTC ms as a time in a zone. */
export function at(ms: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
}
