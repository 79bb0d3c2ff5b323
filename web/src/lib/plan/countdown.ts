/** Time to the launch as a clock shows it: `1d 21:40:12`. */
import { DAY_MS } from '@flashboard/shared/plan/time'

/** @param leftMs until the launch; negative after it. */
export function countdown(leftMs: number): { text: string; isPast: boolean } {
  const isPast = leftMs <= 0
  // Up to the launch a started second still counts, behind it only a full one: 0:00 is shown at T0 alone.
  const seconds = isPast ? Math.floor(-leftMs / 1_000) : Math.ceil(leftMs / 1_000)
  const days = Math.floor((seconds * 1_000) / DAY_MS)
  const clock = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  return { text: days > 0 ? `${days}d ${clock}` : clock, isPast }
}
