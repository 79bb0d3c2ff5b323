import { expect, test } from 'vitest'
import { ServerClock } from '#lib/plan/server-clock.ts'
import { untilNextMs } from './second-hand.ts'

test.each([
  [10_000, 0, 1_000],
  [10_250, 0, 750],
  [10_250, 300, 50],
  [10_250, 12_345, 95],
])('at %i the next whole second from %i is %i ms away', (now, anchor, ms) => {
  expect(untilNextMs(now, anchor, 1) - 3).toBe(ms)
})

test('[RUN1] two machines whose clocks are hours apart change what they show within 100 ms of each other', () => {
  const trueTime = 1_000_000
  const shownAt = (clockIsAheadMs: number, roundTripsMs: readonly number[]) => {
    const clock = new ServerClock()
    for (const roundTripMs of roundTripsMs) {
      const sentAt = trueTime + clockIsAheadMs
      // At worst the whole way there took no time.
      clock.learn(sentAt, trueTime, sentAt + roundTripMs)
    }
    const now = trueTime + clockIsAheadMs + 120 + clock.offsetMs
    return 120 + untilNextMs(now, 0, 1)
  }
  const apart = shownAt(3 * 3_600_000, [900, 80, 400]) - shownAt(-47_000, [60, 2_000])
  expect(Math.abs(apart)).toBeLessThan(100)
})
