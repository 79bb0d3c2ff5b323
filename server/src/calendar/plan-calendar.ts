/** A plan as a calendar file (RFC 5545), its times in the plan's zone. */
import { createHash } from 'node:crypto'
import { named, oneLine } from '@flashboard/shared/plan/format'
import type { Plan } from '@flashboard/shared/plan/schema'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import type { GateStanding } from '@flashboard/shared/readiness/judge'
import ical, { escape } from 'ical-generator'
import { type CalendarEntry, entriesOf } from './entries.ts'
import { at, isShownTwice, zoneDefinition } from './zone-definition.ts'

/** How often programs should ask again. */
const REFRESH_SECONDS = HOUR_MS / 1_000

interface CalendarPlan {
  id: string
  plan: Plan
  standings: readonly GateStanding[]
  /** UTC ms: when any of it last changed. */
  changedAt: number
}

export function planCalendar({ id, plan, standings, changedAt }: CalendarPlan): string {
  const { timeZone: timezone, name } = plan.event
  const entries = entriesOf(plan, standings)
  const calendar = ical({
    // The library writes a calendar's name as it comes, unlike everything else.
    name: escape(oneLine(named(name, 'plan')), false),
    prodId: { company: 'Flashboard', product: 'Flashboard' },
    ttl: REFRESH_SECONDS,
    // Without a name: with one, stamps would be in local time, which they may not.
    timezone: { name: null, generator: (zone) => zoneDefinition(zone, spanOf(entries)) },
  })
  for (const { key, startsAt, endsAt, summary, description } of entries) {
    const isAmbiguous = [startsAt, endsAt ?? startsAt].some((ms) => isShownTwice(at(ms, timezone)))
    calendar.createEvent({
      id: uidOf(id, key),
      stamp: new Date(changedAt),
      timezone: isAmbiguous ? null : timezone,
      start: at(startsAt, timezone),
      ...(endsAt !== undefined && { end: at(endsAt, timezone) }),
      summary,
      ...(description !== '' && { description }),
    })
  }
  return `${calendar.toString()}\r\n`
}

function spanOf(entries: readonly CalendarEntry[]): { from: number; to: number } {
  const instants = entries.flatMap(({ startsAt, endsAt = startsAt }) => [startsAt, endsAt])
  return { from: Math.min(...instants), to: Math.max(...instants) }
}

/** A hash: whoever is shown an entry learns no plan's id by it, which is its address. */
function uidOf(planId: string, key: string): string {
  return `${createHash('sha256').update(`${planId}/${key}`).digest('hex').slice(0, 32)}@flashboard`
}
