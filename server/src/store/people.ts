import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'

export async function create(db: Database, person: Person, at: number): Promise<void> {
  await db
    .insertInto('people')
    .values({ ...person, created_at: at })
    .execute()
}

export async function find(db: Database, id: string): Promise<Person | undefined> {
  return await db.selectFrom('people').select(['id', 'name']).where('id', '=', id).executeTakeFirst()
}

export async function rename(db: Database, { id, name }: Person): Promise<void> {
  await db.updateTable('people').set({ name }).where('id', '=', id).execute()
}
