import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // After a restore the numbers of a plan's events begin again where the backup ends: with its epoch, what was
  // sent of one of them is told from what is sent of another.
  const { rows } = await sql`select 1 from pragma_table_info('alert_jobs') where name = 'epoch'`.execute(db)
  if (rows.length > 0) return
  await sql`alter table alert_jobs add column epoch integer not null default 0`.execute(db)
}
