/** A database copied whole, while it is in use, and put back. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { leadsTo, lockDatabase } from './database-lock.ts'
import { assertOurs, NewerDatabaseError, openStore } from './database.ts'

/** The ends of the names of a database's files: its own, and those of what is not in it yet. */
const parts = ['', '-wal', '-shm', '-journal']

export interface BackupFigures {
  plans: number
  updates: number
}

/** The file is no whole database of Flashboard's. */
export class BackupDamagedError extends Error {
  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} is no sound backup of Flashboard's. Nothing was changed; take a file that pnpm backup made.`,
      options,
    )
    this.name = 'BackupDamagedError'
  }
}

/** The file to write to is there already. */
export class BackupExistsError extends Error {
  constructor(path: string) {
    super(`${path} is there already, and was left as it is. Name another file.`)
    this.name = 'BackupExistsError'
  }
}

/** What is to be copied is no file that can be read. */
export class NoSuchFileError extends Error {
  constructor(path: string) {
    super(`There is no file ${path}. Nothing was changed.`)
    this.name = 'NoSuchFileError'
  }
}

/** The file is the database itself, or a part of it. */
export class OwnFileError extends Error {
  constructor(path: string) {
    super(`${path} is the database itself, and no backup of it. Nothing was changed; name a backup.`)
    this.name = 'OwnFileError'
  }
}

