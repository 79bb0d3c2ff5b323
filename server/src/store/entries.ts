/** Whether somebody may come in: all that a socket is asked at the door, in one query. */
import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import type { Session } from './sessions.ts'
import { builtOnce } from './statements.ts'

export interface Entry {
  person: Person
  /** The plan's epoch and their role on it; nothing where there is no such plan, and where they are not in it. */
  plan: { epoch: number; role: Role } | undefined
}

/** At every knock: when a server is back, hundreds come at once. */
const entriesBySession = builtOnce((db, by: { tokenHash: string; planId: string; now: number }) =>
  db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .leftJoin('plans', (join) => join.on('plans.id', '=', by.planId))
    .leftJoin('members', (join) =>
      join.onRef('members.plan_id', '=', 'plans.id').onRef('members.person_id', '=', 'people.id'),
    )
    .select(['people.id', 'people.name', 'plans.epoch', 'members.role'])
    .select(['sessions.id as sessionId', 'sessions.last_seen_at as lastSeenAt'])
    .where('token_hash', '=', by.tokenHash)
    .where('expires_at', '>', by.now),
)

/** By the cookie's session, which is then in use. @returns nothing where nobody has it at `now` (UTC ms). */
export async function find(
  db: Database,
  { tokenHash, planId }: { tokenHash: string; planId: string },
  now: number,
): Promise<(Entry & { session: Pick<Session, 'id' | 'lastSeenAt'> }) | undefined> {
  const [row] = await entriesBySession(db, { tokenHash, planId, now })
  if (!row) return undefined
  const { id, name, epoch, role, sessionId, lastSeenAt } = row
  const plan = epoch === null || role === null ? undefined : { epoch, role }
  return { person: { id, name }, session: { id: sessionId, lastSeenAt }, plan }
}

/** Of a person who is known by other means. */
export async function ofPerson(db: Database, person: Person, planId: string): Promise<Entry> {
  const plan = await db
    .selectFrom('plans')
    .innerJoin('members', 'members.plan_id', 'plans.id')
    .select(['plans.epoch', 'members.role'])
    .where('plans.id', '=', planId)
    .where('members.person_id', '=', person.id)
    .executeTakeFirst()
  return { person, plan }
}
