import { logAnswer } from '@flashboard/shared/wire/http'
import { peopleAnswer } from '@flashboard/shared/wire/access'
import { DAY_MS } from '@flashboard/shared/plan/time'
import { describe, expect, test } from 'vitest'
import { type Device, openTestApp } from '../../../tests/support/test-app.ts'

async function open() {
  const app = await openTestApp()
  const [ada, ben] = [await app.device().sayName('Ada'), await app.device().sayName('Ben')]
  const id = await ada.makePlan()
  await ben.join(id, ada)
  const idOf = async (device: Device) => (await device.ask('GET', '/api/session')).body.person.id as string
  const [adaId, benId] = [await idOf(ada), await idOf(ben)]
  const path = `/api/plans/${id}`
  const people = async (device = ada) => peopleAnswer.parse((await device.ask('GET', `${path}/people`)).body)
  const roles = async () => (await people()).members.map(({ name, role }) => `${name} ${role}`)
  const turn = (who: Device, personId: string, role: string) =>
    who.ask('PATCH', `${path}/people/${personId}`, { role })
  const remove = (who: Device, personId: string) => who.ask('DELETE', `${path}/people/${personId}`)
  const invite = async (terms = {}) =>
    (await ada.ask('POST', `${path}/invitations`, { role: 'editor', days: 7, uses: 2, ...terms })).body
  const accept = (who: Device, secret: string) => who.ask('POST', '/api/invitations/accept', { secret })
  const look = (who: Device, secret: string) => who.ask('POST', '/api/invitations/look', { secret })
  const kinds = async () =>
    logAnswer.parse((await ada.ask('GET', `${path}/log`)).body).events.map(({ kind }) => kind)
  return {
    ...app,
    ada,
    ben,
    id,
    adaId,
    benId,
    path,
    people,
    roles,
    turn,
    remove,
    invite,
    accept,
    look,
    kinds,
  }
}

test('[M1] what somebody may do in a plan is told to them without the plan', async () => {
  const { ada, ben, device, path, turn, benId } = await open()
  expect(await ben.ask('GET', `${path}/role`)).toMatchObject({ status: 200, body: { role: 'editor' } })
  await turn(ada, benId, 'viewer')
  expect((await ben.ask('GET', `${path}/role`)).body).toEqual({ role: 'viewer' })
  const eve = await device().sayName('Eve')
  expect((await eve.ask('GET', `${path}/role`)).status).toBe(404)
})

const lastLead = { status: 409, body: { code: 'last_lead' } }

describe('[M2] the people of a plan', () => {
  test('are shown to everybody in it, the invitations to leads', async () => {
    const { people, invite, ben, adaId } = await open()
    const { invitation } = await invite()
    const { members, invitations } = await people()
    expect(members.map(({ name, role }) => [name, role])).toEqual([
      ['Ada', 'lead'],
      ['Ben', 'editor'],
    ])
    expect(members[0]!.personId).toBe(adaId)
    expect(invitations).toEqual([invitation])
    expect(await people(ben)).toMatchObject({ members, invitations: [] })
  })

  test('change by a lead, who is told of nobody that is not there', async () => {
    const { ada, ben, benId, turn, roles, remove, kinds } = await open()
    expect((await turn(ben, benId, 'lead')).body.code).toBe('not_allowed')
    expect((await turn(ada, benId, 'viewer')).status).toBe(204)
    expect((await turn(ada, benId, 'viewer')).status).toBe(204)
    expect(await roles()).toEqual(['Ada lead', 'Ben viewer'])
    expect((await turn(ada, benId, 'king')).body.code).toBe('bad_request')
    expect((await turn(ada, 'nobody', 'viewer')).status).toBe(404)
    expect((await remove(ada, benId)).status).toBe(204)
    expect((await remove(ada, benId)).status).toBe(404)
    expect((await kinds()).slice(-2)).toEqual(['roleChanged', 'personRemoved'])
  })

  test('[M3] keep a lead, though two step down at once', async () => {
    const { ada, ben, adaId, benId, turn, remove, roles } = await open()
    expect(await turn(ada, adaId, 'editor')).toMatchObject(lastLead)
    expect(await remove(ada, adaId)).toMatchObject(lastLead)
    await turn(ada, benId, 'lead')
    const both = await Promise.all([turn(ada, adaId, 'viewer'), remove(ben, benId)])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
    expect((await roles()).filter((each) => each.endsWith('lead'))).toHaveLength(1)
  })

  test('may leave by themselves, whatever their role, and remove nobody else', async () => {
    const { ada, ben, adaId, benId, turn, remove, roles } = await open()
    await turn(ada, benId, 'viewer')
    expect((await remove(ben, adaId)).body.code).toBe('not_allowed')
    expect((await remove(ben, benId)).status).toBe(204)
    expect((await remove(ben, benId)).status).toBe(404)
    expect(await roles()).toEqual(['Ada lead'])
  })

  test('who are removed lose their feed, their alerts and the link that they came by; their name stays', async () => {
    const { ada, ben, benId, path, remove, device, accept, invite, kinds } = await open()
    const cleo = await device().sayName('Cleo')
    const cleoId = (await cleo.ask('GET', '/api/session')).body.person.id
    const { secret } = await invite({ uses: 5 })
    await accept(cleo, secret)
    const feed = (await cleo.ask('POST', `${path}/alerts/feed`)).body.path
    expect((await device().ask('GET', feed)).status).toBe(200)
    await remove(ada, cleoId)
    expect((await device().ask('GET', feed)).status).toBe(404)
    expect(await accept(cleo, secret)).toMatchObject({ status: 410, body: { code: 'invitation_over' } })
    expect((await kinds()).slice(-2)).toEqual(['personRemoved', 'invitationRevoked'])
    await remove(ada, benId)
    const { events } = logAnswer.parse((await ada.ask('GET', `${path}/log`)).body)
    expect(events.filter((event) => event.kind === 'personJoined').map(({ name }) => name)).toEqual([
      'Ben',
      'Cleo',
    ])
    expect((await ben.ask('GET', path)).status).toBe(404)
  })
})

