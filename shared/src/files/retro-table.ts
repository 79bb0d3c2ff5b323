/** A retro as one table for a spreadsheet: what was planned beside what it came to, a row each. */
import type { Plan } from '../plan/schema.ts'
import { MINUTE_MS } from '../plan/time.ts'
import type { Retro } from '../run/retro.ts'
import { sortableInstant, type Cell, type Table } from './tables.ts'

export function retroTable(retro: Retro, { event, actions }: Pick<Plan, 'event' | 'actions'>): Table {
  const at = (ms: number | null) => (ms === null ? null : sortableInstant(ms, event.timeZone))
  const minutes = (ms: number | null) => (ms === null ? null : Math.round((ms / MINUTE_MS) * 100) / 100)
  const compared = (part: string, what: string, planned: number | null, actual: number | null): Cell[] => [
    part,
    what,
    planned,
    actual,
    planned === null || actual === null ? null : actual - planned,
  ]
  /** Basis points as percent, hundredths as such. */
  const scaled = (value: number | null) => (value === null ? null : value / 100)
  return {
    title: 'Retro',
    head: ['Part', 'What', 'Planned', 'Actual', 'Difference'],
    rows: [
      ['Launch', `Time (${event.timeZone})`, at(retro.launchDueAt), at(retro.launchedAt), null],
      ...retro.cues.flatMap((cue): Cell[][] => [
        [
          `Cue start (${event.timeZone})`,
          cue.callOut,
          at(cue.plannedAt),
          at(cue.startedAt),
          minutes(cue.lateMs),
        ],
        ['Cue length (min)', cue.callOut, minutes(cue.plannedMs), minutes(cue.tookMs), minutes(cue.overMs)],
      ]),
      ...retro.late.map(({ gate, title, dueAt, says }): Cell[] => [
        `Gate, ${gate}`,
        title,
        at(dueAt),
        says,
        null,
      ]),
      compared(
        'Units',
        'Sold and preordered, of the forecast',
        retro.forecast.base,
        retro.sold + retro.preorders,
      ),
      compared('Units', 'Sold and preordered, of the cap', retro.cap, retro.sold + retro.preorders),
      compared('Units', 'Preorders, of the quota', retro.preorderQuota, retro.preorders),
      ...retro.skus.flatMap(({ sku, byHub, preorders }) => [
        ...byHub.map(({ hub, staged, sold }) => compared(`Pieces, ${hub}`, sku, staged, sold)),
        compared('Pieces, preordered', sku, null, preorders),
      ]),
      compared('Support', 'Tickets', retro.tickets.estimated, retro.tickets.actual),
      ...retro.rates.map(({ name, label, estimated, actual }) =>
        compared(
          name === 'unitsPerOrderHundredths' ? 'Rate' : 'Rate (%)',
          label,
          scaled(estimated),
          scaled(actual),
        ),
      ),
      ...actions.map(({ what, owner, dueAt, done }): Cell[] => [
        'Action',
        owner === '' ? what : `${what} (${owner})`,
        at(dueAt),
        done ? at(done.at) : 'open',
        null,
      ]),
    ],
  }
}
