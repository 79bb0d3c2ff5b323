import { describe, expect, test } from 'vitest'
import { Authenticator } from '../../../tests/support/authenticator.ts'
import { type Device, openTestApp } from '../../../tests/support/test-app.ts'
import { CHALLENGE_MS, PASSKEYS_MAX } from './passkeys.ts'

const publicUrl = 'https://board.example.org'
const refused = { status: 422, body: { code: 'passkey_refused' } }

async function open() {
  const app = await openTestApp(undefined, { publicUrl })
  const ada = await app.device().sayName('Ada')
  return { ...app, ada, key: new Authenticator(publicUrl) }
}

const optionsFor = async (device: Device, path: string) =>
  (await device.ask('POST', `${path}/options`)).body.options

async function make(device: Device, key: Authenticator) {
  const response = key.create(await optionsFor(device, '/api/you/passkeys'))
  return await device.ask('POST', '/api/you/passkeys', { response })
}

async function signIn(device: Device, key: Authenticator) {
  const response = key.get(await optionsFor(device, '/api/sign-in/passkey'))
  return await device.ask('POST', '/api/sign-in/passkey', { response })
}

const who = async (device: Device) => (await device.ask('GET', '/api/session')).body.person

describe('[A11] a passkey', () => {
  test('is made, named and removed by its person alone', async () => {
    const { ada, key, device } = await open()
    const made = await make(ada, key)
    expect(made).toMatchObject({ status: 201, body: { passkeys: [{ id: key.id, lastUsedAt: null }] } })
    const ben = await device().sayName('Ben')
    const path = `/api/you/passkeys/${key.id}`
    expect((await ben.ask('PATCH', path, { name: 'Mine' })).status).toBe(404)
    expect((await ben.ask('DELETE', path)).status).toBe(404)
    expect((await ada.ask('PATCH', path, { name: 'Phone' })).status).toBe(204)
    expect((await ada.ask('GET', '/api/you/passkeys')).body.passkeys).toMatchObject([{ name: 'Phone' }])
    expect((await ada.ask('DELETE', path)).status).toBe(204)
    expect(await signIn(device(), key)).toMatchObject(refused)
  })

  test('signs a new device in as its person', async () => {
    const { ada, key, device } = await open()
    await make(ada, key)
    const phone = device()
    expect(await signIn(phone, key)).toMatchObject({ status: 200, body: { waits: null } })
    expect(await who(phone)).toEqual(await who(ada))
    expect((await ada.ask('GET', '/api/you/devices')).body.devices).toHaveLength(2)
  })

  test('answers each challenge once, soon, for its own person, and on this site', async () => {
    const { ada, key, device, clock } = await open()
    const ben = await device().sayName('Ben')
    const bens = key.create(await optionsFor(ben, '/api/you/passkeys'))
    expect(await ada.ask('POST', '/api/you/passkeys', { response: bens })).toMatchObject(refused)
    const first = key.create(await optionsFor(ada, '/api/you/passkeys'))
    expect((await ada.ask('POST', '/api/you/passkeys', { response: first })).status).toBe(201)
    expect(await ada.ask('POST', '/api/you/passkeys', { response: first })).toMatchObject(refused)

    const response = key.get(await optionsFor(device(), '/api/sign-in/passkey'))
    expect((await device().ask('POST', '/api/sign-in/passkey', { response })).status).toBe(200)
    expect(await device().ask('POST', '/api/sign-in/passkey', { response })).toMatchObject(refused)
    const late = key.get(await optionsFor(device(), '/api/sign-in/passkey'))
    clock.advance(CHALLENGE_MS)
    expect(await device().ask('POST', '/api/sign-in/passkey', { response: late })).toMatchObject(refused)
    key.origin = 'https://board.example.com'
    expect(await signIn(device(), key)).toMatchObject(refused)
  })

  test('is one of at most so many, however many were begun at once', async () => {
    const { ada, key, store } = await open()
    for (let made = 0; made < PASSKEYS_MAX - 1; made++) await make(ada, new Authenticator(publicUrl))
    const begun = [key, new Authenticator(publicUrl)]
    const responses = []
    for (const each of begun) responses.push(each.create(await optionsFor(ada, '/api/you/passkeys')))
    const answers = await Promise.all(
      responses.map((response) => ada.ask('POST', '/api/you/passkeys', { response })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 429])
    expect(await store.db.selectFrom('passkeys').select('id').execute()).toHaveLength(PASSKEYS_MAX)
  })

  test('whose count goes back is a copy', async () => {
    const { ada, key, device } = await open()
    await make(ada, key)
    await signIn(device(), key)
    key.counter--
    expect(await signIn(device(), key)).toMatchObject(refused)
  })

  test('needs a site with a name and https', async () => {
    for (const [site, status] of [
      ['http://127.0.0.1:4800', 422],
      ['http://board.example.org', 422],
      ['https://[2001:db8::1]', 422],
      ['http://localhost:4800', 200],
    ] as const) {
      const { device } = await openTestApp(undefined, { publicUrl: site })
      expect.soft((await device().ask('POST', '/api/sign-in/passkey/options')).status, site).toBe(status)
    }
  })
})

