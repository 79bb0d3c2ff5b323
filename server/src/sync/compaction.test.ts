import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { randomEditor } from '../../../tests/support/random-edits.ts'
import type { RoomClient } from '../../../tests/support/room-client.ts'
import { seededChance, seededRandom } from '../../../tests/support/seeded-chance.ts'
import { openTemporaryStore, storePlan, temporaryFolder } from '../../../tests/support/temporary-store.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import * as snapshots from '../store/snapshots.ts'
import { Compaction, IDLE_TAIL_ROWS } from './compaction.ts'
import { IDLE_MS } from './room-registry.ts'
import { readPlansAt } from './past-plans.ts'
import { snapshotOf } from './snapshot-of.ts'
import { SnapshotThread } from './snapshot-thread.ts'
import { documentOf, PlanUnreadableError, readStored } from './stored-plan.ts'

const setPrice = ({ doc }: RoomClient, price: number) => doc.getMap('offer').set('priceMinor', price)
const priceOf = ({ doc }: RoomClient) => doc.getMap('offer').get('priceMinor')
const contentOf = (doc: Y.Doc) => new PlanDoc(doc, seededChance(0)).read()

/** One page's edits, each on disk by itself. */
function edit(at: TestRooms, page: RoomClient, count: number): void {
  for (let n = 0; n < count; n++) {
    setPrice(page, n)
    at.pass(page)
  }
}

/** What is asked of the registry goes through promises. */
const untilAsked = async (at: TestRooms) => {
  await new Promise((resolve) => setImmediate(resolve))
  await at.compaction.settled()
  await new Promise((resolve) => setImmediate(resolve))
}

const snapshotIn = (at: TestRooms) => snapshots.read(at.store.db, at.planId)

describe('a snapshot', () => {
  test('[K2] is what the updates make, and leaves them where they are', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    edit(at, ada, 5)
    const before = documentOf(await readStored(at.store.db, at.planId))
    await at.compaction.compact(at.planId)
    const stored = await readStored(at.store.db, at.planId)
    expect(stored).toMatchObject({ seq: 6, tail: [] })
    expect(Y.encodeStateAsUpdate(documentOf(stored))).toEqual(Y.encodeStateAsUpdate(before))
    expect(at.rowCount()).toBe(6)
  })

  test('[K1] is opened together with the updates behind it', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    edit(at, ada, 3)
    await at.compaction.compact(at.planId)
    edit(at, ada, 4)
    const stored = await readStored(at.store.db, at.planId)
    expect(stored.seq).toBe(8)
    expect(stored.tail).toHaveLength(4)
    ada.leave()
    expect(priceOf(await at.join())).toBe(3)
  })

  test.each([
    ['bytes', `update snapshots set bytes = x'0000'`],
    ['checksum', 'update snapshots set checksum = checksum + 1'],
  ])('[K3] with damaged %s counts as none', async (_what, damage) => {
    const at = await TestRooms.open()
    const ada = await at.join()
    edit(at, ada, 3)
    ada.leave()
    await at.compaction.compact(at.planId)
    at.store.sqlite.exec(damage)
    const stored = await readStored(at.store.db, at.planId)
    expect(stored.snapshot).toBeUndefined()
    expect(stored.tail).toHaveLength(4)
    expect(priceOf(await at.join())).toBe(2)
    const past = await readPlansAt(at.store.db, at.planId, [4], seededChance(1))
    expect(past.get(4)).toMatchObject({ event: { name: 'Drop' }, offer: { priceMinor: 2 } })
  })

  test('[R3] does not stand for updates behind it that are lost', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    edit(at, ada, 2)
    await at.compaction.compact(at.planId)
    edit(at, ada, 2)
    ada.leave()
    at.store.sqlite.exec('delete from updates where seq = 5')
    await expect(at.connect()).rejects.toThrow(PlanUnreadableError)
  })

  test('is not replaced by an earlier one', async () => {
    const at = await TestRooms.open()
    const early = snapshotOf(await readStored(at.store.db, at.planId))
    edit(at, await at.join(), 2)
    await at.compaction.compact(at.planId)
    await snapshots.keep(at.store.db, at.planId, early)
    expect(await snapshotIn(at)).toMatchObject({ seq: 3 })
  })

  test('[K2] that cannot be made is complained of, and the plan stays as it is', async () => {
    const at = await TestRooms.open()
    at.store.sqlite.exec(`update updates set bytes = x'010203'`)
    expect(await at.compaction.compact(at.planId)).toBeUndefined()
    expect(at.complaints).toEqual([`plan ${at.planId} could not be given a snapshot`])
    expect(await snapshotIn(at)).toBeUndefined()
    expect(at.rowCount()).toBe(1)
  })

  test('[K2] is made in a thread of its own, which says when it cannot', async () => {
    const at = await TestRooms.open()
    edit(at, await at.join(), 3)
    const thread = new SnapshotThread(at.store.sqlite.name)
    try {
      const here = snapshotOf(await readStored(at.store.db, at.planId))
      const there = await thread.make(at.planId)
      expect(there).toEqual({ ...here, bytes: expect.anything() })
      expect(Buffer.compare(there.bytes, here.bytes)).toBe(0)
      await expect(thread.make('nowhere')).rejects.toThrow('nowhere')
    } finally {
      await thread.stop()
    }
  })

  test('[K2] is made by another thread where one has ended over one', async () => {
    const path = join(temporaryFolder(), 'late.sqlite')
    const thread = new SnapshotThread(path)
    try {
      const store = await openTemporaryStore()
      const { planId } = await storePlan(store)
      await store.close()
      const failed = thread.make(planId)
      const next = failed.catch(() => {
        // Asked for before the first thread is quite gone.
        renameSync(store.sqlite.name, path)
        return thread.make(planId)
      })
      await expect(failed).rejects.toThrow('unable to open database file')
      expect(await next).toMatchObject({ seq: 1 })
    } finally {
      await thread.stop()
    }
  })

  test('that is under way when its thread is stopped ends, without a complaint', async () => {
    const at = await TestRooms.open()
    const thread = new SnapshotThread(at.store.sqlite.name)
    const complain = (_error: unknown, what: string) => void at.complaints.push(what)
    const { db } = at.store
    const compaction = new Compaction({ db, makeSnapshot: (id) => thread.make(id), complain })
    const compacted = compaction.compact(at.planId)
    // One microtask later the thread has been asked.
    await Promise.resolve()
    await Promise.all([compaction.stop(), thread.stop()])
    expect(await compacted).toBeUndefined()
    expect(at.complaints).toEqual([])
  })
})

