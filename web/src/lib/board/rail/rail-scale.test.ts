import { HOUR_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { FOLLOW_UP_MS, railAt } from './rail-scale.ts'

test('the rail runs from left to right in time and ends at its ends', () => {
  const hours = [-500, -96, -80, -72, -60, -48, -24, -1, 0, 5, 504, 2_000, 9_000]
  const places = hours.map((hour) => railAt(hour * HOUR_MS))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(places[0]).toBe(0)
  expect(places.at(-1)).toBe(1)
})

test('between two marks it is even', () => {
  expect(railAt(-60 * HOUR_MS)).toBeCloseTo((railAt(-72 * HOUR_MS) + railAt(-48 * HOUR_MS)) / 2)
  expect(railAt(FOLLOW_UP_MS)).toBeCloseTo(0.92)
})
