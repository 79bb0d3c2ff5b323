import { FORMER_MEMBER, RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { readPlanFile } from '@flashboard/shared/files/plan-file'
import { rights } from '@flashboard/shared/access/roles'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { dueBy } from '../store/deleted-plans.ts'
import { purge } from '../store/purge.ts'
import { openTestApp } from '../../../tests/support/test-app.ts'

async function open() {
  const app = await openTestApp()
  const [ada, ben, vic] = await Promise.all(['Ada', 'Ben', 'Vic'].map((name) => app.device().sayName(name)))
  const id = await ada!.makePlan()
  await ben!.join(id, ada!, 'lead')
  await vic!.join(id, ada!, 'viewer')
  return { ...app, ada: ada!, ben: ben!, vic: vic!, id }
}

describe('[M5] a plan that a lead deleted', () => {
  test('is nowhere for anybody, and by no address that leads to it, until a lead brings it back', async () => {
    const { ada, ben, vic, id, device } = await open()
    const feed = await vic.ask('POST', `/api/plans/${id}/alerts/feed`)
    const overlay = await ada.ask('POST', `/api/plans/${id}/tokens`, { purpose: 'overlay' })
    const made = await ada.ask('POST', `/api/plans/${id}/invitations`, { role: 'editor', days: 7, uses: 1 })
    const { secret } = made.body
    const eve = await device().sayName('Eve')
    expect((await ben.ask('DELETE', `/api/plans/${id}`)).status).toBe(200)
    for (const each of [ada, ben, vic]) {
      const { status, body } = await each.ask('GET', `/api/plans/${id}`)
      expect([status, body.message]).toEqual([404, rights.read])
      expect((await each.ask('GET', '/api/plans')).body.plans).toEqual([])
    }
    expect((await vic.ask('GET', feed.body.path)).status).toBe(404)
    expect((await eve.ask('POST', '/api/invitations/look', { secret })).status).toBe(404)
    expect((await eve.ask('POST', '/api/invitations/accept', { secret })).status).toBe(404)
    expect(overlay.status).toBe(201)

    expect((await vic.ask('GET', '/api/plans/deleted')).body.plans).toEqual([])
    expect((await vic.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(404)
    expect((await eve.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(404)
    const { plans } = (await ada.ask('GET', '/api/plans/deleted')).body
    expect(plans).toMatchObject([{ id, name: 'Spring drop', by: 'Ben' }])
    expect(plans[0].until - plans[0].deletedAt).toBe(RESTORABLE_MS)
    expect((await ada.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(204)
    expect((await ada.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(404)
    const { body } = await vic.ask('GET', `/api/plans/${id}/people`)
    expect(
      body.members.map(({ name, role }: { name: string; role: string }) => [name, role]).toSorted(),
    ).toEqual([
      ['Ada', 'lead'],
      ['Ben', 'lead'],
      ['Vic', 'viewer'],
    ])
    expect((await vic.ask('GET', feed.body.path)).status).toBe(200)
    const { events } = (await vic.ask('GET', `/api/plans/${id}/log`)).body
    expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['planDeleted', 'planBroughtBack']),
    )
  })

  test('can be brought back until its time is over, and not a moment longer', async () => {
    const { ada, id, clock } = await open()
    await ada.ask('DELETE', `/api/plans/${id}`)
    clock.advance(RESTORABLE_MS)
    expect((await ada.ask('GET', '/api/plans/deleted')).body.plans).toEqual([])
    expect((await ada.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(404)
  })

  test('is not purged where somebody has brought it back since it was due, or the clock was put back', async () => {
    const { ada, id, clock, store } = await open()
    await ada.ask('DELETE', `/api/plans/${id}`)
    const due = clock.now() + RESTORABLE_MS
    expect(await dueBy(store.db, due)).toEqual([id])
    await purge(store.db, id, due - 1)
    expect((await ada.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(204)
    await purge(store.db, id, due)
    expect((await ada.ask('GET', `/api/plans/${id}`)).status).toBe(200)
    await ada.ask('DELETE', `/api/plans/${id}`)
    await purge(store.db, id, due)
    expect(await dueBy(store.db, due)).toEqual([])
  })
})

describe('[M6] a plan as one file', () => {
  test('has its edits, log and people, can be imported, and holds no secret', async () => {
    const { ada, vic, id } = await open()
    const secrets: string[] = []
    const invited = await ada.ask('POST', `/api/plans/${id}/invitations`, {
      role: 'viewer',
      days: 7,
      uses: 1,
    })
    const token = await ada.ask('POST', `/api/plans/${id}/tokens`, { purpose: 'sales' })
    const feed = await ada.ask('POST', `/api/plans/${id}/alerts/feed`)
    const { id: _public, ...told } = token.body
    secrets.push(invited.body.secret, feed.body.path, ...Object.values(told).map(String))
    expect((await vic.ask('GET', `/api/plans/${id}/export`)).status).toBe(403)
    const { status, headers, body } = await ada.ask('GET', `/api/plans/${id}/export`)
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toContain("UTF-8''Spring%20drop%2C%20everything.json")
    expect(body.members.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Ada', 'Ben', 'Vic'])
    expect(body).toMatchObject({ id, invitations: [{ role: 'viewer' }], addresses: [{ purpose: 'sales' }] })
    expect(body.log).toEqual((await ada.ask('GET', `/api/plans/${id}/log`)).body.events)
    const text = JSON.stringify(body)
    for (const secret of secrets.filter(({ length }) => length > 20)) expect(text).not.toContain(secret)

    const [doc, again] = [new Y.Doc(), new Y.Doc()]
    Y.applyUpdate(doc, Buffer.from(body.document, 'base64'))
    for (const { update, name } of body.edits) {
      expect(name).toBe('Ada')
      Y.applyUpdate(again, Buffer.from(update, 'base64'))
    }
    expect(again.getMap('event').toJSON()).toEqual(doc.getMap('event').toJSON())
    expect(doc.getMap('event').size).toBeGreaterThan(0)
    expect(() => readPlanFile(body)).not.toThrow()
    const imported = await ada.ask('POST', '/api/plans/import', body)
    expect([imported.status, imported.body.name]).toEqual([201, 'Spring drop'])
  })
})

describe('[M7] a person', () => {
  test('takes along what is theirs, without a secret', async () => {
    const { vic, id } = await open()
    const made = await vic.ask('POST', '/api/you/tokens', { name: 'Stock', scope: 'read', days: 7 })
    const { body } = await vic.ask('GET', '/api/you/export')
    expect(body).toMatchObject({
      person: { name: 'Vic' },
      devices: [{ device: expect.any(String) }],
      tokens: [{ name: 'Stock' }],
      plans: [{ id, name: 'Spring drop', role: 'viewer', edits: 0, log: [{ kind: 'personJoined' }] }],
    })
    expect(JSON.stringify(body)).not.toContain(made.body.secret)
  })

  test('takes along the invitations that they made, and their part in plans that are deleted and can come back', async () => {
    const { ada, ben, vic, id, clock } = await open()
    const of = `/api/plans/${id}/invitations`
    const [left, over] = [
      (await ben.ask('POST', of, { role: 'viewer', days: 7, uses: 3 })).body,
      (await ben.ask('POST', of, { role: 'lead', days: 1, uses: 1 })).body,
    ]
    await ada.ask('POST', of, { role: 'editor', days: 1, uses: 1 })
    await ben.ask('DELETE', `${of}/${over.invitation.id}`)
    const taken = async (who: typeof ben) => (await who.ask('GET', '/api/you/export')).body
    const { invitations, deletedPlans } = await taken(ben)
    expect(deletedPlans).toEqual([])
    expect(invitations.map((each: { id: string }) => each.id).toSorted()).toEqual(
      [left.invitation.id, over.invitation.id].toSorted(),
    )
    expect(invitations).toContainEqual({
      id: left.invitation.id,
      planId: id,
      role: 'viewer',
      uses: 0,
      usesMax: 3,
      createdAt: left.invitation.createdAt,
      expiresAt: left.invitation.expiresAt,
      revokedAt: null,
      by: { id: expect.any(String), name: 'Ben' },
    })
    expect(JSON.stringify(invitations)).not.toContain(left.secret)

    await ada.ask('DELETE', `/api/plans/${id}`)
    const deletedAt = clock.now()
    const place = { id, name: 'Spring drop', deletedAt }
    expect(await taken(ben)).toMatchObject({ plans: [], deletedPlans: [{ ...place, role: 'lead' }] })
    const vics = await taken(vic)
    expect(vics.deletedPlans).toMatchObject([{ ...place, role: 'viewer', log: [{ kind: 'personJoined' }] }])
    expect(vics.invitations).toEqual([])
    clock.advance(RESTORABLE_MS)
    expect((await taken(ben)).deletedPlans).toEqual([])
  })

  test('who alone leads a plan deletes nothing before somebody else does, or the plan is deleted', async () => {
    const { ada, ben, id } = await open()
    const other = await ben.makePlan({ name: 'Ben’s own' })
    const refused = await ben.ask('DELETE', '/api/you')
    expect([refused.status, refused.body.code]).toEqual([409, 'last_lead'])
    expect(refused.body.message).toContain('“Ben’s own”')
    expect((await ben.ask('GET', '/api/session')).body.person.name).toBe('Ben')
    await ben.ask('DELETE', `/api/plans/${other}`)
    expect((await ben.ask('DELETE', '/api/you')).status).toBe(204)
    expect((await ada.ask('DELETE', `/api/plans/${id}`)).status).toBe(200)
  })

  test('who deletes what is theirs is known by nothing any more; what they wrote stays, without a name', async () => {
    const { app, ada, ben, id, store, device } = await open()
    await ben.sayName('Benedikta')
    await ben.ask('POST', `/api/plans/${id}/versions`, { name: 'Before lunch' })
    const made = await ben.ask('POST', `/api/plans/${id}/invitations`, { role: 'viewer', days: 7, uses: 1 })
    const token = await ben.ask('POST', '/api/you/tokens', { name: 'Stock', scope: 'read', days: 7 })
    const { cookie } = ben
    expect((await ben.ask('DELETE', '/api/you')).status).toBe(204)
    ben.cookie = cookie
    expect((await ben.ask('GET', '/api/session')).status).toBe(401)
    const authorization = `Bearer ${token.body.secret}`
    expect((await app.request('/api/plans', { headers: { authorization } })).status).toBe(401)
    const late = await device().sayName('Late')
    const { status } = await late.ask('POST', '/api/invitations/accept', { secret: made.body.secret })
    expect(status).toBe(410)
    const { events } = (await ada.ask('GET', `/api/plans/${id}/log`)).body
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'versionNamed',
        actor: { personId: expect.any(String), name: FORMER_MEMBER },
      }),
    )
    expect(JSON.stringify(events)).not.toMatch(/Ben/)
    const { members } = (await ada.ask('GET', `/api/plans/${id}/people`)).body
    expect(members.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Ada', 'Vic'])
    for (const table of ['sessions', 'access_tokens', 'passkeys', 'accounts', 'members'] as const) {
      const rows = await store.db.selectFrom(table).select('person_id').execute()
      const { id: personId } = await store.db
        .selectFrom('people')
        .select('id')
        .where('name', '=', FORMER_MEMBER)
        .executeTakeFirstOrThrow()
      expect(rows.map((row) => row.person_id)).not.toContain(personId)
    }
  })

  test('leaves no name and no token behind by what they ask for at the same time', async () => {
    const { device, store } = await openTestApp()
    for (let i = 0; i < 24; i++) {
      const [cem, ...pages] = [await device().sayName('Cem'), device(), device()]
      for (const page of pages) page.cookie = cem.cookie
      const deleted = cem.ask('DELETE', '/api/you')
      for (let turn = 0; turn < i; turn++) await Promise.resolve()
      await Promise.all([
        deleted,
        pages[0]!.ask('POST', '/api/session', { name: 'Cemal' }),
        pages[1]!.ask('POST', '/api/you/tokens', { name: 'x', scope: 'write', days: 300 }),
      ])
      expect((await deleted).status).toBe(204)
    }
    const kept = await store.db
      .selectFrom('people')
      .leftJoin('sessions', 'sessions.person_id', 'people.id')
      .where('sessions.id', 'is', null)
      .where('people.name', '!=', FORMER_MEMBER)
      .selectAll('people')
      .execute()
    expect(kept).toEqual([])
    expect(await store.db.selectFrom('access_tokens').selectAll().execute()).toEqual([])
  })

  test('leaves nothing in a plan that is deleted either: no link, no address, when it is brought back', async () => {
    const { ada, ben, id, store, device } = await open()
    const of = `/api/plans/${id}`
    const { secret } = (await ben.ask('POST', `${of}/invitations`, { role: 'lead', days: 7, uses: 1 })).body
    const overlay = (await ben.ask('POST', `${of}/tokens`, { purpose: 'overlay' })).body.path.split('#')[1]
    await ben.ask('POST', `${of}/alerts/feed`)
    const url = 'https://hooks.example.org/services/of-bens-own'
    await ben.ask('POST', `${of}/alerts/targets`, { via: 'webhook', format: 'slack', url, kinds: ['missed'] })
    const left = async () => [
      await store.db.selectFrom('alert_targets').selectAll().execute(),
      await store.db.selectFrom('calendar_feeds').selectAll().execute(),
    ]
    expect((await left()).map(({ length }) => length)).toEqual([1, 1])
    await ada.ask('DELETE', of)
    expect((await ben.ask('DELETE', '/api/you')).status).toBe(204)
    expect(await left()).toEqual([[], []])
    expect((await ada.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(204)
    const late = await device().sayName('Late')
    expect((await late.ask('POST', '/api/invitations/accept', { secret })).status).toBe(410)
    expect((await late.ask('GET', `/api/overlay/${overlay}`)).status).toBe(404)
  })
})
