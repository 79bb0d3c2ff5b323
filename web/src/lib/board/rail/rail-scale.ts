/**
 * Where an instant stands on the rail, as a fraction of its width. The stops follow each other with room for
 * their words, be there a quarter of an hour or three weeks between them: the rail shows the order of things,
 * not their distance.
 */
import { DAY_MS } from '@flashboard/shared/plan/time'
import { gates } from '@flashboard/shared/readiness/gates'

/** How far the rail runs on, before its first stop and behind its last. */
const LEAD_MS = DAY_MS
const AFTERMATH_MS = 21 * DAY_MS

/** The instants where something stands, from the launch. */
const offsets = [...gates.map(({ offsetMs }) => offsetMs), 0].sort((a, b) => a - b)

/** Gates before the launch ask for more, so more is said under them. */
const rooms = [0.2, ...offsets.map((offsetMs) => (offsetMs < 0 ? 1.3 : 1))]
const whole = rooms.reduce((sum, room) => sum + room)

const marks: readonly [offsetMs: number, at: number][] = [
  offsets[0]! - LEAD_MS,
  ...offsets,
  offsets.at(-1)! + AFTERMATH_MS,
].map((offsetMs, index) => [offsetMs, rooms.slice(0, index).reduce((sum, room) => sum + room, 0) / whole])

/** @param offsetMs from the launch. @returns 0 to 1; times beyond the rail's ends stand at its ends. */
export function railAt(offsetMs: number): number {
  const next = marks.findIndex(([ms]) => ms >= offsetMs)
  if (next === 0) return 0
  if (next === -1) return 1
  const [fromMs, from] = marks[next - 1]!
  const [toMs, to] = marks[next]!
  return from + ((offsetMs - fromMs) / (toMs - fromMs)) * (to - from)
}

/** How much of the rail a stop has for itself, up to the next one. */
export function roomAt(offsetMs: number): number {
  const next = marks.findIndex(([ms]) => ms > offsetMs)
  return next === -1 ? 0 : marks[next]![1] - railAt(offsetMs)
}
