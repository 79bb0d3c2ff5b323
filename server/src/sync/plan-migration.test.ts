import { type Edit, FLASHBOARD, momentsOf } from '@flashboard/shared/log/moments'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  age,
  ONE_AGO,
  plantedMigrations,
  setOldPrice,
  TWO_AGO,
} from '../../../tests/support/planted-migrations.ts'
import { seededChance } from '../../../tests/support/seeded-chance.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { storePlan } from '../../../tests/support/temporary-store.ts'
import { through } from '../../../tests/support/through.ts'
import * as deletedPlans from '../store/deleted-plans.ts'
import * as snapshots from '../store/snapshots.ts'
import { editsOf, updateLog } from '../store/updates.ts'
import { readPlansAt } from './past-plans.ts'
import { migratePlans } from './plan-migration.ts'
import { PlanReader } from './plan-reader.ts'
import { restorePlan } from './restore.ts'
import { snapshotOf } from './snapshot-of.ts'
import { documentOf, OtherSchemaError, readStored } from './stored-plan.ts'

const chance = seededChance(1)
const NOW = 7_777

/** A plan of an earlier schema: made at a price of 185, and brought to 190 by its second edit. */
async function open(version = TWO_AGO) {
  const at = await TestRooms.open()
  const { store, planId, personId } = at
  const { db, sqlite } = store
  age(store, planId, version)
  const old = documentOf(await readStored(db, planId, version))
  const before = Y.encodeStateVector(old)
  setOldPrice(old, 190, version)
  const bytes = Y.encodeStateAsUpdate(old, before)
  updateLog(store).append([{ planId, personId, at: 5, bytes }])
  const complaints: string[] = []
  const migrate = (migrations: Parameters<typeof migratePlans>[0]['migrations'] = plantedMigrations) =>
    migratePlans({
      db,
      migrations,
      clock: { now: () => NOW },
      complain: (_error, what) => complaints.push(what),
    })
  const rowsOf = (id: string) =>
    ['plans', 'updates', 'snapshots', 'writers', 'plan_events'].map((table) =>
      sqlite.prepare(`select * from ${table} where ${table === 'plans' ? 'id' : 'plan_id'} = ?`).all(id),
    )
  const docNow = async (id = planId) => new PlanDoc(documentOf(await readStored(db, id)), chance)
  return { at, store, db, planId, personId, complaints, migrate, rowsOf, docNow }
}

const isOther = (isLater: boolean) => expect.toSatisfy((error) => error.isLater === isLater)

describe('[V1] a plan of an earlier schema', () => {
  test.each([TWO_AGO, ONE_AGO])(
    '%i is brought to this one by one update of the server’s',
    async (version) => {
      const { at, db, planId, migrate, docNow, complaints, store } = await open(version)
      expect(await migrate()).toBe(1)
      expect(complaints).toEqual([])
      expect(at.rowCount()).toBe(3)
      const doc = await docNow()
      expect(doc.schemaVersion).toBe(PLAN_SCHEMA_VERSION)
      expect(doc.leftOut).toBe(0)
      expect(doc.get('offer').priceMinor).toBe(19_000)
      expect(doc.get('hubs')).toMatchObject([{ id: 'porto', name: 'Porto' }])
      expect(doc.doc.getMap('offer').has('price')).toBe(false)
      const [edit] = await editsOf(db, planId, { after: 2, upTo: 3 })
      expect(edit).toEqual({ seq: 3, at: NOW, ...FLASHBOARD })
      // [G5] Nobody else writes under its client id.
      const rows = store.sqlite.prepare('select person_id from writers where at = ?').all(NOW)
      expect(rows).toEqual([{ person_id: FLASHBOARD.personId }])
    },
  )

  test('is brought there once', async () => {
    const { migrate, rowsOf, planId } = await open()
    await migrate()
    const rows = rowsOf(planId)
    expect(await migrate()).toBe(0)
    expect(rowsOf(planId)).toEqual(rows)
  })

  test('[S5] is the same on every way that it is read', async () => {
    const { at, db, store, planId, migrate, docNow } = await open()
    await migrate()
    const plan = (await docNow()).read()
    const row = { id: planId, seq: 3 }
    expect((await new PlanReader({ db, rooms: at.rooms, chance }).read(row)).plan).toEqual(plan)
    const page = await at.join()
    expect(new PlanDoc(page.doc, chance).read()).toEqual(plan)
    expect((await readPlansAt(db, planId, [3], chance)).get(3)).toEqual(plan)
    store.sqlite.exec('delete from snapshots')
    const all = await readStored(db, planId)
    expect(all.tail).toHaveLength(3)
    expect(new PlanDoc(documentOf(all), chance).read()).toEqual(plan)
    // And it is edited on.
    new PlanDoc(page.doc, chance).set('offer/priceMinor', 500)
    at.pass(page)
    expect(page.closed).toBeUndefined()
    expect((await docNow()).get('offer').priceMinor).toBe(500)
  })

  test('[K2] has a snapshot of what it is now; one of before is the beginning, and a damaged one is none', async () => {
    const { db, store, planId, migrate, docNow } = await open()
    await snapshots.keep(db, planId, snapshotOf(await readStored(db, planId, TWO_AGO)))
    await migrate()
    const plan = (await docNow()).read()
    expect((await readStored(db, planId)).tail).toEqual([])
    store.sqlite.exec('update snapshots set checksum = checksum + 1')
    expect((await docNow()).read()).toEqual(plan)
  })

  test('is brought there, too, where it is deleted and can come back', async () => {
    const { at, store, db, planId, personId, migrate, docNow } = await open()
    const deletion = { planId, by: { id: personId, name: 'Ada' }, at: 9 }
    await db.transaction().execute((trx) => deletedPlans.remove(trx, deletion))
    await migrate()
    expect(await deletedPlans.restore(store.db, deletion)).toBe(true)
    expect((await docNow()).get('offer').priceMinor).toBe(19_000)
    expect(at.rowCount()).toBe(3)
  })

  test('[H1] has a moment of its own for that, between the edits of one person', async () => {
    const { db, planId, personId, migrate, store } = await open()
    await migrate()
    updateLog(store).append([{ planId, personId, at: NOW + 1, bytes: Uint8Array.of(0, 0) }])
    const edits: Edit[] = await editsOf(db, planId, { after: 0, upTo: 4 })
    expect(momentsOf(edits, []).map(({ people, toSeq }) => [people.map(({ name }) => name), toSeq])).toEqual([
      [['Ada'], 1],
      [['Ada'], 2],
      [['Flashboard'], 3],
      [['Ada'], 4],
    ])
  })
})

