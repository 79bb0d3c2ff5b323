/** What an update costs that nobody waits for. */
import type { Scenario } from '../scenario.ts'

const PER_SECOND = 2_000
const SECONDS = 4
const QUICK_SECONDS = 1
const WARM_UP_SECONDS = 2
const MICROSECONDS = 1_000

export const intake: Scenario = {
  name: 'intake',
  title: () => `Taking in an update: one writer, no readers, ${PER_SECOND} edits a second`,
  rounds: 3,
  rows: [{ of: 'cpu', what: 'CPU µs an update', digits: 1, goal: { atMost: 35 } }],
  async measure(contestant, run) {
    const server = await run.serve(contestant, run.newFolder())
    const load = run.load()
    await load.call('join', server.door(await server.makePlan()), 1)
    const edits = { what: 'edits', perSecond: PER_SECOND } as const
    await load.call('stream', { ...edits, seconds: WARM_UP_SECONDS })
    const seconds = run.isQuick ? QUICK_SECONDS : SECONDS
    const { cpuMs, result } = await server.cpuMsOf(async () => {
      const streamed = await load.call('stream', { ...edits, seconds })
      await load.call('settle')
      return streamed
    })
    const failure = await load.call('failure')
    await server.stop()
    if (failure !== undefined) throw new Error(failure)
    return { cpu: (cpuMs * MICROSECONDS) / result.sent, lateMs: result.lateMs }
  },
}
