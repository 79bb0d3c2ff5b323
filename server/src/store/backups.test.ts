import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openTemporaryStore, storePlan, temporaryFolder } from '../../../tests/support/temporary-store.ts'
import { backUp, BackupDamagedError, BackupExistsError, finishRestore, restore } from './backups.ts'
import { DatabaseInUseError, lockDatabase } from './database-lock.ts'
import * as plans from './plans.ts'
import * as updates from './updates.ts'

const NOW = Date.UTC(2026, 5, 1)
const file = () => join(temporaryFolder(), 'backup.sqlite')

/** A closed database with one plan. */
async function stored() {
  const path = join(temporaryFolder(), 'plans.sqlite')
  const store = await openTemporaryStore(path)
  const plan = await storePlan(store)
  return { path, store, ...plan }
}

const seqsIn = async (path: string, planId: string) => {
  const store = await openTemporaryStore(path)
  const seqs = (await updates.readAfter(store.db, planId, 0)).map(({ seq }) => seq)
  const row = await plans.read(store.db, planId)
  await store.close()
  return { seqs, epoch: row?.epoch }
}

describe('a backup', () => {
  test('[B1] is the database as it was at the call, and does not begin anew with every edit of a server', async () => {
    const { path, store, planId, personId } = await stored()
    const log = updates.updateLog(store)
    // More than SQLite's own backup copies before it lets others have their turn.
    const large = { planId, personId, at: 1, bytes: new Uint8Array(40_000) }
    log.append(Array.from({ length: 50 }, () => large))
    const writing = async () => {
      for (let n = 0; n < 100; n++) {
        log.append([large])
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const to = file()
    const [figures] = await Promise.all([backUp(path, to), writing()])
    expect(figures).toEqual({ plans: 1, updates: 51 })
    expect((await seqsIn(to, planId)).seqs).toEqual(Array.from({ length: 51 }, (_, index) => index + 1))
  })

  test('is one file, and for the same eyes as the database', async () => {
    const { path, store } = await stored()
    await store.close()
    chmodSync(path, 0o600)
    const to = file()
    backUp(path, to)
    expect(readdirSync(dirname(to))).toEqual([basename(to)])
    expect(statSync(to).mode & 0o777).toBe(0o600)
    chmodSync(to, 0o644)
    await restore(path, to, NOW)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(to))).toEqual([basename(to)])
  })

  test('writes over no file that is there', async () => {
    const { path } = await stored()
    const to = file()
    writeFileSync(to, 'dear diary')
    expect(() => backUp(path, to)).toThrow(BackupExistsError)
    expect(readFileSync(to, 'utf8')).toBe('dear diary')
  })

  test('of what is no database of ours is none, and leaves no file', async () => {
    const from = join(temporaryFolder(), 'other.sqlite')
    new Sqlite(from).exec('create table birds (name text)').close()
    const to = file()
    expect(() => backUp(from, to)).toThrow(BackupDamagedError)
    expect(existsSync(to)).toBe(false)
  })
})

describe('a restore', () => {
  test('[B1] [B2] brings back the plans as they were, each in a new epoch, and keeps what was there', async () => {
    const { path, store, planId, personId } = await stored()
    const to = file()
    backUp(path, to)
    updates.updateLog(store).append([{ planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }])
    await store.close()

    const { before, ...figures } = await restore(path, to, NOW)
    expect(figures).toEqual({ plans: 1, updates: 1 })
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: NOW })
    expect(await seqsIn(before!, planId)).toEqual({ seqs: [1, 2], epoch: 0 })
    await restore(path, to, NOW)
    expect(await seqsIn(path, planId)).toMatchObject({ epoch: NOW })
    await restore(path, path, NOW)
    expect(await seqsIn(path, planId)).toMatchObject({ epoch: NOW + 1 })
  })

  test('takes the write-ahead log along with what was there', async () => {
    const { path, store, planId, personId } = await stored()
    const to = file()
    backUp(path, to)
    updates.updateLog(store).append([{ planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }])
    // As after kill -9: the last row is only in the -wal file.
    const { before } = await restore(path, to, NOW)
    expect(readdirSync(dirname(path))).toContain(`${basename(before!)}-wal`)
    await store.close()
    expect((await seqsIn(path, planId)).seqs).toEqual([1])
  })

  test('[B1] that was ended before the file was in its place is finished by who opens the database next', async () => {
    const { path, store, planId, personId } = await stored()
    const to = file()
    backUp(path, to)
    updates.updateLog(store).append([{ planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }])
    await store.close()
    // As it stands between the two steps: the restored database is whole, and the old one is gone aside or not.
    for (const isAside of [false, true]) {
      copyFileSync(to, `${path}.restored`)
      if (isAside) renameSync(path, `${path}.aside`)
      finishRestore(path, NOW + Number(isAside))
      expect(existsSync(`${path}.restored`)).toBe(false)
      expect((await seqsIn(path, planId)).seqs).toEqual([1])
    }
    expect(finishRestore(path, NOW)).toBeUndefined()
  })

  test('[B3] is refused while a server has the database open, and changes nothing', async () => {
    const { path, planId } = await stored()
    const to = file()
    backUp(path, to)
    const server = lockDatabase(path)
    await expect(restore(path, to, NOW)).rejects.toThrow(DatabaseInUseError)
    server.release()
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: 0 })
  })

  test('[B1] of a newer version’s is refused, changes nothing and leaves nothing behind', async () => {
    const { path, planId } = await stored()
    const to = file()
    backUp(path, to)
    new Sqlite(to).exec(`insert into kysely_migration (name, timestamp) values ('9999_later', '')`).close()
    const before = readdirSync(dirname(path)).sort()
    await expect(restore(path, to, NOW)).rejects.toThrow('9999_later')
    expect(
      readdirSync(dirname(path))
        .filter((name) => !name.endsWith('.lock'))
        .sort(),
    ).toEqual(before)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: 0 })
  })

  test.each([
    ['noise', () => Buffer.from('x'.repeat(5_000))],
    ['half a backup', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
  ])('of %s is refused and changes nothing', async (_what, damage) => {
    const { path, planId } = await stored()
    const to = file()
    backUp(path, to)
    writeFileSync(to, damage(readFileSync(to)))
    await expect(restore(path, to, NOW)).rejects.toThrow(BackupDamagedError)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: 0 })
  })
})

test('[B3] a database is one server’s at a time, and anybody’s once that is gone', () => {
  const path = join(temporaryFolder(), 'deep/plans.sqlite')
  const first = lockDatabase(path)
  expect(() => lockDatabase(path)).toThrow(DatabaseInUseError)
  const link = `${path}.link`
  writeFileSync(path, '')
  symlinkSync(path, link)
  expect(() => lockDatabase(link)).toThrow(DatabaseInUseError)
  first.release()
  lockDatabase(path).release()
})
