import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // How far each client's edits go in a snapshot, so that nobody reads all of it to learn that. Snapshots are made
  // anew from the updates, so the earlier ones are let go.
  const { rows } =
    await sql`select 1 from pragma_table_info('snapshots') where name = 'state_vector'`.execute(db)
  if (rows.length > 0) return
  await sql`delete from snapshots`.execute(db)
  await sql`alter table snapshots add column state_vector blob not null default x'00'`.execute(db)
}
