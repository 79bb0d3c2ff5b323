/** The operator's command that lets somebody into a plan, beside a server that runs, and without one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { INVITATIONS_MAX } from '@flashboard/shared/access/invitations'
import { expect, test } from 'vitest'
import { openTemporaryStore, storePlan, temporaryFolder } from '../support/temporary-store.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

const INVITE = fileURLToPath(new URL('../../server/src/invite.ts', import.meta.url))

async function invite(databasePath: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [INVITE, ...args], {
    env: { ...process.env, PUBLIC_URL: '', DATABASE: databasePath, ...env },
  })
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, said, code: code as number, secret: /\/join#(\S+)\n$/.exec(out)?.[1] }
}

const inWords = (refusal: string) => ({ out: '', said: expect.stringContaining(refusal), code: 1 })

test('[M8] makes one person a lead while the server runs and somebody edits, and the log says who let them in', async () => {
  const { url, databasePath } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const planId = await ada.makePlan()
  const page = await ada.opened(planId)
  const over = new AbortController()
  const editing = (async () => {
    for (let edits = 1; !over.signal.aborted; edits++) {
      page.doc.getMap('offer').set('priceMinor', edits)
      await ada.post(`plans/${planId}/versions`, { name: `Version ${edits}` })
    }
  })()
  const { out, said, code, secret } = await invite(databasePath, [`${url}plans/${planId}`, 'lead'], {
    PUBLIC_URL: 'https://board.example.org',
  })
  over.abort()
  await editing
  expect({ said, code }).toEqual({ said: '', code: 0 })
  expect(out).toMatch(/\nhttps:\/\/board\.example\.org\/join#[\w-]{43}\n$/)
  const [cem, eve] = [await TestDevice.signIn(url, 'Cem'), await TestDevice.signIn(url, 'Eve')]
  const look = await cem.post('invitations/look', { secret })
  expect(look).toMatchObject({ by: 'The operator', role: 'lead', end: null })
  expect(await cem.post('invitations/accept', { secret })).toEqual({ planId, role: 'lead' })
  expect(await eve.post('invitations/accept', { secret })).toMatchObject({ code: 'invitation_over' })
  const { events } = await cem.read(`plans/${planId}/log`)
  const operator = { personId: 'operator', name: 'The operator' }
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'invitationMade', role: 'lead', usesMax: 1, actor: operator }),
  )
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'personJoined', name: 'Cem', invitedBy: operator }),
  )
})

test('[M8] without a server too, and a second time; what is told is not what is kept', async () => {
  const databasePath = join(temporaryFolder(), 'plans.sqlite')
  const store = await openTemporaryStore(databasePath)
  const { planId } = await storePlan(store)
  for (const role of ['viewer', 'editor']) {
    const { out, secret } = await invite(databasePath, [planId, role], { PORT: '4999' })
    expect(out).toContain(`PUBLIC_URL is not set`)
    expect(out).toContain(`http://localhost:4999/join#${secret}\n`)
  }
  const rows = await store.db.selectFrom('invitations').selectAll().execute()
  expect(rows).toMatchObject([
    {
      role: 'viewer',
      created_by: 'operator',
      uses_max: 1,
      secret_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    { role: 'editor', created_by: 'operator', uses_max: 1 },
  ])
})

test('[M8] refuses in a sentence, and makes nothing', async () => {
  const databasePath = join(temporaryFolder(), 'plans.sqlite')
  const store = await openTemporaryStore(databasePath)
  const { planId } = await storePlan(store)
  expect(await invite(databasePath, [])).toMatchObject(inWords('Say which plan, and which role.'))
  expect(await invite(databasePath, [planId, 'owner'])).toMatchObject(inWords('There is no role "owner".'))
  expect(await invite(databasePath, ['0'.repeat(32), 'lead'])).toMatchObject(inWords('There is no such plan'))
  const row = (id: string) => ({
    id,
    plan_id: planId,
    secret_hash: id,
    role: 'editor' as const,
    uses_max: 1,
    created_by: 'ada',
    created_at: 1,
    expires_at: Number.MAX_SAFE_INTEGER,
    revoked_at: null,
  })
  await store.db.insertInto('people').values({ id: 'ada', name: 'Ada', created_at: 1 }).execute()
  for (let n = 0; n < INVITATIONS_MAX; n++) {
    await store.db
      .insertInto('invitations')
      .values(row(String(n)))
      .execute()
  }
  expect(await invite(databasePath, [planId, 'lead'])).toMatchObject(inWords('as many open invitations'))
  await store.db.deleteFrom('members').execute()
  expect(await invite(databasePath, [planId, 'lead'])).toMatchObject(inWords('This plan is deleted'))
  expect(await store.db.selectFrom('invitations').selectAll().execute()).toHaveLength(INVITATIONS_MAX)
})

test('[M8] leaves alone a database that is not there, another program’s, an older and a newer one', async () => {
  const folder = temporaryFolder()
  const of = (name: string) => join(folder, name)
  writeFileSync(
    of('text'),
    'no database at all, and long enough to be looked at as if it were one'.repeat(20),
  )
  const changes = {
    foreign: 'drop table kysely_migration',
    older: `delete from kysely_migration where name > '0010'`,
    newer: `insert into kysely_migration values ('9999_more', '')`,
  }
  for (const [name, change] of Object.entries(changes)) {
    const store = await openTemporaryStore(of(name))
    store.sqlite.exec(change)
    await store.close()
  }
  const sentences = {
    nowhere: 'There is no database at',
    text: 'no database of Flashboard’s. It was left as it is.',
    foreign: 'is no database of Flashboard’s. It was left as it is.',
    older: 'is of an older Flashboard; start this one once',
    newer: 'is of a newer Flashboard (it has 9999_more)',
  }
  for (const [name, sentence] of Object.entries(sentences)) {
    expect(await invite(of(name), ['x', 'lead'])).toMatchObject(inWords(sentence))
  }
})
