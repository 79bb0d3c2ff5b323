import { type Kysely, sql } from 'kysely'

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // One a person and plan. The token itself is only in the address that its person was given.
  await db.schema
    .createTable('calendar_feeds')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('calendar_feeds_key', ['plan_id', 'person_id'])
    .modifyEnd(sql`without rowid`)
    .execute()

  await db.schema
    .createTable('alert_targets')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('via', 'text', (column) => column.notNull())
    .addColumn('format', 'text')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('secret', 'text')
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('after_seq', 'integer', (column) => column.notNull())
    .addColumn('confirmed_at', 'integer')
    .addColumn('code_hash', 'text')
    .addColumn('code_attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('code_sent_at', 'integer')
    .addColumn('tested_at', 'integer')
    .addColumn('ended_at', 'integer')
    .addColumn('delivered_at', 'integer')
    .addColumn('last_error', 'text')
    .addColumn('last_error_at', 'integer')
    .execute()
  await db.schema
    .createIndex('alert_targets_plan')
    .ifNotExists()
    .on('alert_targets')
    .columns(['plan_id', 'person_id'])
    .execute()

  // Its key is the promise: once an event and target.
  await db.schema
    .createTable('alert_jobs')
    .ifNotExists()
    .addColumn('target_id', 'text', (column) =>
      column.notNull().references('alert_targets.id').onDelete('cascade'),
    )
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('alert', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_jobs_key', ['target_id', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema.createIndex('alert_jobs_next').ifNotExists().on('alert_jobs').column('next_at').execute()

  // Counted by themselves, so that making a target anew does not begin the count again.
  await db.schema
    .createTable('email_codes')
    .ifNotExists()
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('address_hash', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('email_codes_sent').ifNotExists().on('email_codes').column('sent_at').execute()

  // There are more deadlines than when the plans were last judged: each is looked at again on start.
  await sql`update plans set next_turn_at = 0`.execute(db)
}
