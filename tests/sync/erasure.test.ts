/** After its time a deleted plan is nowhere: in no table, in no byte of the database's files, in no log line. */
import { existsSync, readFileSync } from 'node:fs'
import { systemClock } from '@flashboard/server/clock/clock'
import { tablesWith } from '@flashboard/server/store/purge'
import { RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { openTemporaryStore } from '../support/temporary-store.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

/** Stands in everything that the plan holds, and nowhere else. */
const MARK = 'xq7wibble'
/** What no plan has a part in; a new table stands here, or names the plan. */
const notOfPlans = ['access_tokens', 'email_codes', 'kysely_migration', 'kysely_migration_lock', 'one_time']
const ofPeople = ['accounts', 'passkeys', 'people', 'plans', 'sessions']
/** What hangs on a row that names the plan, and goes with it. */
const hanging = ['alert_jobs', 'invitation_uses']

test('[M5] a deleted plan is gone from every table, the file, the write-ahead log and the lines', async () => {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const first = await openTestServer({ log })
  const ada = await TestDevice.signIn(first.url, 'Ada')
  const ben = await TestDevice.signIn(first.url, 'Ben')
  const kept = await ada.makePlan({ name: 'Kept drop' })
  const planId = await ada.makePlan({ template: 'sample', name: `Drop ${MARK}` })
  await ben.join(planId, ada)
  await ben.join(kept, ada)
  const page = await ben.opened(planId)
  page.doc.getMap('offer').set('termsVersion', MARK)
  await eventually(async () => {
    expect((await ada.read(`plans/${planId}`)).plan.offer.termsVersion).toBe(MARK)
  })
  await ada.post(`plans/${planId}/versions`, { name: MARK })
  await ada.post(`plans/${planId}/waivers`, { requirement: 'sku-audit', reason: MARK })
  await ada.post(`plans/${planId}/alerts/feed`, {})
  await ada.post(`plans/${planId}/tickets`, {})
  const { sqlite, db, close } = await openTemporaryStore(first.databasePath)
  const { id: adaId } = (await ada.read('session')).person
  // What only other programs and the clock would bring.
  const fill = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row)
    sqlite
      .prepare(`insert or replace into ${table} (${names}) values (${names.map(() => '?')})`)
      .run(...Object.values(row))
  }
  const of = { plan_id: planId, person_id: adaId }
  fill('snapshots', { plan_id: planId, seq: 1, bytes: MARK, state_vector: MARK, checksum: 0 })
  fill('run_commands', { ...of, key: MARK, command: MARK, seq: 1 })
  fill('plan_tokens', {
    id: 't',
    plan_id: planId,
    purpose: 'overlay',
    token_hash: MARK,
    created_by: adaId,
    created_at: 1,
  })
  const target = { id: 'a', ...of, via: 'webhook', address: MARK, kinds: '[]', created_at: 1, after_seq: 999 }
  fill('alert_targets', target)
  fill('alert_jobs', { target_id: 'a', seq: 1, kind: 'missed', alert: `{"text":"${MARK}"}`, next_at: 1e15 })

  const closed = new Promise<number>((resolve) => {
    page.provider.once('connection-close', (event) => resolve((event as { code: number }).code))
  })
  expect((await ada.ask('DELETE', `plans/${planId}`)).status).toBe(200)
  expect(await closed).toBe(closeCodes.deleted.code)
  page.close()

  const rows = sqlite
    .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table'`)
    .all()
  const naming = (text: string) =>
    rows
      .map(({ name }) => name)
      .filter((name) =>
        sqlite
          .prepare<[], Record<string, unknown>>(`select * from ${name}`)
          .all()
          .some((row) => Object.values(row).some((value) => textOf(value).includes(text))),
      )
  const ofPlan = await tablesWith(db, 'plan_id')
  expect(rows.map(({ name }) => name).toSorted()).toEqual(
    [...notOfPlans, ...ofPeople, ...hanging, ...ofPlan].toSorted(),
  )
  // Whoever adds a table about plans has it filled above.
  expect(naming(planId)).toEqual(expect.arrayContaining(ofPlan.filter((name) => name !== 'members')))
  expect(naming(MARK)).toEqual(
    expect.arrayContaining(['updates', 'plan_events', 'alert_jobs', 'plan_tokens']),
  )
  await close()
  await first.stop()

  const clock = { ...systemClock, now: () => Date.now() + RESTORABLE_MS + 1 }
  const { databasePath } = first
  const second = await openTestServer({ databasePath, log, clock })
  const later = await openTemporaryStore(databasePath)
  await eventually(async () => {
    expect(await later.db.selectFrom('plans').select('id').execute()).toEqual([{ id: kept }])
  })
  await later.close()
  await eventually(() => {
    for (const text of [MARK, planId]) {
      for (const file of ['', '-wal'].map((end) => databasePath + end).filter((path) => existsSync(path))) {
        expect(readFileSync(file).includes(text), `${text} in ${file}`).toBe(false)
      }
    }
  })
  expect(logged.filter((line) => line.includes(MARK))).toEqual([])
  expect((await ada.at(second.url).read('plans')).plans).toMatchObject([{ id: kept }])
})

test('[M7] who deleted what is theirs is in no byte of the files, and in no line', async () => {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const { url, databasePath } = await openTestServer({ log })
  const ada = await TestDevice.signIn(url, 'Ada')
  const planId = await ada.makePlan()
  const ben = await (await TestDevice.signIn(url, MARK)).join(planId, ada)
  await ben.post(`plans/${planId}/versions`, { name: 'Mine' })
  await ben.post('you/tokens', { name: `${MARK} robot`, scope: 'read', days: 9 })
  const isThere = () =>
    ['', '-wal']
      .map((end) => databasePath + end)
      .some((path) => existsSync(path) && readFileSync(path).includes(MARK))
  expect(isThere()).toBe(true)
  expect((await ben.ask('DELETE', 'you')).status).toBe(204)
  expect(isThere()).toBe(false)
  expect(logged.filter((line) => line.includes(MARK))).toEqual([])
})

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
}
