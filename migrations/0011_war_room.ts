import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // What was asked and accepted, so that a request that is sent again does nothing twice.
  await db.schema
    .createTable('run_commands')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_commands_key', ['plan_id', 'person_id', 'key'])
    .modifyEnd(sql`without rowid`)
    .execute()

  // Addresses for programs that have no session: a shop that tells sales, a stream that shows the count.
  await db.schema
    .createTable('plan_tokens')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('secret', 'text')
    .addColumn('created_by', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('used_at', 'integer')
    .execute()
  await db.schema
    .createIndex('plan_tokens_plan')
    .ifNotExists()
    .on('plan_tokens')
    .columns(['plan_id', 'created_at'])
    .execute()
}
