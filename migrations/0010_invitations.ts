import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // The secret itself is only in the link that its maker was given. Who is a member stays one.
  await db.schema
    .createTable('invitations')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('uses_max', 'integer', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'integer', (column) => column.notNull())
    .addColumn('revoked_at', 'integer')
    .execute()
  await db.schema
    .createIndex('invitations_plan')
    .ifNotExists()
    .on('invitations')
    .columns(['plan_id', 'created_at'])
    .execute()

  // Who came by it, which is also how often it was used.
  await db.schema
    .createTable('invitation_uses')
    .ifNotExists()
    .addColumn('invitation_id', 'text', (column) =>
      column.notNull().references('invitations.id').onDelete('cascade'),
    )
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('invitation_uses_key', ['invitation_id', 'person_id'])
    .modifyEnd(sql`without rowid`)
    .execute()
}
