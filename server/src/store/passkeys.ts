/** Passkeys: public keys, of which the private half never leaves a person's device or password manager. */
import type { Passkey } from '@flashboard/shared/wire/you'
import type { Database } from './database.ts'

export interface StoredPasskey {
  /** The credential's own id, as base64url. */
  id: string
  personId: string
  name: string
  publicKey: Uint8Array<ArrayBuffer>
  /** How often it was used, as it says itself; some always say 0. */
  counter: number
  /** How it can be reached: "internal", "hybrid", "usb". */
  transports: string[]
}

/** @returns whether it is new. */
export async function create(db: Database, passkey: StoredPasskey, at: number): Promise<boolean> {
  const { id, personId, name, publicKey, counter, transports } = passkey
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('passkeys')
    .values({
      id,
      person_id: personId,
      name,
      public_key: Buffer.from(publicKey),
      counter,
      transports: JSON.stringify(transports),
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function find(db: Database, id: string): Promise<StoredPasskey | undefined> {
  const row = await db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst()
  return (
    row && {
      id,
      personId: row.person_id,
      name: row.name,
      publicKey: new Uint8Array(row.public_key),
      counter: row.counter,
      transports: JSON.parse(row.transports) as string[],
    }
  )
}

/**
 * Takes note that it was used.
 * @returns false where another use came between: then this one may be a copy's.
 */
export async function used(
  db: Database,
  { id, counter }: Pick<StoredPasskey, 'id' | 'counter'>,
  newCounter: number,
  at: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ counter: newCounter, last_used_at: at })
    .where('id', '=', id)
    .where('counter', '=', counter)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function listOf(db: Database, personId: string): Promise<Passkey[]> {
  return await db
    .selectFrom('passkeys')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** @returns whether the person has it. */
export async function rename(db: Database, personId: string, id: string, name: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns whether the person had it. */
export async function remove(db: Database, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
