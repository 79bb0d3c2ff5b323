/** When what did not arrive is tried again. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@flashboard/shared/plan/time'

/** How long an alert is worth sending after it happened. */
export const WORTH_MS = 24 * HOUR_MS

/** After the first failed attempt, the second, …; then the last one again and again. */
const pausesMs = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS]

const JITTER = 0.1
const JITTER_STEPS = 2 ** 8

/** How long to wait after so many failed attempts, up to a tenth more: else all who wait for one host come at once. */
export function pauseMs(attempts: number, chance: Pick<Chance, 'getRandomBit'>): number {
  const pause = pausesMs[Math.min(attempts, pausesMs.length) - 1] ?? pausesMs[0]!
  let steps = 0
  for (let step = 1; step < JITTER_STEPS; step *= 2) steps = steps * 2 + (chance.getRandomBit() ? 1 : 0)
  return Math.round(pause * (1 + (JITTER * steps) / JITTER_STEPS))
}
