import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // The plan's own count of its events, the last update that the gates were judged by, the launch as it was
  // then, and when the next deadline will have passed.
  await addColumn(db, 'log_seq', 'integer not null default 0')
  await addColumn(db, 'judged_seq', 'integer not null default 0')
  await addColumn(db, 'judged_launch_at', 'integer')
  await addColumn(db, 'next_turn_at', 'integer')
  await db.schema.createIndex('plans_next_turn').ifNotExists().on('plans').column('next_turn_at').execute()

  // A name as it was then: people rename themselves, what they did stays.
  await db.schema
    .createTable('plan_events')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.references('people.id'))
    .addColumn('actor_name', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('plan_events_key', ['plan_id', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute()
}

async function addColumn(db: Kysely<unknown>, name: string, definition: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info('plans')`.execute(db)
  if (rows.some((column) => column.name === name)) return
  await sql`alter table plans add column ${sql.ref(name)} ${sql.raw(definition)}`.execute(db)
}
