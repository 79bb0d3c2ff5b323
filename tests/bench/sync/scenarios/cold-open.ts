/** A plan with a long past that nobody has open: how long until its content is there. */
import { requireDisk, type Scenario } from '../scenario.ts'

const QUICK_SHARE = 0.1
const OPENINGS = 3

const opened = (name: string, operations: number, goalMs: number): Scenario => {
  const countOf = (isQuick: boolean) => (isQuick ? operations * QUICK_SHARE : operations)
  return {
    name,
    title: (isQuick) =>
      `Cold open of ${countOf(isQuick).toLocaleString('en')} operations, ms to content, the server started anew`,
    note: 'Ours holds every update and the snapshot that it makes of them; the others hold all in one piece, at their best.',
    isLessWhenQuick: true,
    rounds: 1,
    rows: [{ of: 'ms', what: 'ms to content', digits: 1, goal: { atMost: goalMs } }],
    async measure(contestant, run) {
      requireDisk(contestant)
      const folder = run.newFolder()
      const maker = await run.serve(contestant, folder)
      const plan = await maker.makePlan()
      const other = await maker.makePlan()
      await run.load().call('fill', maker.door(other), 1)
      await maker.stop()
      await run.writeHistory(contestant, folder, plan.id, run.historyOf(countOf(run.isQuick)))
      const took: number[] = []
      for (let opening = 0; opening < (run.isQuick ? 1 : OPENINGS); opening++) {
        const server = await run.serve(contestant, folder)
        const load = run.load()
        // Its first socket at all would measure Node's start; this is another, small plan.
        await load.call('open', server.door(other))
        took.push(await load.call('open', server.door(plan)))
        await server.stop()
        await run.clear()
      }
      return { ms: took.sort((a, b) => a - b)[Math.floor(took.length / 2)]! }
    },
  }
}

export const coldOpen: readonly Scenario[] = [
  opened('cold-100k', 100_000, 10),
  opened('cold-1m', 1_000_000, 230),
]
