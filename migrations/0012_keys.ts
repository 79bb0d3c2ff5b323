import type { Kysely } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // What a person gave to programs to act for them: the secret itself is only with them.
  await db.schema
    .createTable('access_tokens')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'integer', (column) => column.notNull())
    .addColumn('last_used_at', 'integer')
    .execute()
  await db.schema
    .createIndex('access_tokens_person')
    .ifNotExists()
    .on('access_tokens')
    .column('person_id')
    .execute()

  // What is good for one use, and that soon: tickets, challenges, sign-ins under way elsewhere.
  await db.schema
    .createTable('one_time')
    .ifNotExists()
    .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('one_time_ends').ifNotExists().on('one_time').column('expires_at').execute()
}
