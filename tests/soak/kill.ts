/**
 * `kill -9` of a server that people write to, again and again. An edit that was acknowledged, or that another page
 * has shown, is promised; with every page closed, the server that is started next must have all that was promised.
 */
import { join } from 'node:path'
import { startChildServer } from '../support/child-server.ts'
import { askSaved, hearSaved } from '../support/saved-marks.ts'
import { seededRandom } from '../support/seeded-chance.ts'
import { temporaryFolder } from '../support/temporary-store.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import type { Soak } from './soak.ts'

interface Size {
  kills: number
  clients: number
  /** Over all kills. */
  edits: number
}

/** How many edits a client is ahead of what it was told is saved. */
const AHEAD = 5
const PAGES_A_PERSON = 5
/** A plan is left for a new one after so many kills, for pages to open as fast at the end as at the start. */
const KILLS_A_PLAN = 10

/** Edits are numbered entries in a collection of the plan, so that a lost one has a name. */
const entries = ({ doc }: Page) => doc.getMap<number>('movements')

export const kill: Soak<Size> = {
  promises: 'S1',
  title: 'What was acknowledged, or seen by another, survives kill -9 with every page closed',
  full: { kills: 200, clients: 20, edits: 50_000 },
  short: { kills: 2, clients: 3, edits: 400 },

  async prove({ kills, clients, edits }, say) {
    const databasePath = join(temporaryFolder(), 'killed.sqlite')
    const random = seededRandom(20)
    let server = await startChildServer(databasePath)
    let team = await Promise.all(
      Array.from({ length: Math.ceil(clients / PAGES_A_PERSON) }, (_, n) =>
        TestDevice.signIn(server.url, `Person ${n}`),
      ),
    )
    let planId = ''
    let promised = new Set<string>()
    let [promisedInAll, lost] = [0, 0]
    const countLost = async () => {
      const fresh = await team[0]!.opened(planId)
      lost += [...promised].filter((name) => !entries(fresh).has(name)).length
      fresh.close()
    }

    for (let round = 0; round < kills; round++) {
      if (round % KILLS_A_PLAN === 0) {
        promisedInAll += promised.size
        promised = new Set()
        planId = await team[0]!.makePlan()
      }
      const pages = await Promise.all(
        Array.from({ length: clients }, (_, n) =>
          team[n % team.length]!.opened(planId, { isFlashboard: true }),
        ),
      )
      const until = promised.size + Math.ceil((edits / kills) * (0.75 + random() / 2))
      await writeUntil(pages, round, promised, () => promised.size >= until)
      await server.kill()
      for (const page of pages) page.close()

      server = await startChildServer(databasePath)
      team = team.map((device) => device.at(server.url))
      await countLost()
      if (round % 20 === 19) say(`${round + 1} kills, ${promisedInAll + promised.size} edits, ${lost} lost`)
    }
    promisedInAll += promised.size
    return [
      { what: 'kills', value: kills, atLeast: kills },
      { what: 'clients', value: clients, atLeast: clients },
      { what: 'edits acknowledged or seen by another', value: promisedInAll, atLeast: edits },
      { what: 'of them lost', value: lost, atMost: 0 },
    ]
  },
}

/** All write without a pause, each a few edits ahead of what it was told is saved, until `isEnough`. */
async function writeUntil(
  pages: readonly Page[],
  round: number,
  promised: Set<string>,
  isEnough: () => boolean,
): Promise<void> {
  await new Promise<void>((resolve) => {
    pages.forEach((page, writer) => {
      const nameOf = (edit: number) => `${round}-${writer}-${edit}`
      let edit = 0
      const write = () => {
        entries(page).set(nameOf(edit), edit)
        askSaved(page, edit++)
      }
      hearSaved(page, (mark) => {
        promised.add(nameOf(mark))
        if (isEnough()) resolve()
        else write()
      })
      entries(page).observe(({ keysChanged }, { origin }) => {
        if (origin === page.provider) for (const name of keysChanged) promised.add(name)
      })
      for (let ahead = 0; ahead < AHEAD; ahead++) write()
    })
  })
}
