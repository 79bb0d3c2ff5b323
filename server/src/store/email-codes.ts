/** How many codes were sent to prove an address: to whom, and who asked. What is older than a day is forgotten. */
import { DAY_MS } from '@flashboard/shared/plan/time'
import type { Database } from './database.ts'

interface SentCode {
  personId: string
  /** Of the address: it is counted, not kept. */
  addressHash: string
}

/**
 * Counts one more code at `now` (UTC ms).
 * @returns false where that would be more than `atMost` within a day: for the person, for the address, or of all.
 */
export async function claim(
  db: Database,
  { personId, addressHash }: SentCode,
  now: number,
  atMost: { aPerson: number; anAddress: number; inAll: number },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('email_codes')
      .where('sent_at', '<=', now - DAY_MS)
      .execute()
    const { byPerson, toAddress, all } = await trx
      .selectFrom('email_codes')
      .select(({ fn, eb }) => [
        fn
          .countAll<number>()
          .filterWhere(eb('person_id', '=', personId))
          .as('byPerson'),
        fn
          .countAll<number>()
          .filterWhere(eb('address_hash', '=', addressHash))
          .as('toAddress'),
        fn.countAll<number>().as('all'),
      ])
      .executeTakeFirstOrThrow()
    if (byPerson >= atMost.aPerson || toAddress >= atMost.anAddress || all >= atMost.inAll) return false
    await trx
      .insertInto('email_codes')
      .values({ person_id: personId, address_hash: addressHash, sent_at: now })
      .execute()
    return true
  })
}
