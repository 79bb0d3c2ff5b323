/** By what somebody has just proved who they are: a passkey of theirs, or an account. */
import type { Database } from './database.ts'

export interface Proof {
  by: 'passkeys' | 'accounts'
  id: string
}

/** Whether it is still the person's: it may have been removed since. */
export async function isOf(db: Database, { by, id }: Proof, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom(by)
    .select('id')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row !== undefined
}
