import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // Raised when a backup is put back: a page of an earlier epoch holds edits that this database never had.
  const { rows } = await sql`select 1 from pragma_table_info('plans') where name = 'epoch'`.execute(db)
  if (rows.length > 0) return
  await sql`alter table plans add column epoch integer not null default 0`.execute(db)
}
