/** Where the word of a plan is sent to: each person's own targets, plan by plan. */
import type { AlertKind } from '@flashboard/shared/log/alerts'
import type { WebhookFormat } from '@flashboard/shared/wire/webhook-formats'
import type { Selectable } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

/** What a message needs to find its way. */
export interface Destination {
  via: 'webhook' | 'email'
  /** With `webhook`. */
  format: WebhookFormat | null
  /** A webhook's whole address is a secret, like what it is signed with. */
  address: string
  /** Of a signed webhook. */
  secret: string | null
}

export interface AlertTarget extends Destination {
  id: string
  planId: string
  personId: string
  kinds: AlertKind[]
  confirmedAt: number | null
  codeSentAt: number | null
  /** When it answered that it wants no more. */
  endedAt: number | null
  deliveredAt: number | null
  lastError: { at: number; text: string } | null
}

/** Of whom, and in which plan: only they see their targets. */
export interface Owner {
  planId: string
  personId: string
}

export interface NewTarget extends Owner, Destination {
  id: string
  kinds: readonly AlertKind[]
  createdAt: number
  confirmedAt: number | null
}

/**
 * Adds a target, which hears of what happens from now on. To be called within a transaction.
 * @returns false where its owner has `atMost` of them already.
 */
export async function add(trx: Database, target: NewTarget, atMost: number): Promise<boolean> {
  const { planId, personId, kinds, createdAt, confirmedAt, ...rest } = target
  if ((await countOf(trx, target)) >= atMost) return false
  const { log_seq } = await trx
    .selectFrom('plans')
    .select('log_seq')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('alert_targets')
    .values({
      ...rest,
      plan_id: planId,
      person_id: personId,
      kinds: JSON.stringify(kinds),
      created_at: createdAt,
      confirmed_at: confirmedAt,
      after_seq: log_seq,
    })
    .execute()
  return true
}

async function countOf(db: Database, { planId, personId }: Owner): Promise<number> {
  const { count } = await db
    .selectFrom('alert_targets')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return count
}

/** A person's targets in a plan, the oldest first. */
export async function listOf(db: Database, { planId, personId }: Owner): Promise<AlertTarget[]> {
  const rows = await db
    .selectFrom('alert_targets')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(targetOf)
}

/** What is told of a plan, by which way, to whom: without where it leads, which is its owner's secret. */
export async function choicesIn(db: Database, planId: string) {
  const rows = await db
    .selectFrom('alert_targets')
    .select(['person_id as personId', 'via', 'format', 'kinds', 'created_at as createdAt'])
    .where('plan_id', '=', planId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ kinds, ...row }) => ({ ...row, kinds: JSON.parse(kinds) as AlertKind[] }))
}

export async function read(db: Database, id: string): Promise<AlertTarget | undefined> {
  const row = await db.selectFrom('alert_targets').selectAll().where('id', '=', id).executeTakeFirst()
  return row && targetOf(row)
}

/** Only what is asked for is told from then on; what waits of other kinds is not sent any more. */
export async function changeKinds(db: Database, id: string, kinds: readonly AlertKind[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const chosen = { kinds: JSON.stringify(kinds) }
    await trx.updateTable('alert_targets').set(chosen).where('id', '=', id).execute()
    await trx.deleteFrom('alert_jobs').where('target_id', '=', id).where('kind', 'not in', kinds).execute()
  })
}

/** With what waits for it. */
export async function remove(db: Database, id: string): Promise<void> {
  await db.deleteFrom('alert_targets').where('id', '=', id).execute()
}

/** From here on its events are sent. */
export async function confirm(db: Database, id: string, at: number): Promise<void> {
  await db
    .updateTable('alert_targets')
    .set({ confirmed_at: at, code_hash: null, last_error: null, last_error_at: null })
    .where('id', '=', id)
    .execute()
}

/** Keeps the newest code alone; it may be tried anew. */
export async function putCode(db: Database, id: string, codeHash: string, at: number): Promise<void> {
  await db
    .updateTable('alert_targets')
    .set({ code_hash: codeHash, code_attempts: 0, code_sent_at: at })
    .where('id', '=', id)
    .execute()
}

/**
 * Counts one try of the code, before anybody has looked whether it is right.
 * @returns the code's hash, when it was sent (UTC ms) and which try this is; none where there is no code, or
 * `atMost` tries have been made.
 */
export async function tryCode(
  db: Database,
  id: string,
  atMost: number,
): Promise<{ codeHash: string; sentAt: number; attempt: number } | undefined> {
  const row = await db
    .updateTable('alert_targets')
    .set((target) => ({ code_attempts: target('code_attempts', '+', 1) }))
    .where('id', '=', id)
    .where('code_hash', 'is not', null)
    .where('code_attempts', '<', atMost)
    .returning(['code_hash', 'code_sent_at', 'code_attempts'])
    .executeTakeFirst()
  if (!row) return undefined
  return { codeHash: row.code_hash!, sentAt: row.code_sent_at!, attempt: row.code_attempts }
}

/** Claims a test at `at` (UTC ms); false where the last was less than `pauseMs` ago. */
export async function claimTest(db: Database, id: string, at: number, pauseMs: number): Promise<boolean> {
  const row = await db
    .updateTable('alert_targets')
    .set({ tested_at: at })
    .where('id', '=', id)
    .where((target) => target.or([target('tested_at', 'is', null), target('tested_at', '<=', at - pauseMs)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Something arrived there: whatever was wrong is over. */
export async function delivered(db: Database, id: string, at: number): Promise<void> {
  await db
    .updateTable('alert_targets')
    .set({ delivered_at: at, last_error: null, last_error_at: null, ended_at: null })
    .where('id', '=', id)
    .execute()
}

export async function failed(db: Database, id: string, at: number, text: string): Promise<void> {
  const error = { last_error: text, last_error_at: at }
  await db.updateTable('alert_targets').set(error).where('id', '=', id).execute()
}

/** It wants no more: nothing waits for it, and nothing will until something arrives there again. */
export async function ended(db: Database, id: string, at: number, text: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const end = { ended_at: at, last_error: text, last_error_at: at }
    await trx.updateTable('alert_targets').set(end).where('id', '=', id).execute()
    await trx.deleteFrom('alert_jobs').where('target_id', '=', id).execute()
  })
}

export function targetOf(row: Selectable<Tables['alert_targets']>): AlertTarget {
  const { id, via, format, address, secret } = row
  return {
    id,
    planId: row.plan_id,
    personId: row.person_id,
    via,
    format,
    address,
    secret,
    kinds: JSON.parse(row.kinds) as AlertKind[],
    confirmedAt: row.confirmed_at,
    codeSentAt: row.code_sent_at,
    endedAt: row.ended_at,
    deliveredAt: row.delivered_at,
    lastError: row.last_error === null ? null : { at: row.last_error_at!, text: row.last_error },
  }
}
