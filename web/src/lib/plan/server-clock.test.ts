import { describe, expect, test } from 'vitest'
import { ServerClock } from './server-clock.ts'

describe('[C3] the server’s clock on this machine', () => {
  test('half a round trip is added to what the server said', () => {
    const clock = new ServerClock()
    clock.learn(1_000, 5_000, 1_200)
    expect(clock.offsetMs).toBe(3_900)
    expect(clock.isSet).toBe(true)
  })

  test('half a millisecond is rounded, so that its time is an instant', () => {
    const clock = new ServerClock()
    clock.learn(1_000, 5_000, 1_003)
    expect(clock.offsetMs).toBe(3_999)
  })

  test('a slower answer does not replace a faster one', () => {
    const clock = new ServerClock()
    clock.learn(1_000, 5_000, 1_010)
    clock.learn(2_000, 6_500, 2_900)
    expect(clock.offsetMs).toBe(3_995)
  })

  test('an old measurement gives way to a newer one, however slow', () => {
    const clock = new ServerClock()
    clock.learn(0, 100, 10)
    clock.learn(700_000, 700_900, 700_200)
    expect(clock.offsetMs).toBe(800)
  })

  test('a measurement that contradicts the kept one replaces it: the machine’s clock was set', () => {
    const clock = new ServerClock()
    clock.learn(1_000_000, 1_000_005, 1_000_010)
    clock.learn(400_000, 1_001_000, 400_200)
    expect(clock.offsetMs).toBe(600_900)
  })

  test('an answer from before the question is not believed', () => {
    const clock = new ServerClock()
    clock.learn(2_000, 9_000, 1_000)
    expect(clock.isSet).toBe(false)
  })
})
