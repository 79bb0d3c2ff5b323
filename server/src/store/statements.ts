/**
 * Statements that are prepared once and kept: SQLite parses and plans a query anew each time that it is prepared, and
 * Kysely takes longer to build one than SQLite to answer it.
 */
import type Sqlite from 'better-sqlite3'
import type { Compilable, CompiledQuery, SqliteDatabase } from 'kysely'
import type { Database } from './database.ts'

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

/** Stands in a query that is built for a value that is given when it is asked. */
class Named {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is asked so often that it is built once.
 * @param build what it is for values that it only hands on to the query.
 */
export function builtOnce<V extends Record<string, string | number>, Row>(
  build: (db: Database, values: V) => Compilable<Row>,
): (db: Database, values: V) => Promise<Row[]> {
  const named = new Proxy({} as V, { get: (_, name) => new Named(String(name)) })
  let built: CompiledQuery<Row> | undefined
  return async (db, values) => {
    built ??= build(db, named).compile()
    const parameters = built.parameters.map((each) => (each instanceof Named ? values[each.name] : each))
    return (await db.executeQuery<Row>({ ...built, parameters })).rows
  }
}
