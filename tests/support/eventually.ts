import { expect, vi } from 'vitest'

// Only a test that fails waits this long; a slow machine must not fail one.
vi.setConfig({ testTimeout: 60_000 })

/** Asks again and again until the matcher holds: for what a network between two ends brings about. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 10 })
