import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startChildServer } from '../support/child-server.ts'
import { askSaved, hearSaved } from '../support/saved-marks.ts'
import { seededRandom } from '../support/seeded-chance.ts'
import { temporaryFolder } from '../support/temporary-store.ts'
import { type Page, TestDevice } from '../support/test-device.ts'

const KILLS = 4
const WRITERS = 3
const AHEAD = 10

/** Edits are numbered entries in a collection of the plan, so that a lost one has a name. */
const entries = ({ doc }: Page) => doc.getMap<number>('movements')

test(
  '[W1] what was acknowledged, or seen by another, survives kill -9 with every page closed',
  { timeout: 60_000 },
  async () => {
    const databasePath = join(temporaryFolder(), 'killed.sqlite')
    const random = seededRandom(20)
    let server = await startChildServer(databasePath)
    let ada = await TestDevice.signIn(server.url, 'Ada')
    const planId = await ada.makePlan()
    const promised = new Set<string>()

    for (let round = 0; round < KILLS; round++) {
      const pages = await openWriters(ada, planId)
      const killAfter = promised.size + 20 + Math.floor(random() * 300)
      await writeUntil(pages, round, promised, () => promised.size >= killAfter)
      await server.kill()
      for (const page of pages) page.close()

      server = await startChildServer(databasePath)
      ada = ada.at(server.url)
      const fresh = await ada.opened(planId)
      const lost = [...promised].filter((name) => !entries(fresh).has(name))
      expect(lost).toEqual([])
      fresh.close()
    }
    expect(promised.size).toBeGreaterThan(KILLS * 20)
  },
)

async function openWriters(ada: TestDevice, planId: string): Promise<Page[]> {
  return await Promise.all(Array.from({ length: WRITERS }, () => ada.opened(planId, { isFlashboard: true })))
}

/**
 * All write without a pause, each a few edits ahead of what it was told is saved, until `isEnough`. What is
 * acknowledged or seen by another is promised.
 */
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
