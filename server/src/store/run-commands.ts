/** The war room's commands that were accepted, by the key that their page gave them. */
import type { Database } from './database.ts'

interface AcceptedCommand {
  planId: string
  personId: string
  key: string
  /** JSON. */
  command: string
  /** The number of the last event that it gave. */
  seq: number
}

export async function find(
  db: Database,
  { planId, personId, key }: Pick<AcceptedCommand, 'planId' | 'personId' | 'key'>,
): Promise<{ command: string; seq: number } | undefined> {
  return await db
    .selectFrom('run_commands')
    .select(['command', 'seq'])
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirst()
}

export async function keep(db: Database, { planId, personId, ...rest }: AcceptedCommand): Promise<void> {
  await db
    .insertInto('run_commands')
    .values({ plan_id: planId, person_id: personId, ...rest })
    .execute()
}
