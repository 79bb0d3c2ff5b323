import { expect, test } from 'vitest'
import { retryAfterMs } from './lifeline.ts'

test('[C7] attempts come later and later, up to 5 s, and never all at once', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 2_000].map((attempt) => retryAfterMs(attempt, 1))).toEqual([
    200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000,
  ])
  expect(retryAfterMs(1, 0)).toBe(80)
  expect(retryAfterMs(2_000, 0)).toBe(2_000)
  const pages = Array.from({ length: 500 }, (_, i) => retryAfterMs(6, i / 500))
  // No 100 ms see more than 20 of 500 that come back after the same outage.
  const most = Math.max(
    ...[...Map.groupBy(pages, (ms) => Math.floor(ms / 100)).values()].map((of) => of.length),
  )
  expect(most).toBeLessThanOrEqual(20)
})
