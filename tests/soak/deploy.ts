/**
 * Deploys under load: the server gets SIGTERM while people write, and is started again at the same address. Nothing is
 * lost, of what was promised and of what was only written, and every page is back by itself. A page of another plan
 * schema, as it is open over such a deploy, is sent away before it can write.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import { startChildServer } from '../support/child-server.ts'
import { temporaryFolder } from '../support/temporary-store.ts'
import type { Page } from '../support/test-device.ts'
import type { Soak } from './soak.ts'
import { entriesOf, Promised, writeOn, WritingTeam } from './writing-team.ts'

interface Size {
  deploys: number
  clients: number
  editsBetween: number
}

/** Far longer than it takes: a page waits 2.5 s at most before it tries again. */
const BACK_WITHIN_MS = 60_000
const OLD_PAGES_EDIT = 'by an old page'

export const deploy: Soak<Size> = {
  promises: 'S13',
  title: 'A deploy under load loses nothing, pages are back by themselves, and old ones can’t write',
  full: { deploys: 30, clients: 20, editsBetween: 500 },
  short: { deploys: 1, clients: 3, editsBetween: 60 },

  async prove({ deploys, clients, editsBetween }, say) {
    const databasePath = join(temporaryFolder(), 'deployed.sqlite')
    let server = await startChildServer(databasePath)
    const { port } = server
    const team = await WritingTeam.meet(server.url, clients)
    const pages = await team.open(clients)
    const promised = new Promised()
    const stopWriting = writeOn(pages, 'deploy', promised)
    let [unclean, notBack, slowestMs] = [0, 0, 0]

    for (let round = 0; round < deploys; round++) {
      await promised.reaches(promised.names.size + editsBetween)
      if ((await server.stop()) !== 0) unclean++
      server = await startChildServer(databasePath, port)
      const from = performance.now()
      const areBack = await allBack(pages)
      if (!areBack) notBack++
      slowestMs = Math.max(slowestMs, performance.now() - from)
      if (round % 10 === 9) say(`${round + 1} deploys, ${promised.names.size} edits`)
    }
    stopWriting()
    const oldPage = await sentAway(team)
    await inStep(pages)
    const fresh = await team.lead.opened(team.planId)
    const written = new Set(pages.flatMap((page) => [...entriesOf(page).keys()]))
    const gone = [...written].filter((name) => !entriesOf(fresh).has(name))
    return [
      { what: 'deploys', value: deploys, atLeast: deploys },
      { what: 'servers that did not end in order', value: unclean, atMost: 0 },
      {
        what: 'edits acknowledged or seen by another',
        value: promised.names.size,
        atLeast: deploys * editsBetween,
      },
      { what: 'of them lost', value: promised.missingOn(fresh).length, atMost: 0 },
      { what: 'edits on any page that the server does not have', value: gone.length, atMost: 0 },
      { what: 'deploys after which a page was not back', value: notBack, atMost: 0 },
      { what: 'until the last was back, at most, ms', value: slowestMs },
      {
        what: 'code that an old page was closed with',
        value: oldPage,
        atLeast: 4426,
        atMost: closeCodes.outdated.code,
      },
      { what: 'edits of it on the server', value: Number(entriesOf(fresh).has(OLD_PAGES_EDIT)), atMost: 0 },
    ]
  },
}

async function allBack(pages: readonly Page[]): Promise<boolean> {
  const until = performance.now() + BACK_WITHIN_MS
  while (performance.now() < until) {
    if (pages.every(({ provider }) => provider.synced)) return true
    await sleep(10)
  }
  return false
}

/** Until every page has what every other has. */
async function inStep(pages: readonly Page[]): Promise<void> {
  const sizes = () => new Set(pages.map((page) => entriesOf(page).size))
  const until = performance.now() + BACK_WITHIN_MS
  while (sizes().size > 1 && performance.now() < until) await sleep(10)
}

/** A page of an older schema comes and writes; resolves to the code that it was closed with. */
async function sentAway({ lead, planId }: WritingTeam): Promise<number> {
  const page = lead.open(planId)
  page.provider.disconnect()
  page.provider.params[PAGE_PARAMETER] = String(PLAN_SCHEMA_VERSION - 1)
  entriesOf(page).set(OLD_PAGES_EDIT, 1)
  const closed = new Promise<number>((resolve) => page.provider.on('closed', ({ code }) => resolve(code)))
  page.provider.connect()
  return await closed
}
