/** A client that hangs while much is sent: what waits for it must not pile up. */
import { HOCUSPOCUS } from '../contestants.ts'
import { requireSync, type Scenario } from '../scenario.ts'

const CLIENTS = 5
const EDIT_CHARS = 65_536
const PER_SECOND = 100
const SECONDS = 12
const QUICK_SECONDS = 3

const secondsOf = (isQuick: boolean) => (isQuick ? QUICK_SECONDS : SECONDS)

export const stalledReader: Scenario = {
  name: 'stalled',
  title: (isQuick) => {
    const mib = (EDIT_CHARS * PER_SECOND * secondsOf(isQuick)) / 1_048_576
    return `One of ${CLIENTS} stops reading while ${mib.toFixed(0)} MiB are sent: peak growth, MiB`
  },
  note: 'The most that stayed when the garbage was collected, less the same with everybody reading.',
  isLessWhenQuick: true,
  rounds: 1,
  leavesOut: [HOCUSPOCUS],
  rows: [{ of: 'growthMiB', what: 'peak growth, MiB', digits: 1, goal: { atMost: 8 } }],
  async measure(contestant, run) {
    requireSync(contestant)
    const peakWith = async (isStalled: boolean) => {
      const server = await run.serve(contestant, run.newFolder())
      const load = run.load()
      await load.call('join', server.door(await server.makePlan()), CLIENTS)
      const large = { what: 'edits', perSecond: PER_SECOND, writers: 1, chars: EDIT_CHARS } as const
      await load.call('stream', { ...large, seconds: 1 })
      if (isStalled) await load.call('stallOne')
      const { heapMiB } = await server.memory()
      await server.watchMemory()
      await load.call('stream', { ...large, seconds: secondsOf(run.isQuick) })
      const growthMiB = (await server.peakMiB()) - heapMiB
      await run.clear()
      return growthMiB
    }
    const usual = await peakWith(false)
    return { growthMiB: Math.max(0, (await peakWith(true)) - usual) }
  },
}
