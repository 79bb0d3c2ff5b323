import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addMember,
  openTemporaryStore,
  storePlan,
  temporaryFolder,
} from '../../../tests/support/temporary-store.ts'
import { newId } from '../chance.ts'
import { NewerDatabaseError, NotOursError, openStore } from './database.ts'
import * as events from './events.ts'
import * as judgements from './judgements.ts'
import * as members from './members.ts'
import * as plans from './plans.ts'
import * as updates from './updates.ts'

test('[W3] no transaction is open when the sockets have their turn: their edits would be refused', async () => {
  const store = await openTemporaryStore()
  const { db, sqlite } = store
  const { planId } = await storePlan(store)
  const judged = { id: planId, judgedSeq: 1, judgedLaunchAt: 1, nextTurnAt: null }
  const moved = { kind: 'launchMoved', at: 1, actor: null, from: 1, to: 2 } as const
  let wasOpen = false
  const look = () => {
    wasOpen ||= sqlite.inTransaction
    next = setImmediate(look)
  }
  let next = setImmediate(look)
  const keeping = Array.from({ length: 20 }, () => judgements.keep(db, judged, [moved, moved, moved]))
  await Promise.all([...keeping, new Promise((resolve) => setImmediate(resolve))])
  clearImmediate(next)
  expect(wasOpen).toBe(false)
  expect(await events.readAfter(db, planId, 0)).toHaveLength(61)
})

