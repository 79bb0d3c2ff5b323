import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('sessions')
    .ifNotExists()
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'integer', (column) => column.notNull())
    .execute()

  // `seq` is the plan's own count: a row id would be used again once the log's end is trimmed.
  await db.schema
    .createTable('plans')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('members')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_key', ['plan_id', 'person_id'])
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema
    .createIndex('members_person')
    .ifNotExists()
    .on('members')
    .columns(['person_id', 'plan_id'])
    .execute()

  // With row ids: SQLite keeps rows of a table without them in the key's tree, which is slow for blobs.
  await db.schema
    .createTable('updates')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'blob', (column) => column.notNull())
    .addPrimaryKeyConstraint('updates_key', ['plan_id', 'seq'])
    .execute()
}
