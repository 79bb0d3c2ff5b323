import { describe, expect, test } from 'vitest'
import { INTERVAL_MAX_MS, INTERVAL_MIN_MS, Load } from './load.ts'

/** The interval after ten seconds of so many edits a second to so many sockets. */
function after(editsASecond: number, sockets: number): number {
  const load = new Load()
  for (let n = 0; n < editsASecond * 10; n++) load.add(1, sockets, (n * 1_000) / editsASecond)
  return load.intervalMs
}

describe('[W2] edits are gathered', () => {
  test.each([
    [1, 3],
    [50, 50],
    [50, 200],
    [10, 500],
    [200, 200],
    [100, 500],
  ])('hardly while %i a second go to %i sockets', (edits, sockets) => {
    expect(after(edits, sockets)).toBe(INTERVAL_MIN_MS)
  })

  test.each([
    [1_000, 200],
    [5_000, 0],
    [300, 500],
  ])('for as long as nobody notices while %i a second go to %i sockets', (edits, sockets) => {
    expect(after(edits, sockets)).toBe(INTERVAL_MAX_MS)
  })

  test('longer the more there are, and less again when it gets quiet', () => {
    expect(after(300, 200)).toBeGreaterThan(INTERVAL_MIN_MS)
    expect(after(300, 200)).toBeLessThan(after(400, 200))
    const load = new Load()
    for (let n = 0; n < 2_000; n++) load.add(1, 200, n)
    expect(load.intervalMs).toBe(INTERVAL_MAX_MS)
    load.add(1, 200, 4_000)
    expect(load.intervalMs).toBe(INTERVAL_MIN_MS)
  })
})
