import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
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
import {
  backUp,
  BackupDamagedError,
  BackupExistsError,
  DatabaseDamagedError,
  finishRestore,
  NoSuchFileError,
  OwnFileError,
  restore,
  stepsToFinish,
} from './backups.ts'
import { DatabaseInUseError, lockDatabase } from './database-lock.ts'
import * as plans from './plans.ts'
import * as updates from './updates.ts'

const NOW = Date.UTC(2026, 5, 1)
/** Of an attempt a moment before. */
const STAMP = '2026-05-31T23-59-59-000Z'
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
    expect(() => backUp(from, to)).toThrow(DatabaseDamagedError)
    expect(existsSync(to)).toBe(false)
  })

  test('[B1] of a database that is damaged is none, and says so of the database', async () => {
    const { path, store } = await stored()
    await store.close()
    const whole = readFileSync(path)
    for (const damaged of [Buffer.from('x'.repeat(5_000)), whole.subarray(0, whole.length / 2)]) {
      writeFileSync(path, damaged)
      const to = file()
      expect(() => backUp(path, to)).toThrow(`${path} is damaged`)
      expect(existsSync(to)).toBe(false)
      expect(readFileSync(path)).toEqual(damaged)
    }
  })

  test('of no file is none', () => {
    expect(() => backUp(file(), file())).toThrow(NoSuchFileError)
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
    const again = await restore(path, before!, NOW)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1, 2], epoch: NOW })
    // Three within one millisecond: nothing that was set aside is written over.
    expect(new Set(readdirSync(dirname(path)).filter((name) => /\.before-.*Z$/.test(name))).size).toBe(3)
    expect(await seqsIn(again.before!, planId)).toMatchObject({ seqs: [1] })
  })

  test.each([
    ['the database itself', (path: string) => path],
    ['a link to it', (path: string) => `${path}.link`],
    ['its write-ahead log', (path: string) => `${path}-wal`],
  ])('of %s is refused and changes nothing', async (_what, of) => {
    const { path, planId } = await stored()
    symlinkSync(path, `${path}.link`)
    await expect(restore(path, of(path), NOW)).rejects.toThrow(OwnFileError)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: 0 })
    expect(readdirSync(dirname(path)).filter((name) => name.includes('.before-'))).toEqual([])
  })

  test('of no file, or a folder, is refused and changes nothing', async () => {
    const { path, planId } = await stored()
    await expect(restore(path, file(), NOW)).rejects.toThrow(NoSuchFileError)
    await expect(restore(path, temporaryFolder(), NOW)).rejects.toThrow(NoSuchFileError)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: 0 })
  })

  test('[B1] puts a backup in the place of a database that is damaged, which is kept', async () => {
    const { path, store, planId } = await stored()
    const to = file()
    backUp(path, to)
    await store.close()
    const damaged = Buffer.from('x'.repeat(5_000))
    writeFileSync(path, damaged)
    const { before } = await restore(path, to, NOW)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: NOW })
    expect(readFileSync(before!)).toEqual(damaged)
  })

  test('[B3] through a link puts it where the link leads', async () => {
    const { path, store, planId } = await stored()
    const to = file()
    backUp(path, to)
    await store.close()
    const link = join(temporaryFolder(), 'link.sqlite')
    symlinkSync(path, link)
    const { before } = await restore(link, to, NOW)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(dirname(before!)).toBe(dirname(path))
    expect(await seqsIn(path, planId)).toMatchObject({ epoch: NOW })
    // One lock, too, while nothing is there.
    renameSync(path, `${path}.gone`)
    const first = lockDatabase(link)
    expect(() => lockDatabase(path)).toThrow(DatabaseInUseError)
    first.release()
  })

  test('[B1] keeps what was only in the write-ahead log, in the one file that it names', async () => {
    const { path, store, planId, personId } = await stored()
    const to = file()
    backUp(path, to)
    updates.updateLog(store).append([{ planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }])
    // As after kill -9: the last row is only in the -wal file.
    for (const part of ['', '-wal']) copyFileSync(path + part, `${path}.killed${part}`)
    const { before } = await restore(`${path}.killed`, to, NOW)
    const alone = file()
    copyFileSync(before!, alone)
    expect((await seqsIn(alone, planId)).seqs).toEqual([1, 2])
    expect((await seqsIn(`${path}.killed`, planId)).seqs).toEqual([1])
  })

  /** A database whose last row is in the -wal file, and a restore of it that has come as far as to its last renames. */
  async function almostRestored() {
    const { path: written, store, planId, personId } = await stored()
    const [to, path] = [file(), file()]
    backUp(written, to)
    updates.updateLog(store).append([{ planId, personId, at: 1, bytes: Uint8Array.of(0, 0) }])
    for (const part of ['', '-wal']) copyFileSync(written + part, path + part)
    copyFileSync(to, `${path}.restored-${STAMP}`)
    const begin = (steps: number) => {
      const run = stepsToFinish(path)
      for (let step = 0; step < steps; step++) if (run.next().done) return false
      return true
    }
    return { path, planId, to, begin }
  }

  const STOPS = [0, 1, 2, 3]

  test.each(STOPS)(
    '[B1] that ended behind %i of its renames is finished by who opens the database next',
    async (stop) => {
      const { path, planId, begin } = await almostRestored()
      expect(begin(stop)).toBe(true)
      finishRestore(path)
      expect(finishRestore(path)).toBeUndefined()
      expect((await seqsIn(path, planId)).seqs).toEqual([1])
      expect((await seqsIn(`${path}.before-${STAMP}`, planId)).seqs).toEqual([1, 2])
      expect(readdirSync(dirname(path)).filter((name) => name.includes('.restored'))).toEqual([])
    },
  )

  test('[B1] has no more renames than these', async () => {
    const { begin } = await almostRestored()
    expect(begin(STOPS.length)).toBe(false)
  })

  test.each(STOPS)(
    '[B1] after one that ended behind %i renames keeps what was there, and says where',
    async (stop) => {
      const { path, planId, to, begin } = await almostRestored()
      begin(stop)
      const { before } = await restore(path, to, NOW)
      expect(await seqsIn(path, planId)).toMatchObject({ seqs: [1], epoch: NOW })
      const kept = readdirSync(dirname(path)).filter((name) => /\.before-.*Z$/.test(name))
      expect(kept).toContain(basename(before!))
      const seqs = await Promise.all(
        kept.map(async (name) => (await seqsIn(join(dirname(path), name), planId)).seqs),
      )
      expect(seqs).toContainEqual([1, 2])
    },
  )

  test('takes no file for a restore that was broken off but those that it made', async () => {
    const { path, planId } = await stored()
    const to = `${path}.restored-copy`
    backUp(path, to)
    expect(finishRestore(path)).toBeUndefined()
    expect(existsSync(to)).toBe(true)
    expect(await seqsIn(path, planId)).toEqual({ seqs: [1], epoch: 0 })
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
