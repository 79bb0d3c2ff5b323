/**
 * Two people open a plan that is nearly as large as a plan may be (G8), and one of them edits it: what those in another
 * plan wait for that.
 */
import type { StreamResult } from '../load/crowd.ts'
import { requireDisk, type Scenario } from '../scenario.ts'

/** Each leaves a struct, where people take turns. */
const OPERATIONS = 49_000
const QUICK_OPERATIONS = 5_000
const COLLEAGUES = 10
const EDITS_A_SECOND = 50
const STRETCH_SECONDS = 2

const countOf = (isQuick: boolean) => (isQuick ? QUICK_OPERATIONS : OPERATIONS)

export const besideLarge: Scenario = {
  name: 'beside-large',
  title: (isQuick) =>
    `What others wait while two people open a plan of ${countOf(isQuick).toLocaleString('en')} operations, and one edits it`,
  note: `${COLLEAGUES} people write ${EDITS_A_SECOND} edits a second in another plan. No plan of ours grows beyond that.`,
  isLessWhenQuick: true,
  rounds: 3,
  rows: [
    { of: 'most', what: 'most ms', digits: 1, goal: { atMost: 100 } },
    { of: 'mostAlone', what: 'floor: most ms with nobody else', digits: 1 },
    { of: 'p99', what: 'p99 ms', digits: 1 },
    { of: 'edit', what: 'ms until the other has that edit', digits: 1 },
  ],
  async measure(contestant, run) {
    requireDisk(contestant)
    const folder = run.newFolder()
    const maker = await run.serve(contestant, folder)
    const large = await maker.makePlan()
    await maker.stop()
    await run.writeHistory(contestant, folder, large.id, run.historyOf(countOf(run.isQuick)))
    const server = await run.serve(contestant, folder)
    const [colleagues, readers] = [run.load(), run.load()]
    await colleagues.call('join', server.door(await server.makePlan()), COLLEAGUES)
    const work = () =>
      colleagues.call('stream', { what: 'edits', perSecond: EDITS_A_SECOND, seconds: STRETCH_SECONDS })
    await work()
    const alone = await work()

    const reading = async () => {
      await readers.call('join', server.door(large), 2)
      return await readers.call('stream', { what: 'edits', perSecond: 1, seconds: 1, writers: 1 })
    }
    const ending = new AbortController()
    const edit = reading().finally(() => ending.abort())
    const stretches: StreamResult[] = []
    while (!ending.signal.aborted) stretches.push(await work())
    const failure = (await colleagues.call('failure')) ?? (await readers.call('failure'))
    if (failure !== undefined) throw new Error(failure)
    const worst = (of: 'most' | 'p99' | 'lateMs') => Math.max(...stretches.map((stretch) => stretch[of]))
    return {
      most: worst('most'),
      mostAlone: alone.most,
      p99: worst('p99'),
      edit: (await edit).most,
      lost: stretches.reduce((sum, { offered, delivered }) => sum + offered - delivered, 0),
      lateMs: worst('lateMs'),
    }
  },
}
