import type { Kysely } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // A plan's document after its first `seq` updates, so that opening it need not replay them. The updates stay.
  await db.schema
    .createTable('snapshots')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.primaryKey().notNull().references('plans.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'blob', (column) => column.notNull())
    .addColumn('checksum', 'integer', (column) => column.notNull())
    .execute()
}
