import { type Kysely, sql } from 'kysely'
import * as Y from 'yjs'

/** How many updates are read at a time. */
const READ_AT_ONCE = 500

// Every step can run again: SQLite's migrations are no transaction, so a crash may leave half of one.
export async function up(db: Kysely<unknown>): Promise<void> {
  // Whose a client id is, by which Yjs knows a replica: the first person's who wrote under it.
  await db.schema
    .createTable('writers')
    .ifNotExists()
    .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id').onDelete('cascade'))
    .addColumn('client_id', 'integer', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('writers_key', ['plan_id', 'client_id'])
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema
    .createIndex('writers_of_person')
    .ifNotExists()
    .on('writers')
    .columns(['plan_id', 'person_id', 'at'])
    .execute()
  // One transaction: else every id would cost an fsync.
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`select id from plans`.execute(trx)
    for (const { id } of rows) await bindAll(trx, id)
  })
}

interface Row {
  seq: number
  person_id: string
  at: number
  bytes: Uint8Array
}

/** Pages that are open over the change go on under the ids that they have. */
async function bindAll(db: Kysely<unknown>, planId: string): Promise<void> {
  const bound = new Set<number>()
  for (let after = 0; ;) {
    const { rows } = await sql<Row>`
      select seq, person_id, at, bytes from updates
      where plan_id = ${planId} and seq > ${after} order by seq limit ${READ_AT_ONCE}`.execute(db)
    for (const { person_id: personId, at, bytes } of rows) {
      for (const clientId of clientsIn(bytes)) {
        if (bound.has(clientId)) continue
        bound.add(clientId)
        await sql`insert or ignore into writers (plan_id, client_id, person_id, at)
          values (${planId}, ${clientId}, ${personId}, ${at})`.execute(db)
      }
    }
    if (rows.length < READ_AT_ONCE) return
    after = rows.at(-1)!.seq
  }
}

/** A damaged row says nothing; its plan tells so when it is opened. */
function clientsIn(update: Uint8Array): Iterable<number> {
  try {
    return Y.parseUpdateMeta(update).to.keys()
  } catch {
    return []
  }
}
