import { setImmediate as untilOthersRan } from 'node:timers/promises'
import { INTERVAL_MAX_MS } from '@flashboard/server/sync/load'
import type { ManualClock } from './manual-clock.ts'

/** Brings something through that waits for a commit: time goes on until it is done. */
export async function through<T>(clock: ManualClock, asked: Promise<T>): Promise<T> {
  const done = Promise.allSettled([asked])
  while ((await Promise.race([done, untilOthersRan()])) === undefined) clock.advance(INTERVAL_MAX_MS)
  return await asked
}
