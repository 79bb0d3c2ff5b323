/**
 * The power goes while a plan is written to: what the disk then holds is put together from the files as they were when
 * an edit was acknowledged, which were synced, and as they were some edits later, of which each sector arrived, did
 * not, or is noise. The plan must open, with every edit that was acknowledged by then.
 *
 * The same is done to a store that syncs only at checkpoints (`synchronous = NORMAL`): that must lose edits, or this
 * would prove nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '@flashboard/server/store/database'
import * as people from '@flashboard/server/store/people'
import * as plans from '@flashboard/server/store/plans'
import { readAfter, updateLog } from '@flashboard/server/store/updates'
import { documentOf, readStored } from '@flashboard/server/sync/stored-plan'
import * as Y from 'yjs'
import { randomEditor } from '../support/random-edits.ts'
import { seededRandom } from '../support/seeded-chance.ts'
import { blankContent, MEMORY, temporaryFolder } from '../support/temporary-store.ts'
import type { Soak } from './soak.ts'

interface Size {
  cuts: number
}

const PLAN = 'plan'
const ADA = { id: 'ada', name: 'Ada' }
const SECTOR_BYTES = 512
const WAL_HEADER_BYTES = 32
/** Edits between two cuts, and those that the cut finds unsynced, at most. */
const EDITS_BETWEEN = 12
const EDITS_UNSYNCED = 4

type Random = () => number

interface Files {
  main: Buffer
  wal: Buffer
}

export const power: Soak<Size> = {
  promises: 'S2',
  title: 'What was acknowledged survives a power cut, however much of what came after it reached the disk',
  full: { cuts: 500 },
  short: { cuts: 40 },

  async prove({ cuts }, say) {
    const full = await cutAgainAndAgain(cuts, say)
    const relaxed = await cutAgainAndAgain(cuts, say, 'NORMAL')
    return [
      { what: 'power cuts', value: cuts, atLeast: cuts },
      { what: 'edits acknowledged before the last of them', value: full.acknowledged },
      {
        what: 'checkpoints that a cut fell into or behind',
        value: full.checkpoints,
        atLeast: cuts > 100 ? 1 : 0,
      },
      { what: 'cuts after which an edit was lost, or the plan did not open', value: full.losing, atMost: 0 },
      { what: 'the same with synchronous = NORMAL, to compare', value: relaxed.losing, atLeast: 1 },
    ]
  },
}

async function cutAgainAndAgain(cuts: number, say: (progress: string) => void, synchronous?: 'NORMAL') {
  const folder = temporaryFolder(MEMORY)
  const path = join(folder, 'plans.sqlite')
  const store = await openStore(path)
  await people.create(store.db, ADA, 1)
  const content = blankContent()
  await plans.create(store.db, { id: PLAN, createdBy: ADA, createdAt: 1, template: 'blank', content })
  // All that came so far is in the file itself, and synced.
  store.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  if (synchronous) store.sqlite.pragma(`synchronous = ${synchronous}`)
  const random = seededRandom(cuts)
  const write = writer(store, content)
  const files = (): Files => ({ main: readFileSync(path), wal: readFileSync(`${path}-wal`) })

  let [acknowledged, losing, checkpoints] = [0, 0, 0]
  for (let cut = 0; cut < cuts; cut++) {
    for (let left = Math.floor(random() * EDITS_BETWEEN); left >= 0; left--) acknowledged = write()
    const then = files()
    for (let left = Math.floor(random() * EDITS_UNSYNCED); left >= 0; left--) write()
    const later = files()
    if (!then.main.equals(later.main) || !haveOneHeader(then, later)) checkpoints++
    const synced = synchronous ? { main: later.main, wal: Buffer.alloc(0) } : then
    const image = join(folder, `cut-${cut}.sqlite`)
    const left = leftOf(synced, later, random)
    writeFileSync(image, left.main)
    writeFileSync(`${image}-wal`, left.wal)
    if (!(await hasAll(image, acknowledged))) losing++
    if (cut % 100 === 99) say(`${cut + 1} cuts, ${losing} lost something`)
  }
  await store.close()
  return { acknowledged, losing, checkpoints }
}

/** @returns what makes one edit more, on disk when it returns its number. */
function writer(store: Parameters<typeof updateLog>[0], content: Uint8Array): () => number {
  const log = updateLog(store)
  const doc = new Y.Doc()
  doc.clientID = 7
  Y.applyUpdate(doc, content)
  const made: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => made.push(update))
  const edit = randomEditor(doc, 7)
  return () => {
    while (made.length === 0) edit()
    return log.append([{ planId: PLAN, personId: ADA.id, at: 1, bytes: made.shift()! }])[0]!
  }
}

/** A log that is begun anew has another header. */
const haveOneHeader = (one: Files, other: Files) =>
  one.wal.subarray(0, WAL_HEADER_BYTES).equals(other.wal.subarray(0, WAL_HEADER_BYTES))

/** What the power leaves of `later`, of which `synced` was certain. */
function leftOf(synced: Files, later: Files, random: Random): Files {
  const isSameLog = haveOneHeader(synced, later)
  // SQLite brings into the file only what is synced in the log, and begins the log anew only when the file is synced.
  if (isSameLog && !synced.main.equals(later.main)) {
    return { main: mixed(synced.main, later.main, random), wal: later.wal }
  }
  return { main: later.main, wal: mixed(synced.wal, later.wal, random) }
}

/** Of the sectors that differ some arrived, some did not, and some are noise. */
function mixed(synced: Buffer, later: Buffer, random: Random): Buffer {
  const mix = Buffer.alloc(Math.max(synced.length, later.length))
  synced.copy(mix)
  const hasNoise = random() < 0.3
  for (let at = 0; at < later.length; at += SECTOR_BYTES) {
    const sector = later.subarray(at, at + SECTOR_BYTES)
    if (sector.equals(mix.subarray(at, at + SECTOR_BYTES))) continue
    const dice = random()
    if (dice < 0.6) sector.copy(mix, at)
    else if (hasNoise && dice < 0.65 && at >= synced.length)
      mix.fill(Math.floor(random() * 256), at, at + sector.length)
  }
  return mix
}

async function hasAll(path: string, acknowledged: number): Promise<boolean> {
  const store = await openStore(path)
  try {
    const isSound = store.sqlite.pragma('integrity_check', { simple: true }) === 'ok'
    documentOf(await readStored(store.db, PLAN)).destroy()
    const rows = await readAfter(store.db, PLAN, 0)
    return isSound && rows.length >= acknowledged && rows.every(({ seq }, index) => seq === index + 1)
  } catch {
    return false
  } finally {
    await store.close()
  }
}
