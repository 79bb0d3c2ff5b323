import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { pauseMs } from './backoff.ts'

const never = { getRandomBit: () => false }
const always = { getRandomBit: () => true }

test('the pauses grow, up to six hours', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 99].map((attempts) => pauseMs(attempts, never))).toEqual([
    10 * SECOND_MS,
    MINUTE_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    6 * HOUR_MS,
    6 * HOUR_MS,
    6 * HOUR_MS,
  ])
})

test('chance adds up to a tenth', () => {
  expect(pauseMs(2, always)).toBeGreaterThan(MINUTE_MS * 1.09)
  expect(pauseMs(2, always)).toBeLessThan(MINUTE_MS * 1.1)
})