/** The database can't be copied: what was copied is no whole one. */
export class DatabaseDamagedError extends Error {
  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} is damaged, or no database of Flashboard’s. No backup was made, and it was left as it is. ` +
        `An earlier backup is put in its place with pnpm restore FILE, which keeps it beside.`,
      options,
    )
    this.name = 'DatabaseDamagedError'
  }
}

/**
 * Copies the database as it is at one moment, and looks at the copy before it counts. A server may go on writing.
 * @throws NoSuchFileError, BackupExistsError, DatabaseDamagedError, NewerDatabaseError
 */
export function backUp(databasePath: string, file: string): BackupFigures {
  assertFile(databasePath)
  try {
    copy(databasePath, file)
  } catch (error) {
    throw isDamage(error) ? new DatabaseDamagedError(databasePath, { cause: error }) : error
  }
  try {
    const figures = check(file)
    sync(file)
    sync(dirname(file))
    return figures
  } catch (error) {
    remove(file)
    throw error instanceof BackupDamagedError
      ? new DatabaseDamagedError(databasePath, { cause: error })
      : error
  }
}

/**
 * Puts a backup in the place of the database, which is kept beside it. Every plan gets a new epoch: pages that
 * were open before hold edits that the backup does not know, and are told instead of pushing them back.
 * @param now UTC ms.
 * @returns where the database of before is now; nothing where there was none.
 * @throws DatabaseInUseError, NoSuchFileError, OwnFileError, BackupDamagedError, NewerDatabaseError
 */
export async function restore(
  databasePath: string,
  file: string,
  now: number,
): Promise<BackupFigures & { before?: string }> {
  const lock = lockDatabase(databasePath)
  try {
    const path = leadsTo(databasePath)
    assertFile(file)
    if (isOwn(path, file)) throw new OwnFileError(file)
    const figures = check(file)
    // One that was broken off has set aside already what is to be kept, and nobody has written to what came for it.
    const stamp = stampOfRestored(path) ?? freeStamp(path, now)
    const next = `${path}.restoring`
    remove(next)
    copy(
      file,
      next,
      [path, beforeName(path, stamp), file].find((each) => existsSync(each)),
    )
    try {
      await renew(next, now)
    } catch (error) {
      remove(next)
      throw error
    }
    sync(next)
    makeOne(path)
    renameSync(next, restoredName(path, stamp))
    sync(dirname(path))
    const before = finishRestore(path)
    return { ...figures, ...(before === undefined ? {} : { before }) }
  } finally {
    lock.release()
  }
}

/**
 * Puts a restored database in its place. A restore that was ended in the middle is finished by whoever opens the
 * database next; they must hold its lock.
 * @returns where the database of before is now; nothing where there was none, or nothing was to be finished.
 */
export function finishRestore(databasePath: string): string | undefined {
  const steps = stepsToFinish(databasePath)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * As `finishRestore`, a change of the folder at a time. Between any two of them the process may end: each attempt has
 * its name, so whoever begins again goes on where it was, and no part of the old database stays beside the new one.
 */
export function* stepsToFinish(databasePath: string): Generator<void, string | undefined> {
  const path = leadsTo(databasePath)
  const stamp = stampOfRestored(path)
  if (stamp === undefined) return undefined
  const before = beforeName(path, stamp)
  for (const part of parts) {
    if (!existsSync(path + part)) continue
    renameSync(path + part, before + part)
    yield
  }
  // SQLite would take what is left of the old one's log for the new one's.
  sync(dirname(path))
  renameSync(restoredName(path, stamp), path)
  yield
  sync(dirname(path))
  return existsSync(before) ? before : undefined
}

/** When an attempt began, as it stands in names. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/
/** Under this name stands a restored database that is whole and only has to be moved to its place. */
const restoredName = (path: string, stamp: string) => `${path}.restored-${stamp}`
const beforeName = (path: string, stamp: string) => `${path}.before-${stamp}`

/** By what the attempt goes that is under way. */
function stampOfRestored(path: string): string | undefined {
  const start = basename(restoredName(path, ''))
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .find((end) => STAMP.test(end))
}

/** Nothing that was set aside is ever written over. */
function freeStamp(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const isTaken = parts.some((part) => existsSync(beforeName(path, stamp) + part))
  return isTaken ? freeStamp(path, now + 1) : stamp
}

/**
 * Brings what is in the write-ahead log into the file, so that one file is all of it. One that is damaged, or is being
 * backed up, goes aside as it is, in its parts.
 */
function makeOne(path: string): void {
  if (!existsSync(path)) return
  const database = new Sqlite(path, { timeout: 0 })
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error
  } finally {
    database.close()
  }
}

/**
 * Writes a new file. One statement reads all of the database at one moment; SQLite's backup would begin anew with
 * every edit that a server commits meanwhile.
 * @param like whose rights the file gets: there are secrets in it.
 * @throws BackupExistsError
 */
function copy(from: string, to: string, like = from): void {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true })
  try {
    makeFile(to, statSync(like).mode)
    source.prepare('vacuum into ?').run(to)
  } catch (error) {
    if (!(error instanceof BackupExistsError)) remove(to)
    throw error
  } finally {
    source.close()
  }
}

function remove(path: string): void {
  for (const part of parts) rmSync(path + part, { force: true })
}

function makeFile(path: string, mode: number): void {
  try {
    closeSync(openSync(path, 'wx', mode))
  } catch (error) {
    throw existsSync(path) ? new BackupExistsError(path) : error
  }
}

/** Has it on the disk, a power cut or not; of a folder the names. `vacuum into` leaves that to the system. */
function sync(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

/** @throws NoSuchFileError */
function assertFile(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new NoSuchFileError(path)
}

/** Whether a file is one of those that the database at `path` is made of, or that a restore makes. */
function isOwn(path: string, file: string): boolean {
  const own = [...parts, '.lock', '.restoring'].map((end) => path + end)
  const stamp = stampOfRestored(path)
  if (stamp !== undefined) own.push(restoredName(path, stamp))
  return own.some((each) => existsSync(each) && isSame(each, file))
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)]
  return (a.dev === b.dev && a.ino === b.ino) || realpathSync(one) === realpathSync(other)
}

async function renew(path: string, now: number): Promise<void> {
  const store = await openStore(path)
  await store.db
    .updateTable('plans')
    .set((plan) => ({ epoch: plan.fn('max', [plan('epoch', '+', 1), plan.val(now)]) }))
    .execute()
  store.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  await store.close()
}

/** @throws BackupDamagedError, NewerDatabaseError */
function check(path: string): BackupFigures {
  try {
    const copied = new Sqlite(path, { readonly: true, fileMustExist: true })
    try {
      assertOurs(copied, path)
      const isSound = copied.pragma('integrity_check', { simple: true }) === 'ok'
      if (!isSound || (copied.pragma('foreign_key_check') as unknown[]).length > 0) {
        throw new RangeError('The check of its pages or its keys failed')
      }
      const count = (table: string) =>
        copied.prepare<[], { count: number }>(`select count(*) as count from ${table}`).get()!.count
      return { plans: count('plans'), updates: count('updates') }
    } finally {
      copied.close()
    }
  } catch (cause) {
    throw cause instanceof NewerDatabaseError || isRefused(cause)
      ? cause
      : new BackupDamagedError(path, { cause })
  }
}

const codeOf = (error: unknown) => (error instanceof Sqlite.SqliteError ? error.code : '')

/** Whether the system does not let it be read, whatever is in it. */
const isRefused = (error: unknown) => /^SQLITE_(CANTOPEN|IOERR|BUSY|FULL)/.test(codeOf(error))

const isDamage = (error: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))
