/** `kill -9` while people write: what somebody else had seen must be there when the server is back. */
import { setTimeout as sleep } from 'node:timers/promises'
import { requireDisk, type Scenario } from '../scenario.ts'

const CLIENTS = 20
const PER_SECOND = 500
const KILLS = 10
const QUICK_KILLS = 2
const EARLIEST_MS = 500
const LATEST_MS = 2_000
const WRITING_SECONDS = 4

const killsOf = (isQuick: boolean) => (isQuick ? QUICK_KILLS : KILLS)

export const kill: Scenario = {
  name: 'kill',
  title: (isQuick) =>
    `Edits that others saw, lost to ${killsOf(isQuick)} × kill -9: ${CLIENTS} clients, ${PER_SECOND} edits a second`,
  isLessWhenQuick: true,
  rounds: 1,
  rows: [
    { of: 'gone', what: 'lost', digits: 0, isCount: true, goal: { atMost: 0 } },
    { of: 'seen', what: 'seen by others', digits: 0, isCount: true },
  ],
  async measure(contestant, run) {
    requireDisk(contestant)
    let [seen, gone] = [0, 0]
    const kills = killsOf(run.isQuick)
    for (let round = 0; round < kills; round++) {
      const folder = run.newFolder()
      const server = await run.serve(contestant, folder)
      const load = run.load()
      const plan = await server.makePlan()
      await load.call('join', server.door(plan), CLIENTS)
      const writing = load.call('writeUntilCutOff', PER_SECOND, WRITING_SECONDS)
      await sleep(EARLIEST_MS + (round / kills) * (LATEST_MS - EARLIEST_MS))
      await server.kill()
      const seenIds = await writing
      const again = await run.serve(contestant, folder)
      const there = new Set(await load.call('readMarkers', again.door(plan)))
      seen += seenIds.length
      gone += seenIds.filter((id) => !there.has(id)).length
      await run.clear()
    }
    return { seen, gone }
  },
}
