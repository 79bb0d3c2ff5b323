/** Accounts with the team's own provider, by issuer and subject: an email address may be somebody else's tomorrow. */
import type { Person } from '@flashboard/shared/wire/http'
import type { Account } from '@flashboard/shared/wire/you'
import type { Database } from './database.ts'

interface AccountKey {
  issuer: string
  subject: string
}

interface NewAccount extends AccountKey {
  id: string
  personId: string
  /** What its person knows it by. */
  label: string
}

/** The account and its person; it counts as used at `now` (UTC ms). To be called within a transaction. */
export async function use(
  trx: Database,
  { issuer, subject }: AccountKey,
  now: number,
): Promise<{ id: string; person: Person } | undefined> {
  await trx
    .updateTable('accounts')
    .set({ last_used_at: now })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .execute()
  const row = await trx
    .selectFrom('accounts')
    .innerJoin('people', 'people.id', 'accounts.person_id')
    .select(['accounts.id', 'people.id as personId', 'people.name'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row && { id: row.id, person: { id: row.personId, name: row.name } }
}

/** @returns false where it is somebody's already: of two who come at once one gets it. */
export async function create(db: Database, account: NewAccount, at: number): Promise<boolean> {
  const { id, issuer, subject, personId, label } = account
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('accounts')
    .values({ id, issuer, subject, person_id: personId, label, created_at: at, last_used_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function listOf(db: Database, personId: string): Promise<Account[]> {
  return await db
    .selectFrom('accounts')
    .select(['id', 'issuer', 'label', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** @returns whether the person had it. */
export async function remove(db: Database, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('accounts')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
