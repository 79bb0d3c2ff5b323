/** Keeps a rate, and says whether it was kept: a generator that comes late measures itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Latencies } from './tally.ts'

const TICK_MS = 1

/** @returns how late the ticks came, p99 in ms. */
export async function keepPace(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  run: (turn: number) => void,
): Promise<number> {
  const late = new Latencies()
  const from = performance.now()
  const turns = Math.round(perSecond * seconds)
  let tickedAt = from
  for (let turn = 0; turn < turns;) {
    const due = Math.min(turns, Math.floor(((performance.now() - from) * perSecond) / 1_000) + 1)
    while (turn < due) run(turn++)
    await sleep(TICK_MS)
    const now = performance.now()
    late.add(now - tickedAt - TICK_MS)
    tickedAt = now
  }
  return late.quantile(0.99)
}
