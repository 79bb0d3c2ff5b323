/** A database copied whole, while it is in use, and put back. */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { lockDatabase } from './database-lock.ts'
import { openStore } from './database.ts'

/** The ends of a database's names, beside its write-ahead log's. */
const parts = ['', '-wal', '-shm']

export interface BackupFigures {
  plans: number
  updates: number
}

/** The file is no whole database of Flashboard's. */
export class BackupDamagedError extends Error {
  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is no sound backup of Flashboard's. Nothing was changed; take another.`, options)
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

/**
 * Copies the database as it is at one moment, and looks at the copy before it counts. A server may go on writing.
 * @throws BackupExistsError, BackupDamagedError
 */
export function backUp(databasePath: string, file: string): BackupFigures {
  copy(databasePath, file)
  try {
    return check(file)
  } catch (error) {
    remove(file)
    throw error
  }
}

/**
 * Puts a backup in the place of the database, which is kept beside it. Every plan gets a new epoch: pages that
 * were open before hold edits that the backup does not know, and are told instead of pushing them back.
 * @param now UTC ms.
 * @returns where the database of before is now; nothing where there was none.
 * @throws DatabaseInUseError, BackupDamagedError
 */
export async function restore(
  databasePath: string,
  file: string,
  now: number,
): Promise<BackupFigures & { before?: string }> {
  const lock = lockDatabase(databasePath)
  try {
    const figures = check(file)
    const next = `${databasePath}.restoring`
    remove(next)
    copy(file, next, existsSync(databasePath) ? databasePath : file)
    try {
      await renew(next, now)
    } catch (error) {
      remove(next)
      throw error
    }
    renameSync(next, restoredName(databasePath))
    const before = finishRestore(databasePath, now)
    return { ...figures, ...(before === undefined ? {} : { before }) }
  } finally {
    lock.release()
  }
}

/**
 * Puts a restored database in its place. A restore that was ended in the middle is finished by whoever opens the
 * database next; they must hold its lock.
 * @param now UTC ms.
 * @returns where the database of before is now; nothing where there was none, or nothing was to be finished.
 */
export function finishRestore(databasePath: string, now: number): string | undefined {
  if (!existsSync(restoredName(databasePath))) return undefined
  const before = setAside(databasePath, now)
  renameSync(restoredName(databasePath), databasePath)
  return before
}

/** Under this name stands a restored database that is whole and only has to be moved to its place. */
const restoredName = (databasePath: string) => `${databasePath}.restored`

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

async function renew(path: string, now: number): Promise<void> {
  const store = await openStore(path)
  await store.db
    .updateTable('plans')
    .set((plan) => ({ epoch: plan.fn('max', [plan('epoch', '+', 1), plan.val(now)]) }))
    .execute()
  store.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  await store.close()
}

/** The write-ahead log goes with it: it may hold what is not in the file yet. */
function setAside(path: string, now: number): string | undefined {
  if (!parts.some((part) => existsSync(path + part))) return undefined
  const aside = `${path}.before-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  for (const part of parts) {
    if (existsSync(path + part)) renameSync(path + part, aside + part)
  }
  return aside
}

function check(path: string): BackupFigures {
  try {
    const copied = new Sqlite(path, { readonly: true, fileMustExist: true })
    try {
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
    throw new BackupDamagedError(path, { cause })
  }
}
