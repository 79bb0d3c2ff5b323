/**
 * One of several pages stops reading while hundreds of megabytes are sent to all. What it costs the server is the most
 * that stayed in its memory when the garbage was collected, less the same with everybody reading.
 */
import { BenchRun } from '../bench/sync/bench-run.ts'
import { contestants, OURS } from '../bench/sync/contestants.ts'
import { atEnd } from '../support/at-end.ts'
import type { Soak } from './soak.ts'

interface Size {
  mebibytes: number
}

const CLIENTS = 4
const EDIT_CHARS = 131_072
const PER_SECOND = 50
const MIB = 1_048_576

export const slowReader: Soak<Size> = {
  promises: 'S11',
  title: 'A reader that stops costs the server at most 8 MiB',
  full: { mebibytes: 400 },
  short: { mebibytes: 16 },

  async prove({ mebibytes }, say) {
    const run = new BenchRun({ isQuick: false, isProfiled: false })
    atEnd(() => run.abandon())
    const usual = await peakGrowthMiB(run, mebibytes, false)
    say(`everybody reading: ${usual.toFixed(1)} MiB`)
    const stalled = await peakGrowthMiB(run, mebibytes, true)
    return [
      { what: 'sent to each, MiB', value: mebibytes, atLeast: mebibytes },
      { what: 'peak growth with everybody reading, MiB', value: usual },
      { what: 'with one that has stopped, MiB', value: stalled },
      { what: 'what that one costs, MiB', value: Math.max(0, stalled - usual), atMost: 8 },
    ]
  },
}

async function peakGrowthMiB(run: BenchRun, mebibytes: number, isStalled: boolean): Promise<number> {
  const ours = contestants.find(({ name }) => name === OURS)!
  const server = await run.serve(ours, run.newFolder())
  const load = run.load()
  await load.call('join', server.door(await server.makePlan()), CLIENTS)
  const large = { what: 'edits', perSecond: PER_SECOND, writers: 1, chars: EDIT_CHARS } as const
  await load.call('stream', { ...large, seconds: 1 })
  if (isStalled) await load.call('stallOne')
  const { heapMiB } = await server.memory()
  await server.watchMemory()
  await load.call('stream', { ...large, seconds: (mebibytes * MIB) / (EDIT_CHARS * PER_SECOND) })
  const growthMiB = (await server.peakMiB()) - heapMiB
  await run.clear()
  return growthMiB
}
