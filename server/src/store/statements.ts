/** Statements that are prepared once and kept: SQLite parses and plans a query anew each time that it is prepared. */
import type Sqlite from 'better-sqlite3'
import type { SqliteDatabase } from 'kysely'

/** More than the server has queries; a list of values makes a query of its own for each length. */
const KEPT = 300

/**
 * A transaction has the right to write from its beginning. With the plain `begin` one that has read, and writes after
 * another program did (an operator's command), fails at once, however long it may wait.
 */
const BEGIN = 'begin immediate'

/** The database as Kysely wants it, whose statements stay. */
export function keepingStatements(sqlite: Sqlite.Database): SqliteDatabase {
  /** By their SQL; what was used last stands last. */
  const kept = new Map<string, Sqlite.Statement>()
  return {
    prepare(asked) {
      const sql = asked === 'begin' ? BEGIN : asked
      const statement = kept.get(sql) ?? sqlite.prepare(sql)
      kept.delete(sql)
      kept.set(sql, statement)
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      return statement as ReturnType<SqliteDatabase['prepare']>
    },
    close: () => sqlite.close(),
  }
}
