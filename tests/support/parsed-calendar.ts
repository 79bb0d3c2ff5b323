/** A calendar file as a real reader understands it, by its own definition of the zone. */
import ICAL from 'ical.js'

export interface ParsedEntry {
  uid: string
  summary: string
  description: string | null
  /** UTC ms. */
  startsAt: number
  endsAt: number
  /** Wall-clock time, as written. */
  localStart: string
  timeZone: string
  /** UTC ms. */
  stampedAt: number
}

export function parsedCalendar(file: string): { name: string; entries: ParsedEntry[] } {
  const calendar = new ICAL.Component(ICAL.parse(file) as string)
  const entries = calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, summary, description, startDate, endDate } = new ICAL.Event(component)
    return {
      uid,
      summary,
      description,
      startsAt: startDate.toUnixTime() * 1_000,
      endsAt: endDate.toUnixTime() * 1_000,
      localStart: startDate.toString(),
      timeZone: startDate.zone?.tzid ?? 'floating',
      stampedAt: (component.getFirstPropertyValue('dtstamp') as ICAL.Time).toUnixTime() * 1_000,
    }
  })
  // Which readers take for a text; this one does not know its type.
  const name = String(calendar.getFirstPropertyValue('x-wr-calname')).replaceAll(/\\([\\;,])/g, '$1')
  return { name, entries }
}
