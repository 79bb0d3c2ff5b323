import { expect, test } from 'vitest'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { HOUR_MS } from '../plan/time.ts'
import { ana, numbered } from '../readiness/test-log.ts'
import { byDay } from './days.ts'

const moved = (at: number) => ({ kind: 'launchMoved', at, actor: ana, from: 0, to: 1 }) as const
const daysOf = (hours: number[], timeZone: string) => {
  const events = numbered(hours.map((hour) => moved(LAUNCH_AT + hour * HOUR_MS)))
  return byDay(events, timeZone).map(({ title, events }) => [title, events.map(({ seq }) => seq)])
}

test('events stand under the day that it was in the plan’s zone, in the order given', () => {
  expect(daysOf([6, 4, 0, -24], 'Europe/Lisbon')).toEqual([
    ['Fri 27 Nov 2026', [1]],
    ['Thu 26 Nov 2026', [2, 3]],
    ['Wed 25 Nov 2026', [4]],
  ])
  expect(daysOf([6, 4, 0, -24], 'Asia/Tokyo')).toEqual([
    ['Fri 27 Nov 2026', [1, 2, 3]],
    ['Thu 26 Nov 2026', [4]],
  ])
})

test('the log’s order is kept, though a late judgement lies a day before its neighbours', () => {
  expect(daysOf([0, -24, 0], 'Europe/Lisbon').map(([title]) => title)).toEqual([
    'Thu 26 Nov 2026',
    'Wed 25 Nov 2026',
    'Thu 26 Nov 2026',
  ])
})

test('without events there are no days', () => {
  expect(daysOf([], 'Europe/Lisbon')).toEqual([])
})
