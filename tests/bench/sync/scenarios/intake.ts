/** What an update costs that nobody waits for. */
import type { Scenario } from '../scenario.ts'

const PER_SECOND = 2_000
/** Where the processor's caches don't cool down between two batches. */
const MANY_PER_SECOND = 10_000
const SECONDS = 4
const QUICK_SECONDS = 1
const WARM_UP_SECONDS = 2
const MICROSECONDS = 1_000

export const intake: Scenario = {
  name: 'intake',
  title: () =>
    `Taking in an update: one writer, no readers, ${PER_SECOND.toLocaleString('en')} edits a second`,
  rounds: 3,
  rows: [
    { of: 'cpu', what: 'CPU µs an update', digits: 1, goal: { atMost: 35 } },
    { of: 'cpuOfMany', what: `the same at ${MANY_PER_SECOND.toLocaleString('en')} a second`, digits: 1 },
  ],
  async measure(contestant, run) {
    const server = await run.serve(contestant, run.newFolder())
    const load = run.load()
    await load.call('join', server.door(await server.makePlan()), 1)
    const seconds = run.isQuick ? QUICK_SECONDS : SECONDS
    const cpuAt = async (perSecond: number) => {
      const edits = { what: 'edits', perSecond } as const
      const { cpuMs, result } = await server.cpuMsOf(async () => {
        const streamed = await load.call('stream', { ...edits, seconds })
        await load.call('settle')
        return streamed
      })
      return { cpu: (cpuMs * MICROSECONDS) / result.sent, lateMs: result.lateMs }
    }
    await load.call('stream', { what: 'edits', perSecond: PER_SECOND, seconds: WARM_UP_SECONDS })
    const { cpu, lateMs } = await cpuAt(PER_SECOND)
    const many = await cpuAt(MANY_PER_SECOND)
    const failure = await load.call('failure')
    await server.stop()
    if (failure !== undefined) throw new Error(failure)
    return { cpu, cpuOfMany: many.cpu, lateMs: Math.max(lateMs, many.lateMs) }
  },
}
