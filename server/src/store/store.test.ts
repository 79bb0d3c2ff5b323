import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openTemporaryStore, storePlan, temporaryFolder } from '../../../tests/support/temporary-store.ts'
import { openStore } from './database.ts'
import * as members from './members.ts'
import * as plans from './plans.ts'
import * as updates from './updates.ts'

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

  test('finds everything again', async () => {
    const path = join(temporaryFolder(), 'plans.sqlite')
    const store = await openStore(path)
    const { planId, personId } = await storePlan(store)
    updateLog(store, planId, personId, 2)
    await store.close()
    const again = await openTemporaryStore(path)
    expect(await plans.read(again.db, planId)).toEqual({ id: planId, seq: 3 })
    expect((await updates.readAll(again.db, planId)).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(await members.roleOf(again.db, planId, personId)).toBe('lead')
  })

  test('leaves a database of a newer Flashboard alone', async () => {
    const path = join(temporaryFolder(), 'plans.sqlite')
    const store = await openStore(path)
    store.sqlite.exec(`insert into kysely_migration values ('9999_later', '2030-01-01')`)
    await store.close()
    await expect(openStore(path)).rejects.toThrow('9999_later')
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
    const plan = { id: 'p', createdBy: personId, createdAt: 1, content: Uint8Array.of(0, 0) }
    await expect(plans.create(store.db, plan)).rejects.toThrow('disk full')
    expect(await plans.read(store.db, 'p')).toBeUndefined()
    expect(await members.roleOf(store.db, 'p', personId)).toBeUndefined()
  })
})

describe('members.join', () => {
  test('leaves the role of one who is a member already', async () => {
    const store = await openTemporaryStore()
    const { planId, personId } = await storePlan(store)
    expect(await members.join(store.db, { planId, personId, role: 'editor', at: 2 })).toBe('lead')
  })
})

function updateLog(
  store: Parameters<typeof updates.updateLog>[0],
  planId: string,
  personId: string,
  count: number,
): number[] {
  const update = { planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }
  return updates.updateLog(store).append(Array.from({ length: count }, () => update))
}