describe('openStore', () => {
  test('makes the folder, and sets what keeps rows through a power cut at every open', async () => {
    const path = join(temporaryFolder(), 'deep/down/plans.sqlite')
    for (let time = 0; time < 2; time++) {
      const store = await openStore(path)
      const pragma = (name: string) => store.sqlite.pragma(name, { simple: true })
      expect(pragma('journal_mode')).toBe('wal')
      expect(pragma('synchronous')).toBe(2)
      expect(pragma('foreign_keys')).toBe(1)
      expect(pragma('busy_timeout')).toBe(5_000)
      await store.close()
    }
  })

  test('makes a file that nobody else can read', async () => {
    const path = join(temporaryFolder(), 'plans.sqlite')
    await openTemporaryStore(path)
    for (const part of ['', '-wal']) expect(statSync(path + part).mode & 0o777).toBe(0o600)
  })

  test('finds everything again', async () => {
    const path = join(temporaryFolder(), 'plans.sqlite')
    const store = await openStore(path)
    const { planId, personId } = await storePlan(store)
    updateLog(store, planId, personId, 2)
    await store.close()
    const again = await openTemporaryStore(path)
    expect(await plans.read(again.db, planId)).toMatchObject({ id: planId, seq: 3, epoch: 0 })
    expect((await updates.readAfter(again.db, planId, 0)).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(await members.roleOf(again.db, planId, personId)).toBe('lead')
  })

  test('finishes a migration that was cut off, and keeps what is there', async () => {
    const store = await openTemporaryStore()
    const { planId } = await storePlan(store)
    store.sqlite.exec(`drop index plans_next_turn; delete from kysely_migration where name >= '0002'`)
    const again = await openTemporaryStore(store.sqlite.name)
    const kinds = (await events.readAfter(again.db, planId, 0)).map(({ kind }) => kind)
    expect(kinds).toEqual(['planCreated'])
    // There were fewer deadlines then: it is looked at again.
    expect(await judgements.dueBy(again.db, 0)).toEqual([planId])
    expect(again.sqlite.pragma('index_info(plans_next_turn)')).toMatchObject([{ name: 'next_turn_at' }])
  })

  test('[G5] gives the client ids of an older database to those who wrote under them first', async () => {
    const store = await openTemporaryStore()
    const { planId, personId } = await storePlan(store)
    const ben = { id: newId(), name: 'Ben' }
    await addMember(store, planId, ben)
    const log = updates.updateLog(store)
    const doc = new Y.Doc()
    doc.clientID = 70
    doc.getMap('offer').set('priceMinor', 1)
    const first = Y.encodeStateAsUpdate(doc)
    log.append([{ planId, personId: ben.id, at: 5, bytes: first }])
    doc.clientID = 71
    doc.getMap('offer').set('priceMinor', 2)
    log.append([
      { planId, personId, at: 6, bytes: Y.encodeStateAsUpdate(doc) },
      { planId, personId, at: 7, bytes: Uint8Array.of(255) },
    ])
    store.sqlite.exec(`drop table writers; delete from kysely_migration where name >= '0009'`)
    const again = await openTemporaryStore(store.sqlite.name)
    const { ownerOf, countBound } = updates.updateLog(again)
    expect([1, 70, 71, 72].map((id) => ownerOf(planId, id))).toEqual([personId, ben.id, personId, undefined])
    expect([countBound(planId, personId, 1), countBound(planId, personId, 2)]).toEqual([2, 1])
  })

  test('leaves a database of another program alone', async () => {
    const path = join(temporaryFolder(), 'other.sqlite')
    new Sqlite(path).exec('create table birds (name text)').close()
    const before = readFileSync(path)
    await expect(openStore(path)).rejects.toThrow(NotOursError)
    expect(readFileSync(path)).toEqual(before)
  })

  test('leaves a database of a newer Flashboard alone', async () => {
    const path = join(temporaryFolder(), 'plans.sqlite')
    const store = await openStore(path)
    store.sqlite.exec(`insert into kysely_migration values ('9999_later', '2030-01-01')`)
    await store.close()
    await expect(openStore(path)).rejects.toThrow(NewerDatabaseError)
  })
})

describe('a plan’s seq', () => {
  test('goes on where it was after the log’s end is trimmed', async () => {
    const store = await openTemporaryStore()
    const { planId, personId } = await storePlan(store)
    expect(updateLog(store, planId, personId, 3)).toEqual([2, 3, 4])
    store.sqlite.exec('delete from updates where seq > 2')
    expect(updateLog(store, planId, personId, 1)).toEqual([5])
  })
})

describe('plans.create', () => {
  test('keeps nothing where a part cannot be kept', async () => {
    const store = await openTemporaryStore()
    const { personId } = await storePlan(store)
    store.sqlite.exec(
      `create trigger full before insert on updates begin select raise(abort, 'disk full'); end`,
    )
    const createdBy = { id: personId, name: 'Ada' }
    const plan = { id: 'p', createdBy, createdAt: 1, template: 'blank', content: Uint8Array.of(0, 0) }
    await expect(plans.create(store.db, plan)).rejects.toThrow('disk full')
    expect(await plans.read(store.db, 'p')).toBeUndefined()
    expect(await members.roleOf(store.db, 'p', personId)).toBeUndefined()
  })
})

describe('a plan’s events', () => {
  const waived = { kind: 'waiverGiven', at: 5, actor: null, requirement: 'sku-audit', reason: 'Why' } as const

  test('are numbered by the plan, without gaps', async () => {
    const store = await openTemporaryStore()
    const [one, other] = [await storePlan(store), await storePlan(store)]
    expect(await events.append(store.db, one.planId, [waived, waived])).toBe(3)
    expect(await events.append(store.db, other.planId, [waived])).toBe(2)
    await Promise.all([1, 2, 3].map(() => events.append(store.db, one.planId, [waived])))
    const seqs = (await events.readAfter(store.db, one.planId, 0)).map(({ seq }) => seq)
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6])
    expect((await events.readAfter(store.db, one.planId, 4)).map(({ seq }) => seq)).toEqual([5, 6])
  })

  test('are kept all or none', async () => {
    const store = await openTemporaryStore()
    const { planId } = await storePlan(store)
    store.sqlite.exec(
      `create trigger full before insert on plan_events when new.seq = 3 begin select raise(abort, 'disk full'); end`,
    )
    await expect(events.append(store.db, planId, [waived, waived])).rejects.toThrow('disk full')
    expect(await events.append(store.db, planId, [waived])).toBe(2)
  })

  test('of another version are left out', async () => {
    const store = await openTemporaryStore()
    const { planId } = await storePlan(store)
    await events.append(store.db, planId, [waived, waived])
    store.sqlite.exec(`update plan_events set kind = 'moonRose' where seq = 2`)
    expect((await events.readAfter(store.db, planId, 0)).map(({ seq }) => seq)).toEqual([1, 3])
  })
})

function updateLog(
  store: Parameters<typeof updates.updateLog>[0],
  planId: string,
  personId: string,
  count: number,
): (number | undefined)[] {
  const update = { planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }
  return updates.updateLog(store).append(Array.from({ length: count }, () => update))
}
