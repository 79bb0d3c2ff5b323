/** Takes a plan out of the database for good, and what is deleted out of its files. */
import { sql } from 'kysely'
import { BUSY_TIMEOUT_MS, type Database } from './database.ts'
import { dueBy } from './deleted-plans.ts'

/**
 * Deletes a plan with every row of every table that names it. The tables are read off the schema, so that none can be
 * forgotten; those that hang on such a row go with it by their keys. Nothing is done where the plan can be brought back at
 * `now` (UTC ms), or was: somebody may have done so since it was found to be due.
 */
export async function purge(db: Database, planId: string, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (!(await dueBy(trx, now)).includes(planId)) return
    // In whatever order they hang together.
    await sql`pragma defer_foreign_keys = on`.execute(trx)
    for (const table of await tablesWith(trx, 'plan_id')) {
      await sql`delete from ${sql.table(table)} where plan_id = ${planId}`.execute(trx)
    }
    await trx.deleteFrom('plans').where('id', '=', planId).execute()
    await trx
      .deleteFrom('one_time')
      .where(sql<boolean>`instr(data, ${planId}) > 0`)
      .execute()
  })
}

/** The tables that have a column of that name. */
export async function tablesWith(db: Database, column: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tables.name from sqlite_schema as tables, pragma_table_info(tables.name) as columns
    where tables.type = 'table' and columns.name = ${column} order by tables.name`.execute(db)
  return rows.map(({ name }) => name)
}

/**
 * Brings the write-ahead log into the file and empties it: `secure_delete` writes over what is deleted in the file alone.
 * @returns false while somebody reads; then it is to be tried again.
 */
export async function emptyWriteAheadLog(db: Database): Promise<boolean> {
  return await db.connection().execute(async (alone) => {
    // A reader, such as a backup, would be waited for on the thread that serves the sockets.
    await sql`pragma busy_timeout = 0`.execute(alone)
    try {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(alone)
      return rows[0]?.busy === 0
    } finally {
      await sql`pragma busy_timeout = ${sql.lit(BUSY_TIMEOUT_MS)}`.execute(alone)
    }
  })
}
