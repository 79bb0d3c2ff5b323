/** The log of a plan's document: every update that was accepted, in order. */
import { may, type Role } from '@flashboard/shared/access/roles'
import type { NewEvent } from '@flashboard/shared/log/events'
import type { Edit } from '@flashboard/shared/log/moments'
import type { Store, Database } from './database.ts'
import { eventAppender } from './events.ts'

export interface NewUpdate {
  planId: string
  personId: string
  /** When the server received it, UTC ms. */
  at: number
  bytes: Uint8Array
  /** The client ids that it is the first to write under: from now on they are this person's. */
  binds?: readonly number[]
  /** What the plan's log says of it: it is there with it, or neither is. */
  tells?: NewEvent | undefined
}

export interface StoredUpdate {
  seq: number
  bytes: Uint8Array
}

/** A plan's updates after a seq (0 for all), in their order: all, or as many as are asked for. */
export async function readAfter(
  db: Database,
  planId: string,
  after: number,
  most?: number,
): Promise<StoredUpdate[]> {
  return await db
    .selectFrom('updates')
    .select(['seq', 'bytes'])
    .where('plan_id', '=', planId)
    .where('seq', '>', after)
    .orderBy('seq')
    .$if(most !== undefined, (query) => query.limit(most!))
    .execute()
}

/** Who wrote a plan's updates, and when, after one seq and up to another. */
export async function editsOf(
  db: Database,
  planId: string,
  range: { after: number; upTo: number },
): Promise<Edit[]> {
  return await db
    .selectFrom('updates')
    .innerJoin('people', 'people.id', 'updates.person_id')
    .select(['seq', 'at', 'person_id as personId', 'name'])
    .where('plan_id', '=', planId)
    .where('seq', '>', range.after)
    .where('seq', '<=', range.upTo)
    .orderBy('seq')
    .execute()
}

/** The last edits before a seq, at most so many, in their order. */
export async function editsBefore(
  db: Database,
  planId: string,
  { before, most }: { before: number; most: number },
): Promise<Edit[]> {
  const rows = await db
    .selectFrom('updates')
    .innerJoin('people', 'people.id', 'updates.person_id')
    .select(['seq', 'at', 'person_id as personId', 'name'])
    .where('plan_id', '=', planId)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(most)
    .execute()
  return rows.toReversed()
}

/** How many of a plan's updates are a person's. */
export async function countOf(db: Database, planId: string, personId: string): Promise<number> {
  const { count } = await db
    .selectFrom('updates')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return count
}

/** When the server received a plan's last update, UTC ms. */
export async function lastAt(db: Database, planId: string): Promise<number> {
  const { at } = await db
    .selectFrom('updates')
    .select('at')
    .where('plan_id', '=', planId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return at
}

/** Asked within a turn, before an update is taken in; so it answers at once. */
export interface Writers {
  /** Whose a client id is on a plan; nobody's where nothing was written under it. */
  ownerOf: (planId: string, clientId: number) => string | undefined
  /** How many client ids became a person's on a plan at or after an instant (UTC ms). */
  countBound: (planId: string, personId: string, since: number) => number
}

export interface UpdateLog extends Writers {
  /**
   * Commits them in one transaction, on disk when it returns. Whether their people may still write is asked in it:
   * of a plan's updates those that come after one of somebody who may not are left out as well, because they may
   * build on it.
   * @returns the seq that each got in its plan; nothing for what was left out.
   * @throws where the disk refuses; then none of them is kept.
   */
  append: (updates: readonly NewUpdate[]) => (number | undefined)[]
}

/**
 * The write path works on the connection itself: better-sqlite3 is synchronous, so nothing can come
 * between a batch's commit and what is then told to the sockets, and the statements are prepared once.
 */
export function updateLog({ sqlite }: Pick<Store, 'sqlite'>): UpdateLog {
  const appendEvent = eventAppender({ sqlite })
  const count = sqlite.prepare<[number, string], { seq: number }>(
    'update plans set seq = seq + ? where id = ? returning seq',
  )
  const insert = sqlite.prepare<[string, number, string, number, Buffer]>(
    'insert into updates (plan_id, seq, person_id, at, bytes) values (?, ?, ?, ?, ?)',
  )
  // Who was first stays it.
  const bind = sqlite.prepare<[string, number, string, number]>(
    'insert or ignore into writers (plan_id, client_id, person_id, at) values (?, ?, ?, ?)',
  )
  const owner = sqlite.prepare<[string, number], { personId: string }>(
    'select person_id as personId from writers where plan_id = ? and client_id = ?',
  )
  const bound = sqlite.prepare<[string, string, number], { count: number }>(
    'select count(*) as count from writers where plan_id = ? and person_id = ? and at >= ?',
  )
  /** Numbers for so many updates of one plan, from the returned one on. */
  const take = (planId: string, many: number): number => {
    const row = count.get(many, planId)
    if (!row) throw new Error(`No plan ${planId} to write to`)
    return row.seq - many + 1
  }
  const roleOf = sqlite.prepare<[string, string], { role: Role }>(
    'select role from members where plan_id = ? and person_id = ?',
  )
  /** How many of a plan's updates come before the first of somebody who may not write it. */
  const allowed = (planId: string, own: readonly NewUpdate[]): number => {
    const barred = new Set<string>()
    for (const personId of new Set(own.map((update) => update.personId))) {
      if (!may(roleOf.get(planId, personId)?.role, 'edit')) barred.add(personId)
    }
    const first = own.findIndex(({ personId }) => barred.has(personId))
    return first === -1 ? own.length : first
  }
  const write = sqlite.transaction((updates: readonly NewUpdate[]) => {
    // All at once a plan: counting them one by one would cost as much as writing them.
    const places = new Map<string, { next: number; left: number }>()
    for (const [planId, own] of Map.groupBy(updates, (update) => update.planId)) {
      const left = allowed(planId, own)
      places.set(planId, { next: left === 0 ? 0 : take(planId, left), left })
    }
    return updates.map(({ planId, personId, at, bytes, binds = [], tells }) => {
      const place = places.get(planId)!
      if (place.left === 0) return undefined
      place.left--
      const seq = place.next++
      insert.run(planId, seq, personId, at, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
      for (const clientId of binds) bind.run(planId, clientId, personId, at)
      if (tells) appendEvent(planId, tells)
      return seq
    })
  })
  return {
    append(updates) {
      // Inside somebody's open transaction this would be a savepoint, committed only when that one is.
      if (sqlite.inTransaction) throw new Error('The log cannot be written inside another transaction')
      return write.immediate(updates)
    },
    ownerOf: (planId, clientId) => owner.get(planId, clientId)?.personId,
    countBound: (planId, personId, since) => bound.get(planId, personId, since)!.count,
  }
}
