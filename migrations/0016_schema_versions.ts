import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // The schema of each plan's document, of which there was one so far: a server finds what is older without reading any.
  const { rows } = await sql`select 1 from pragma_table_info('plans') where name = 'schema_version'`.execute(
    db,
  )
  if (rows.length === 0) {
    await sql`alter table plans add column schema_version integer not null default 1`.execute(db)
  }
  await db.schema
    .createIndex('plans_schema_version')
    .ifNotExists()
    .on('plans')
    .column('schema_version')
    .execute()
}
