/** Wall-clock time in a plan's zone, through Temporal: the browser's own, or else the polyfill, loaded late. */

let temporal: typeof Temporal

/** Must have settled before the functions below are called. */
export async function ready(): Promise<void> {
  const known = (globalThis as { Temporal?: typeof Temporal }).Temporal
  temporal = known ?? ((await import('temporal-polyfill')).Temporal as typeof Temporal)
}

/** UTC ms as the value of a `datetime-local` control in a zone: `2026-11-26T19:00`. */
export function toZonedInput(ms: number, timeZone: string): string {
  return temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}

/**
 * The instant (UTC ms) that a `datetime-local` value names in a zone, `undefined` where it names none.
 * A time that a clock change skips becomes the same distance after it; one that it repeats is the first.
 */
export function fromZonedInput(value: string, timeZone: string): number | undefined {
  try {
    return temporal.PlainDateTime.from(value).toZonedDateTime(timeZone, { disambiguation: 'compatible' })
      .epochMilliseconds
  } catch {
    return undefined
  }
}
