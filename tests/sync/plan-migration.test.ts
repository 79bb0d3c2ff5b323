/** Servers on a database of before a deploy that raised the schema of plans, and of after one that was taken back. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { backUp, restore } from '@flashboard/server/store/backups'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { age, plantedMigrations, TWO_AGO } from '../support/planted-migrations.ts'
import { seededChance } from '../support/seeded-chance.ts'
import { openTemporaryStore, temporaryFolder } from '../support/temporary-store.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

const CHILD = fileURLToPath(new URL('../support/migrating-child.ts', import.meta.url))

/** A database with so many plans that nobody has edited, no server on it, and its rows. */
async function stored(count: number) {
  const { url, databasePath, stop } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const planIds: string[] = []
  for (let made = 0; made < count; made++) planIds.push(await ada.makePlan({ template: 'blank' }))
  await stop()
  const store = await openTemporaryStore(databasePath)
  const rows = () =>
    store.sqlite
      .prepare<[], { plan_id: string; seq: number }>('select * from updates order by plan_id, seq')
      .all()
  return { databasePath, ada, planIds, store, rows }
}

/** Starts a server that knows the planted migrations; what it complains of is in `errors`. */
async function startOn(databasePath: string) {
  const errors: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) })
  return { ...(await openTestServer({ databasePath, migrations: plantedMigrations, log })), errors }
}

test('[V1] a server that is killed over it goes on with the next start, and nothing is done twice', async () => {
  const { databasePath, ada, planIds, store, rows } = await stored(4)
  for (const planId of planIds) age(store, planId)
  const { signal } = spawnSync(process.execPath, [CHILD, databasePath], { stdio: 'inherit' })
  expect(signal).toBe('SIGKILL')
  const halfway = rows()
  expect(halfway).toHaveLength(planIds.length + 1)
  const { url, errors } = await startOn(databasePath)
  expect(rows()).toHaveLength(planIds.length * 2)
  expect(rows()).toEqual(expect.arrayContaining(halfway))
  for (const { plan } of await Promise.all(planIds.map((id) => ada.at(url).read(`plans/${id}`)))) {
    expect(plan).toMatchObject({ offer: { priceMinor: 18_500 }, hubs: [{ id: 'porto', name: 'Porto' }] })
  }
  expect(errors).toEqual([])
})

test('[V1] [V3] is in step with its pages, judged, read as it was, and set back', async () => {
  const { databasePath, ada, planIds, store } = await stored(1)
  const [planId] = planIds as [string]
  age(store, planId)
  const { url, errors } = await startOn(databasePath)
  const page = await ada.at(url).opened(planId, { isFlashboard: true })
  const plan = new PlanDoc(page.doc, seededChance(1))
  expect(plan.schemaVersion).toBe(PLAN_SCHEMA_VERSION)
  expect(plan.value('offer/priceMinor')).toBe(18_500)
  plan.set('offer/priceMinor', 500)
  await eventually(() => {
    const judged = store.sqlite.prepare('select seq, judged_seq from plans where id = ?').get(planId)
    expect(judged).toEqual({ seq: 3, judged_seq: 3 })
  })
  const { versions, moments } = await ada.at(url).read(`plans/${planId}/versions`)
  expect(versions).toEqual([])
  expect(moments.map((moment: any) => moment.people[0].name)).toEqual(['Ada', 'Flashboard', 'Ada'])
  const past = await ada.at(url).read(`plans/${planId}/versions/1`)
  expect(past.plan.offer.priceMinor).toBe(18_500)
  expect((await ada.at(url).read(`plans/${planId}/versions/2`)).changes).toEqual([])
  expect(await ada.at(url).post(`plans/${planId}/restore`, { seq: 1 })).toEqual({ seq: 4, beforeSeq: 3 })
  await eventually(() => expect(plan.value('offer/priceMinor')).toBe(18_500))
  expect(errors).toEqual([])
})

test('[V2] what is of another schema is refused with the reason and stays as it is; the others open', async () => {
  const { databasePath, ada, planIds, store, rows } = await stored(3)
  const [good, failing, later] = planIds as [string, string, string]
  age(store, good)
  age(store, failing, TWO_AGO - 1)
  store.sqlite.prepare('update plans set schema_version = ? where id = ?').run(PLAN_SCHEMA_VERSION + 1, later)
  const before = rows()
  const { url, errors } = await startOn(databasePath)
  const here = ada.at(url)
  const refusal = async (path: string) => {
    const response = await here.ask('GET', path)
    return { status: response.status, ...((await response.json()) as object) }
  }
  const refused = { status: 503, code: 'plan_unreadable' }
  for (const path of ['', '/readiness', '/versions/1', '/export', '/sheets/readiness/pages']) {
    expect(await refusal(`plans/${failing}${path}`)).toMatchObject({
      ...refused,
      message: expect.stringContaining('could not be brought to this version of Flashboard'),
    })
    expect(await refusal(`plans/${later}${path}`)).toMatchObject({
      ...refused,
      message: expect.stringContaining('A newer Flashboard than the server’s wrote this plan'),
    })
  }
  for (const planId of [failing, later]) {
    const { provider } = here.open(planId)
    const code = new Promise((resolve) => provider.once('connection-close', (event) => resolve(event?.code)))
    expect(await code).toBe(closeCodes.planUnreadable.code)
  }
  expect((await here.read('plans')).plans.map(({ id }: { id: string }) => id)).toEqual([good])
  expect((await here.read(`plans/${good}`)).plan.offer.priceMinor).toBe(18_500)
  expect(rows().filter((row) => row.plan_id !== good)).toEqual(before.filter((row) => row.plan_id !== good))
  const said = errors.join()
  expect(said).toContain(`plan ${failing} stays of schema ${TWO_AGO - 1}, and closed`)
  expect(said).toContain(`plan ${later} stays of schema ${PLAN_SCHEMA_VERSION + 1}, and closed`)
})

test('[V1] [B1] an older backup is brought to this schema once it is put back', async () => {
  const { databasePath, ada, planIds, store } = await stored(1)
  const [planId] = planIds as [string]
  age(store, planId)
  const file = `${temporaryFolder()}/backup.sqlite`
  backUp(databasePath, file)
  await store.close()
  const first = await startOn(databasePath)
  await first.stop()
  await restore(databasePath, file, Date.now())
  const { url, errors } = await startOn(databasePath)
  expect((await ada.at(url).read(`plans/${planId}`)).plan.offer.priceMinor).toBe(18_500)
  expect(errors).toEqual([])
})