describe('[V2] a plan that can’t be brought to this schema', () => {
  const faults: [string, typeof plantedMigrations | readonly []][] = [
    [
      'throws',
      [
        plantedMigrations[0],
        {
          ...plantedMigrations[1],
          document: () => {
            throw new Error('No')
          },
        },
      ] as never,
    ],
    ['is not there', []],
    ['is missing in between', [plantedMigrations[1]] as never],
  ]
  test.each(faults)('as its migration %s, stays as it was, byte by byte', async (_what, migrations) => {
    const { at, db, planId, migrate, rowsOf, complaints } = await open()
    const rows = rowsOf(planId)
    expect(await migrate(migrations)).toBe(0)
    expect(rowsOf(planId)).toEqual(rows)
    expect(complaints).toEqual([expect.stringContaining(planId)])
    await expect(readStored(db, planId)).rejects.toThrow(OtherSchemaError)
    await expect(readStored(db, planId)).rejects.toEqual(isOther(false))
    await expect(at.connect()).rejects.toThrow(OtherSchemaError)
    await expect(readPlansAt(db, planId, [1], chance, plantedMigrations)).rejects.toThrow(OtherSchemaError)
    // With the next server it is.
    expect(await migrate()).toBe(1)
    await at.connect()
  })

  test('as the disk refuses it, stays as it was, and is brought there by the next start', async () => {
    const { at, planId, migrate, rowsOf, complaints } = await open()
    const rows = rowsOf(planId)
    at.breakDisk()
    expect(await migrate()).toBe(0)
    expect(rowsOf(planId)).toEqual(rows)
    expect(complaints).toHaveLength(1)
    at.mendDisk()
    expect(await migrate()).toBe(1)
    await at.connect()
  })

  test('does not stop the others', async () => {
    const { store, db, planId, migrate, complaints, docNow } = await open()
    const other = await storePlan(store)
    age(store, other.planId)
    store.sqlite.prepare(`update updates set bytes = x'ff' where plan_id = ? and seq = 2`).run(planId)
    expect(await migrate()).toBe(1)
    expect(complaints).toHaveLength(1)
    expect((await docNow(other.planId)).get('offer').priceMinor).toBe(18_500)
    await expect(readStored(db, planId)).rejects.toThrow(OtherSchemaError)
  })

  test('as a later Flashboard wrote it, stays as it was; others open', async () => {
    const { at, store, db, planId, migrate, rowsOf, complaints } = await open()
    await migrate()
    store.sqlite
      .prepare('update plans set schema_version = ? where id = ?')
      .run(PLAN_SCHEMA_VERSION + 1, planId)
    const rows = rowsOf(planId)
    expect(await migrate()).toBe(0)
    expect(complaints).toEqual([expect.stringContaining(planId)])
    await expect(readStored(db, planId)).rejects.toEqual(isOther(true))
    await expect(at.connect()).rejects.toThrow(OtherSchemaError)
    await expect(readPlansAt(db, planId, [1], chance, plantedMigrations)).rejects.toEqual(isOther(true))
    const row = { id: planId, seq: 3 }
    await expect(new PlanReader({ db, rooms: at.rooms, chance }).read(row)).rejects.toEqual(isOther(true))
    expect(rowsOf(planId)).toEqual(rows)
    expect(documentOf(await readStored(db, (await storePlan(store)).planId))).toBeDefined()
  })
})

describe('[V3] what a plan was before', () => {
  test('[H2] is read as of this schema', async () => {
    const { db, planId, migrate } = await open()
    await migrate()
    const read = await readPlansAt(db, planId, [1, 2, 3], chance, plantedMigrations)
    expect([1, 2, 3].map((seq) => read.get(seq)!.offer.priceMinor)).toEqual([18_500, 19_000, 19_000])
    expect(read.get(1)!.hubs).toMatchObject([{ id: 'porto', name: 'Porto' }])
    expect(read.get(2)).toEqual(read.get(3))
  })

  test('[H3] comes back as a new edit', async () => {
    const { at, db, planId, personId, migrate, docNow } = await open()
    await migrate()
    const [past] = (await readPlansAt(db, planId, [1], chance, plantedMigrations)).values()
    const member = { personId, name: 'Ada', role: 'editor', epoch: 0, speaksFlashboard: true } as const
    await through(
      at.clock,
      restorePlan(
        { rooms: at.rooms, chance },
        { planId, becomes: () => past!, member, to: { toSeq: 1, toAt: 1 } },
      ),
    )
    expect((await docNow()).read()).toEqual(past)
    expect((await docNow()).schemaVersion).toBe(PLAN_SCHEMA_VERSION)
  })
})
