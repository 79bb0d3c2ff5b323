/** The weeks after the drop. */
import { DAY_MS } from './time.ts'

/** The follow-up runs for so long: its gate from the launch, its pieces from the end. */
export const FOLLOW_UP_MS = 21 * DAY_MS

/** Whether a plan is history: nothing in it can be in time any more. `launchAt` and `now` are UTC ms. */
export function isOver(launchAt: number, now: number): boolean {
  return now > launchAt + FOLLOW_UP_MS
}