describe('[M4] an invitation', () => {
  test.each([
    ['removed', 'removed'],
    ['made an editor', 'editor'],
  ])('is over with whoever made it, once they are %s', async (_how, to) => {
    const { ada, device, path, invite, accept, look, remove } = await open()
    const cleo = await device().sayName('Cleo')
    await accept(cleo, (await invite({ role: 'lead' })).secret)
    const made = await cleo.ask('POST', `${path}/invitations`, { role: 'lead', days: 90, uses: 100 })
    const { secret } = made.body
    const { body } = await cleo.ask('GET', '/api/session')
    if (to === 'removed') await remove(ada, body.person.id)
    else await ada.ask('PATCH', `${path}/people/${body.person.id}`, { role: to })
    expect(await accept(cleo, secret)).toMatchObject(
      to === 'removed'
        ? { status: 410, body: { code: 'invitation_over' } }
        : { status: 200, body: { role: 'editor' } },
    )
    const stranger = device()
    expect((await look(stranger, secret)).body).toMatchObject({ end: 'revoked', planName: '' })
  })

  test('shows what one joins, to somebody without a session too, and tells nothing of the plan’s id', async () => {
    const { device, invite, look, id } = await open()
    const { secret } = await invite({ role: 'viewer' })
    const { status, body } = await look(device(), secret)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      planName: 'Spring drop',
      role: 'viewer',
      by: 'Ada',
      end: null,
      already: null,
    })
    expect(JSON.stringify(body)).not.toContain(id)
    expect((await look(device(), 'made-up')).body.code).toBe('not_found')
  })

  test('says to whoever is in the plan that they are', async () => {
    const { ben, id, invite, look, accept } = await open()
    const { secret } = await invite({ role: 'lead' })
    expect((await look(ben, secret)).body.already).toEqual({ planId: id, role: 'editor' })
    expect((await accept(ben, secret)).body).toEqual({ planId: id, role: 'editor' })
  })

  test.each([
    ['expired', 'has expired'],
    ['used up', 'let in as many people'],
    ['taken back', 'was taken back'],
  ])('that is %s says so, at the look and at the door', async (how, says) => {
    const { ada, device, path, invite, look, accept, clock } = await open()
    const { secret, invitation } = await invite({ uses: 1, days: 1 })
    if (how === 'expired') clock.advance(DAY_MS)
    if (how === 'used up') await accept(await device().sayName('Cleo'), secret)
    if (how === 'taken back') await ada.ask('DELETE', `${path}/invitations/${invitation.id}`)
    const dan = await device().sayName('Dan')
    expect((await look(dan, secret)).body.end).not.toBeNull()
    const refused = await accept(dan, secret)
    expect(refused).toMatchObject({ status: 410, body: { code: 'invitation_over' } })
    expect(refused.body.message).toContain(says)
    expect((await dan.ask('GET', path)).status).toBe(404)
  })

  test('is kept hashed, and in no log line', async () => {
    const { invite, store, logged, accept, device } = await open()
    const { secret } = await invite()
    await accept(await device().sayName('Cleo'), secret)
    const rows = store.sqlite.prepare('select * from invitations').all()
    expect(JSON.stringify([rows, logged])).not.toContain(secret)
  })

  test.each([{ days: 0 }, { days: 91 }, { uses: 0 }, { uses: 101 }, { uses: 1.5 }, { role: 'king' }])(
    'with %j is refused',
    async (terms) => {
      const { invite, people } = await open()
      expect((await invite(terms)).code).toBe('bad_request')
      expect((await people()).invitations).toEqual([])
    },
  )
})

describe('what is decided twice', () => {
  test('the role that somebody has already closes none of their pages, and is not logged', async () => {
    const { ada, ben, id } = await open()
    const { id: benId } = (await ben.ask('GET', '/api/session')).body.person
    const log = async () => (await ada.ask('GET', `/api/plans/${id}/log`)).body.events
    const before = await log()
    const { status } = await ada.ask('PATCH', `/api/plans/${id}/people/${benId}`, { role: 'editor' })
    expect(status).toBe(204)
    expect(await log()).toEqual(before)
  })

  test('a waiver that two leads withdraw at once is withdrawn once', async () => {
    const { ada, id } = await open()
    await ada.ask('POST', `/api/plans/${id}/waivers`, { requirement: 'sku-audit', reason: 'Counted by hand' })
    const withdraw = () => ada.ask('DELETE', `/api/plans/${id}/waivers/sku-audit`)
    const answers = await Promise.all([withdraw(), withdraw()])
    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    const { events } = (await ada.ask('GET', `/api/plans/${id}/log`)).body
    expect(events.filter(({ kind }: { kind: string }) => kind === 'waiverWithdrawn')).toHaveLength(1)
  })

  test('what a plan begins with is written under a client id of its maker’s', async () => {
    const { store, id } = await open()
    const rows = await store.db.selectFrom('writers').selectAll().where('plan_id', '=', id).execute()
    expect(rows).toHaveLength(1)
  })
})
