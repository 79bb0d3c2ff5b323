import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // Accounts elsewhere by which a person is known here: whose each is, is said by issuer and subject alone.
  await db.schema
    .createTable('accounts')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('last_used_at', 'integer', (column) => column.notNull())
    .addUniqueConstraint('accounts_key', ['issuer', 'subject'])
    .execute()
  await db.schema.createIndex('accounts_person').ifNotExists().on('accounts').column('person_id').execute()

  // Whether a session's cookie has gone over plain http: those of before are found out as they are used.
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info('sessions')`.execute(db)
  if (!rows.some(({ name }) => name === 'is_plain')) {
    await db.schema
      .alterTable('sessions')
      .addColumn('is_plain', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  }
}
