/**
 * `kill -9` of a server that people write to, again and again. An edit that was acknowledged, or that another page
 * has shown, is promised; with every page closed, the server that is started next must have all that was promised.
 */
import { join } from 'node:path'
import { startChildServer } from '../support/child-server.ts'
import { seededRandom } from '../support/seeded-chance.ts'
import { temporaryFolder } from '../support/temporary-store.ts'
import type { Soak } from './soak.ts'
import { Promised, writeOn, WritingTeam } from './writing-team.ts'

interface Size {
  kills: number
  clients: number
  /** Over all kills. */
  edits: number
}

/** A plan is left for a new one after so many kills, for pages to open as fast at the end as at the start. */
const KILLS_A_PLAN = 10

export const kill: Soak<Size> = {
  promises: 'S1',
  title: 'What was acknowledged, or seen by another, survives kill -9 with every page closed',
  full: { kills: 200, clients: 20, edits: 50_000 },
  short: { kills: 2, clients: 3, edits: 400 },

  async prove({ kills, clients, edits }, say) {
    const databasePath = join(temporaryFolder(), 'killed.sqlite')
    const random = seededRandom(20)
    let server = await startChildServer(databasePath)
    let team = await WritingTeam.meet(server.url, clients)
    let promised = new Promised()
    let [promisedBefore, lost] = [0, 0]

    for (let round = 0; round < kills; round++) {
      if (round > 0 && round % KILLS_A_PLAN === 0) {
        team = await team.onNewPlan()
        promisedBefore += promised.names.size
        promised = new Promised()
      }
      const pages = await team.open(clients)
      const stopWriting = writeOn(pages, String(round), promised)
      await promised.reaches(promised.names.size + Math.ceil((edits / kills) * (0.8 + random() / 2)))
      await server.kill()
      stopWriting()
      for (const page of pages) page.close()

      server = await startChildServer(databasePath)
      team = team.at(server.url)
      const fresh = await team.lead.opened(team.planId)
      lost += promised.missingOn(fresh).length
      fresh.close()
      const all = promisedBefore + promised.names.size
      if (round % 20 === 19) say(`${round + 1} kills, ${all} edits, ${lost} lost`)
    }
    return [
      { what: 'kills', value: kills, atLeast: kills },
      { what: 'clients', value: clients, atLeast: clients },
      {
        what: 'edits acknowledged or seen by another',
        value: promisedBefore + promised.names.size,
        atLeast: edits,
      },
      { what: 'of them lost', value: lost, atMost: 0 },
    ]
  },
}
