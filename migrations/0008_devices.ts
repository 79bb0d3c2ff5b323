import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // A session is a device that its person can see and end: by an id, since its token is known to nobody here.
  const { rows } = await sql`select 1 from pragma_table_info('sessions') where name = 'last_seen_at'`.execute(
    db,
  )
  if (rows.length === 0) {
    await sql`alter table sessions add column id text not null default ''`.execute(db)
    await sql`alter table sessions add column device text not null default ''`.execute(db)
    await sql`alter table sessions add column last_seen_at integer not null default 0`.execute(db)
  }
  await sql`update sessions set id = lower(hex(randomblob(16))), last_seen_at = created_at where id = ''`.execute(
    db,
  )
  await db.schema.createIndex('sessions_id').ifNotExists().unique().on('sessions').column('id').execute()
  await db.schema.createIndex('sessions_person').ifNotExists().on('sessions').column('person_id').execute()
}