describe('a new snapshot is wanted', () => {
  test('[K4] while people edit, as soon as the tail is long', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.doc.getMap('offer').set('story', new Y.Text('x'.repeat(70_000)))
    at.pass(ada)
    await untilAsked(at)
    expect(await snapshotIn(at)).toMatchObject({ seq: 2 })
    expect(at.rooms.find(at.planId)!.isBuilt).toBe(true)
  })

  test('[K4] when the last one leaves a plan with a tail of some length', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    edit(at, ada, IDLE_TAIL_ROWS - 2)
    ada.leave()
    await untilAsked(at)
    expect(await snapshotIn(at)).toBeUndefined()
    const back = await at.join()
    edit(at, back, 2)
    back.leave()
    await untilAsked(at)
    expect(await snapshotIn(at)).toMatchObject({ seq: IDLE_TAIL_ROWS + 1 })
  })

  test('[K4] at the start, by plans that a server was killed over', async () => {
    const at = await TestRooms.open()
    await storePlan(at.store)
    edit(at, await at.join(), IDLE_TAIL_ROWS)
    await at.compaction.start()
    expect(at.store.sqlite.prepare('select plan_id from snapshots').all()).toEqual([{ plan_id: at.planId }])
  })

  test('[K4] at the start, where the disk does not say by which plans: that is complained of', async () => {
    const at = await TestRooms.open()
    at.store.sqlite.exec('drop table snapshots')
    await at.compaction.start()
    expect(at.complaints).toEqual(['the plans that want a snapshot could not be read'])
  })
})

describe('a room', () => {
  test('[K1] that is only read holds no document', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    const room = at.rooms.find(at.planId)!
    expect(ada.doc.getMap('event').get('name')).toEqual(expect.anything())
    expect(room.isBuilt).toBe(false)
    setPrice(ada, 4)
    at.pass(ada, ben)
    expect(room.isBuilt).toBe(true)
    expect(priceOf(ben)).toBe(4)
  })

  test('[K1] lets its document go when it has been quiet, and goes on as before', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    const room = at.rooms.find(at.planId)!
    for (const rows of [3, IDLE_TAIL_ROWS + 2]) {
      edit(at, ada, rows)
      at.clock.advance(2 * IDLE_MS)
      await untilAsked(at)
      expect(room.isBuilt).toBe(false)
      const late = await at.join()
      expect(contentOf(late.doc)).toEqual(contentOf(ada.doc))
      late.leave()
    }
    setPrice(ben, 77)
    at.pass(ben, ada)
    expect(priceOf(ada)).toBe(77)
    expect(at.rooms.find(at.planId)).toBe(room)
  })

  test('[K1] keeps it where an edit came while it was about to let it go', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    edit(at, ada, 3)
    at.clock.advance(2 * IDLE_MS)
    setPrice(ada, 99)
    at.pass(ada)
    await untilAsked(at)
    expect(at.rooms.find(at.planId)!.isBuilt).toBe(true)
    expect(priceOf(await at.join())).toBe(99)
  })
})

test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
  '[K1] [K2] snapshots and rests at any moment leave every page and the log with the same plan (seed %i)',
  async (seed) => {
    const random = seededRandom(seed)
    const at = await TestRooms.open()
    const pages = [await at.join(), await at.join()]
    const editors = pages.map(({ doc }, index) => randomEditor(doc, seed * 10 + index))
    for (let act = 0; act < 60; act++) {
      const chance = random()
      editors[chance < 0.5 ? 0 : 1]!()
      if (random() < 0.4) at.pass(...pages)
      if (random() < 0.1) await at.compaction.compact(at.planId)
      if (random() < 0.1) {
        at.clock.advance(2 * IDLE_MS)
        await untilAsked(at)
      }
      if (random() < 0.1) {
        const late = await at.join()
        at.pass(late)
        expect(late.closed).toBeUndefined()
        late.leave()
      }
    }
    at.pass(...pages)
    at.pass(...pages)
    const replayed = new Y.Doc()
    const rows = at.store.sqlite
      .prepare<[], { bytes: Buffer }>('select bytes from updates order by seq')
      .all()
    for (const { bytes } of rows) Y.applyUpdate(replayed, bytes)
    const stored = documentOf(await readStored(at.store.db, at.planId))
    const late = await at.join()
    for (const doc of [pages[0]!.doc, pages[1]!.doc, late.doc, stored]) {
      expect(contentOf(doc)).toEqual(contentOf(replayed))
      expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(replayed))
    }
    expect(at.complaints).toEqual([])
  },
)
