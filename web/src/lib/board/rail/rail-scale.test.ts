import { DAY_MS, HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { gates } from '@flashboard/shared/readiness/gates'
import { expect, test } from 'vitest'
import { railAt, roomAt } from './rail-scale.ts'

test('the rail runs from left to right in time and ends at its ends', () => {
  const hours = [-500, -96, -80, -72, -60, -48, -24, -1, 0, 0.1, 0.25, 5, 24, 100, 504, 900, 1_008, 9_000]
  const places = hours.map((hour) => railAt(hour * HOUR_MS))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(places.slice(0, 2)).toEqual([0, 0])
  expect(places.at(-2)).toBeCloseTo(1)
  expect(places.at(-1)).toBe(1)
})

test.each([
  [-72 * HOUR_MS, -48 * HOUR_MS],
  [0, 15 * MINUTE_MS],
  [15 * MINUTE_MS, DAY_MS],
  [DAY_MS, 21 * DAY_MS],
])('between the stops at %d and %d it is even', (from, to) => {
  expect(railAt((from + to) / 2)).toBeCloseTo((railAt(from) + railAt(to)) / 2)
})

test('every stop has room for its words on a rail of 900 pixels, up to the next one', () => {
  const offsets = [...gates.map(({ offsetMs }) => offsetMs), 0].sort((a, b) => a - b)
  for (const [index, offsetMs] of offsets.entries()) {
    expect(roomAt(offsetMs) * 900).toBeGreaterThan(110)
    expect(railAt(offsetMs) + roomAt(offsetMs)).toBeCloseTo(railAt(offsets[index + 1] ?? Infinity))
  }
})