describe('[A12] a device that turns out to be another person’s', () => {
  test('is theirs at once where its own holds no plan, or is known elsewhere too', async () => {
    const { ada, key, device } = await open()
    await make(ada, key)
    const ben = await device().sayName('Ben')
    expect((await signIn(ben, key)).body.waits).toBeNull()
    expect((await who(ben)).name).toBe('Ada')

    const cem = await device().sayName('Cem')
    const plan = await cem.makePlan()
    const cems = new Authenticator(publicUrl)
    await make(cem, cems)
    expect((await signIn(cem, key)).body.waits).toBeNull()
    expect((await cem.ask('GET', `/api/plans/${plan}`)).status).toBe(404)
    const again = device()
    await signIn(again, cems)
    expect((await again.ask('GET', `/api/plans/${plan}`)).body.role).toBe('lead')
  })

  test('stays its own’s where their plans would be lost, until those are brought along', async () => {
    const { ada, key, device } = await open()
    await make(ada, key)
    const ben = await device().sayName('Ben')
    const shared = await ada.makePlan()
    await ben.join(shared, ada, 'viewer')
    const own = await ben.makePlan()
    const answer = await signIn(ben, key)
    expect(answer.body).toMatchObject({
      person: { name: 'Ben' },
      waits: { person: { name: 'Ada' }, plans: 2 },
    })
    expect((await who(ben)).name).toBe('Ben')
    const bens = ben.cookie

    const brought = await ben.ask('POST', '/api/you/arrival')
    expect(brought).toMatchObject({ status: 200, body: { person: { name: 'Ada' }, waits: null } })
    expect((await who(ben)).name).toBe('Ada')
    expect((await ada.ask('GET', `/api/plans/${own}`)).body.role).toBe('lead')
    // The greater of the two roles.
    expect((await ada.ask('GET', `/api/plans/${shared}`)).body.role).toBe('lead')
    const { events } = (await ada.ask('GET', `/api/plans/${own}/log`)).body
    expect(events.slice(-2)).toMatchObject([
      { kind: 'personJoined', name: 'Ada', role: 'lead', invitedBy: { name: 'Ben' } },
      { kind: 'personRemoved', name: 'Ben' },
    ])
    ben.cookie = bens
    expect((await ben.ask('GET', '/api/session')).status).toBe(401)
  })

  test('[A11] stays who it was where the passkey is removed while they wait', async () => {
    const { ada, key, device } = await open()
    await make(ada, key)
    const ben = await device().sayName('Ben')
    const own = await ben.makePlan()
    expect((await signIn(ben, key)).body.waits.person.name).toBe('Ada')
    expect((await ada.ask('DELETE', `/api/you/passkeys/${key.id}`)).status).toBe(204)
    expect(await ben.ask('POST', '/api/you/arrival')).toMatchObject({ status: 404 })
    expect((await who(ben)).name).toBe('Ben')
    expect((await ben.ask('GET', `/api/plans/${own}`)).body.role).toBe('lead')
    expect((await ada.ask('GET', `/api/plans/${own}`)).status).toBe(404)
  })

  test('[M2] has no link left once the other is removed, made or come by as whomever', async () => {
    const { ada, key, device } = await open()
    await make(ada, key)
    const [ben, eve] = [await device().sayName('Ben'), await device().sayName('Eve')]
    const plan = await eve.makePlan()
    const of = `/api/plans/${plan}`
    const terms = { role: 'lead', days: 7, uses: 5 }
    const cameBy = (await eve.ask('POST', `${of}/invitations`, terms)).body.secret
    expect((await ben.ask('POST', '/api/invitations/accept', { secret: cameBy })).status).toBe(200)
    const made = (await ben.ask('POST', `${of}/invitations`, terms)).body.secret
    const overlay = (await ben.ask('POST', `${of}/tokens`, { purpose: 'overlay' })).body.path.split('#')[1]
    const feed = (await ben.ask('POST', `${of}/alerts/feed`)).body.path
    await signIn(ben, key)
    await ben.ask('POST', '/api/you/arrival')
    expect((await device().ask('GET', feed)).status).toBe(200)
    expect((await device().ask('GET', `/api/overlay/${overlay}`)).status).toBe(200)

    expect((await eve.ask('DELETE', `${of}/people/${(await who(ben)).id}`)).status).toBe(204)
    for (const secret of [cameBy, made]) {
      expect((await ben.ask('POST', '/api/invitations/accept', { secret })).body.code).toBe('invitation_over')
    }
    expect((await device().ask('GET', feed)).status).toBe(404)
    expect((await device().ask('GET', `/api/overlay/${overlay}`)).status).toBe(404)
  })

  test('can still bring back what its own deleted, with the greater role of the two', async () => {
    const { ada, key, device, store } = await open()
    await make(ada, key)
    const ben = await device().sayName('Ben')
    const [alone, both] = [await ben.makePlan(), await ben.makePlan()]
    await ada.join(both, ben, 'viewer')
    for (const id of [alone, both]) await ben.ask('DELETE', `/api/plans/${id}`)
    expect((await signIn(ben, key)).body).toMatchObject({ person: { name: 'Ben' }, waits: { plans: 2 } })
    expect((await ben.ask('POST', '/api/you/arrival')).status).toBe(200)
    for (const id of [alone, both]) {
      expect((await ada.ask('POST', `/api/plans/deleted/${id}/restore`)).status).toBe(204)
      expect((await ada.ask('GET', `/api/plans/${id}/people`)).body.members).toMatchObject([
        { name: 'Ada', role: 'lead' },
      ])
    }
    expect(await store.db.selectFrom('members_of_deleted').selectAll().execute()).toEqual([])
  })

  test('[A8] ends the access tokens of whom it was', async () => {
    const { ada, key, device, app } = await open()
    await make(ada, key)
    const ben = await device().sayName('Ben')
    await ben.makePlan()
    const { secret } = (await ben.ask('POST', '/api/you/tokens', { name: 'x', scope: 'write', days: 9 })).body
    const asked = async () =>
      (await app.request('/api/plans', { headers: { authorization: `Bearer ${secret}` } })).status
    await signIn(ben, key)
    expect(await asked()).toBe(200)
    await ben.ask('POST', '/api/you/arrival')
    expect(await asked()).toBe(401)
  })

  test('brings nothing along that nobody has asked for', async () => {
    const { ada } = await open()
    expect(await ada.ask('POST', '/api/you/arrival')).toMatchObject({ status: 404 })
  })
})
