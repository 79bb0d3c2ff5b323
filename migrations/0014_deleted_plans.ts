/** Plans that are deleted and can still be brought back, and who was in them. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql`select 1 from pragma_table_info('plans') where name = 'deleted_at'`.execute(db)
  if (rows.length === 0) {
    await sql`alter table plans add column deleted_at integer`.execute(db)
    await sql`alter table plans add column deleted_by text references people (id)`.execute(db)
  }
  await db.schema
    .createTable('members_of_deleted')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_of_deleted_key', ['plan_id', 'person_id'])
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema
    .createIndex('members_of_deleted_person')
    .ifNotExists()
    .on('members_of_deleted')
    .column('person_id')
    .execute()
  // What was deleted before deletions were written over may still stand in free pages.
  await sql`vacuum`.execute(db)
}
