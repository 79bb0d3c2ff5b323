/**
 * Where an instant stands on the rail, as a fraction of its width. The gates stand evenly, the weeks
 * behind the launch are drawn together: the rail shows the order of things, not their distance.
 */
import { DAY_MS, HOUR_MS } from '@flashboard/shared/plan/time'

export const FOLLOW_UP_MS = 21 * DAY_MS

const stops: readonly [offsetMs: number, at: number][] = [
  [-96 * HOUR_MS, 0],
  [-72 * HOUR_MS, 0.05],
  [-48 * HOUR_MS, 0.32],
  [-24 * HOUR_MS, 0.59],
  [0, 0.81],
  [FOLLOW_UP_MS, 0.92],
  [2 * FOLLOW_UP_MS, 1],
]

/** @param offsetMs from the launch. @returns 0 to 1; times beyond the rail's ends stand at its ends. */
export function railAt(offsetMs: number): number {
  const next = stops.findIndex(([ms]) => ms >= offsetMs)
  if (next === 0) return 0
  if (next === -1) return 1
  const [fromMs, from] = stops[next - 1]!
  const [toMs, to] = stops[next]!
  return from + ((offsetMs - fromMs) / (toMs - fromMs)) * (to - from)
}
