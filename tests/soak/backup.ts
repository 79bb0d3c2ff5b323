/**
 * Backups taken with the command while people write. Each is put back beside, as an operator would, and must hold the
 * log as it was at one moment, to the byte and without a gap, with plans that open equal to those of that moment.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { restore } from '@flashboard/server/store/backups'
import { openStore, type Store } from '@flashboard/server/store/database'
import { readAfter } from '@flashboard/server/store/updates'
import { readPlansAt } from '@flashboard/server/sync/past-plans'
import { documentOf, readStored } from '@flashboard/server/sync/stored-plan'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { startChildServer } from '../support/child-server.ts'
import { seededChance } from '../support/seeded-chance.ts'
import { temporaryFolder } from '../support/temporary-store.ts'
import type { Soak } from './soak.ts'
import { Promised, writeOn, WritingTeam } from './writing-team.ts'

interface Size {
  backups: number
  clients: number
  editsBetween: number
}

const KEEP = fileURLToPath(new URL('../../server/src/keep.ts', import.meta.url))
const chance = seededChance(1)
/** Then the team goes on in a new plan: they write faster than one plan would hold it (G8). */
const BACKUPS_A_PLAN = 5

export const backup: Soak<Size> = {
  promises: 'S14',
  title: 'A backup taken under load restores to equal plans',
  full: { backups: 20, clients: 20, editsBetween: 500 },
  short: { backups: 1, clients: 3, editsBetween: 100 },

  async prove({ backups, clients, editsBetween }, say) {
    const folder = temporaryFolder()
    const databasePath = join(folder, 'live.sqlite')
    const server = await startChildServer(databasePath)
    let team = await WritingTeam.meet(server.url, clients)
    const promised = new Promised()
    let pages = await team.open(clients)
    let stopWriting = writeOn(pages, 'backup', promised)
    const taken: { file: string; planId: string }[] = []
    let [slowestMs, writtenMeanwhile] = [0, 0]
    for (let round = 0; round < backups; round++) {
      if (round > 0 && round % BACKUPS_A_PLAN === 0) {
        stopWriting()
        for (const page of pages) page.close()
        team = await team.onNewPlan()
        pages = await team.open(clients)
        stopWriting = writeOn(pages, `backup${round}`, promised)
      }
      await promised.reaches(promised.names.size + editsBetween)
      const [from, before] = [performance.now(), promised.names.size]
      const file = join(folder, `backup-${round}.sqlite`)
      await backUp(databasePath, file)
      taken.push({ file, planId: team.planId })
      slowestMs = Math.max(slowestMs, performance.now() - from)
      writtenMeanwhile += promised.names.size - before
      say(`${round + 1} backups, ${promised.names.size} edits`)
    }
    stopWriting()
    await server.stop()

    const live = await openStore(databasePath)
    let unequal = 0
    for (const { file, planId } of taken) {
      if (!(await isEqual(live, planId, await putBack(folder, file)))) unequal++
    }
    await live.close()
    return [
      { what: 'backups', value: taken.length, atLeast: backups },
      { what: 'edits made while they were taken', value: writtenMeanwhile, atLeast: 1 },
      { what: 'slowest backup, its process included, ms', value: slowestMs },
      { what: 'backups that restore to other plans', value: unequal, atMost: 0 },
    ]
  },
}

async function backUp(databasePath: string, file: string): Promise<void> {
  const child = spawn(process.execPath, [KEEP, 'backup', file], {
    env: { ...process.env, DATABASE: databasePath },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error(`The backup ended with ${code}`)
}

async function putBack(folder: string, file: string): Promise<Store> {
  const path = join(folder, `restored-${basename(file)}`)
  await restore(path, file, Date.now())
  return await openStore(path)
}

/** Whether the log is a beginning of the live one's, and opens to the plan that there was then. */
async function isEqual(live: Store, planId: string, restored: Store): Promise<boolean> {
  const rows = await readAfter(restored.db, planId, 0)
  const then = (await readAfter(live.db, planId, 0)).slice(0, rows.length)
  const doc = documentOf(await readStored(restored.db, planId))
  const plan = new PlanDoc(doc, chance).read()
  const planThen = (await readPlansAt(live.db, planId, [rows.length], chance)).get(rows.length)
  doc.destroy()
  await restored.close()
  return isDeepStrictEqual(rows, then) && isDeepStrictEqual(plan, planThen)
}
