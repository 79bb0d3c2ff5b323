/** Opens the database: pragmas, then migrations. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrations } from '@flashboard/migrations/all'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { keepingStatements } from './statements.ts'
import type { Tables } from './tables.ts'

const MAPPED_BYTES = 1_073_741_824
/** How long another program's write is waited for. */
export const BUSY_TIMEOUT_MS = 5_000

export type Database = Kysely<Tables>

export interface Store {
  db: Database
  /** The connection under `db`, for the log's prepared transaction alone. */
  sqlite: Sqlite.Database
  close: () => Promise<void>
}

/** Another version made this database, with tables that this one does not know. */
export class NewerDatabaseError extends Error {
  constructor(path: string, migration: string) {
    super(
      `${path} is of a newer Flashboard (it has ${migration}). It was left as it is; use the newer one, or name another file.`,
    )
    this.name = 'NewerDatabaseError'
  }
}

/** Another program made this database. */
export class NotOursError extends Error {
  constructor(path: string) {
    super(`${path} is no database of Flashboard’s. It was left as it is.`)
    this.name = 'NotOursError'
  }
}

/** It is not what a server of this version has made of it, and only a server brings it there. */
export class NotUpToDateError extends Error {
  constructor(message: string) {
    super(`${message} It was left as it is.`)
    this.name = 'NotUpToDateError'
  }
}

/**
 * Opens the database at `path`, making its folder, and brings it to the newest migration.
 * @throws NewerDatabaseError, NotOursError
 */
export async function openStore(path: string): Promise<Store> {
  mkdirSync(dirname(path), { recursive: true })
  makeForOwner(path)
  const sqlite = new Sqlite(path)
  try {
    if (isAnothers(sqlite)) throw new NotOursError(path)
    assertKnown(sqlite, path)
    setPragmas(sqlite)
    const db = over(sqlite)
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
    return { db, sqlite, close: () => db.destroy() }
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** A new file is for nobody else's eyes, and its write-ahead log gets the same rights. */
function makeForOwner(path: string): void {
  if (existsSync(path)) return
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch {
    // SQLite says why it can't be.
  }
}

/** @throws NewerDatabaseError, NotOursError */
export function assertOurs(sqlite: Sqlite.Database, path: string): void {
  const [first = ''] = Object.keys(migrations).toSorted()
  if (!migrationsIn(sqlite).includes(first)) throw new NotOursError(path)
  assertKnown(sqlite, path)
}

/** Whether it has tables, of which none is of ours. A first start that was cut off has left none, or the migrations'. */
function isAnothers(sqlite: Sqlite.Database): boolean {
  const tables = sqlite
    .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table'`)
    .all()
  return tables.length > 0 && !tables.some(({ name }) => name.startsWith('kysely_'))
}

/** @throws NewerDatabaseError */
function assertKnown(sqlite: Sqlite.Database, path: string): void {
  const unknown = migrationsIn(sqlite).find((name) => !Object.hasOwn(migrations, name))
  if (unknown !== undefined) throw new NewerDatabaseError(path, unknown)
}

/** The names of those that it has; none where it is new, or another program's. */
function migrationsIn(sqlite: Sqlite.Database): string[] {
  const isNew =
    sqlite.prepare(`select 1 from sqlite_schema where name = 'kysely_migration'`).get() === undefined
  if (isNew) return []
  return sqlite
    .prepare<[], { name: string }>('select name from kysely_migration')
    .all()
    .map(({ name }) => name)
}

/**
 * Opens a database that a server may have open, for a short write beside it. Its tables stay as they are: a server that
 * runs knows no others.
 * @throws NewerDatabaseError, NotOursError, NotUpToDateError
 */
export function openBeside(path: string): Pick<Store, 'db' | 'close'> {
  const sqlite = new Sqlite(path, { fileMustExist: true })
  try {
    assertOurs(sqlite, path)
    const done = new Set(migrationsIn(sqlite))
    if (!Object.keys(migrations).every((name) => done.has(name))) {
      throw new NotUpToDateError(
        `${path} is of an older Flashboard; start this one once, which brings it along.`,
      )
    }
    setPragmas(sqlite)
    const db = over(sqlite)
    return { db, close: () => db.destroy() }
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** Opens a database that is open elsewhere, for reading alone. */
export function openReader(path: string): Pick<Store, 'db' | 'close'> {
  const sqlite = new Sqlite(path, { readonly: true, fileMustExist: true })
  const db = over(sqlite)
  return { db, close: () => db.destroy() }
}

function over(sqlite: Sqlite.Database): Database {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: keepingStatements(sqlite) }) })
}

function setPragmas(sqlite: Sqlite.Database): void {
  sqlite.pragma('journal_mode = WAL')
  // A reopened WAL database comes back as NORMAL, which loses acknowledged rows in a power cut.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  // What is deleted is written over, in the file too.
  sqlite.pragma('secure_delete = ON')
  sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  // Else a snapshot is read by a call of the system for each 4 KB.
  sqlite.pragma(`mmap_size = ${MAPPED_BYTES}`)
}
