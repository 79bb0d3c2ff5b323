/**
 * Keeps a second server off a database: each would hold plans that the other changes. The lock is the system's, on a
 * file of its own beside the database, so that it goes with its process however that ends.
 */
import { lstatSync, mkdirSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'

export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(
      `Another Flashboard has ${path} open. Nothing was changed; stop that one first, or name another DATABASE.`,
    )
    this.name = 'DatabaseInUseError'
  }
}

/**
 * Takes the database at `path` for whoever calls, until they release it.
 * @throws DatabaseInUseError
 */
export function lockDatabase(path: string): { release: () => void } {
  mkdirSync(dirname(path), { recursive: true })
  // One lock however the file is called: a link leads to the same one.
  const lock = new Sqlite(`${leadsTo(path)}.lock`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new DatabaseInUseError(path)
    }
    throw error
  }
  return { release: () => void lock.close() }
}

/** The path of a file whose folder is there, whether or not it is there itself, with all links followed. */
export function leadsTo(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const folder = realpathSync(dirname(path))
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
    return isLink ? leadsTo(resolve(folder, readlinkSync(path))) : join(folder, basename(path))
  }
}
