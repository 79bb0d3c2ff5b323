import { describe, expect, test } from 'vitest'
import { openTestApp } from '../../../tests/support/test-app.ts'

describe('/api/session', () => {
  test('a name opens a session in a cookie that scripts cannot read', async () => {
    const { device } = await openTestApp()
    const ada = device()
    const answer = await ada.ask('POST', '/api/session', { name: '  Ada ' })
    expect(answer.status).toBe(200)
    expect(answer.body.person).toEqual({ id: expect.any(String), name: 'Ada' })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^session=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect((await ada.ask('GET', '/api/session')).body).toEqual(answer.body)
  })

  test('the database holds no token, only its hash', async () => {
    const { device, store } = await openTestApp()
    const ada = await device().sayName('Ada')
    const token = ada.cookie!.split('=')[1]!
    const rows = store.sqlite.prepare('select * from sessions').all()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('another name on the same device renames the same person', async () => {
    const { device } = await openTestApp()
    const ada = await device().sayName('Ada')
    const before = (await ada.ask('GET', '/api/session')).body.person
    const renamed = await ada.ask('POST', '/api/session', { name: 'Ada L.' })
    expect(renamed.body.person).toEqual({ id: before.id, name: 'Ada L.' })
    expect(renamed.headers.get('set-cookie')).toBeNull()
    expect((await ada.ask('GET', '/api/session')).body.person.name).toBe('Ada L.')
  })

  test('without a session, and with a made-up one, there is nobody', async () => {
    const { device } = await openTestApp()
    const nobody = device()
    expect(await nobody.ask('GET', '/api/session')).toMatchObject({
      status: 401,
      body: { code: 'no_session', message: 'This device has no session. Say your name first.' },
    })
    nobody.cookie = `session=${'A'.repeat(43)}`
    expect((await nobody.ask('GET', '/api/session')).status).toBe(401)
  })

  test('[A15] a site that becomes https finds its people by the cookie of before, once', async () => {
    const outside = { proxies: { count: 1 } }
    const https = { 'x-forwarded-proto': 'https' }
    const { device } = await openTestApp(undefined, outside)
    const ada = await device().sayName('Ada')
    const plain = ada.cookie!
    const before = (await ada.ask('GET', '/api/session')).body
    // Only where the page asks who it is.
    expect((await ada.ask('GET', '/api/plans', undefined, https)).status).toBe(401)
    const taken = await ada.ask('GET', '/api/session', undefined, https)
    expect(taken.body).toEqual(before)
    const [given, dropped] = taken.headers.getSetCookie()
    expect(given).toMatch(/^__Host-session=[\w-]{43}; Max-Age=34560000; .*Secure/)
    expect(dropped).toMatch(/^session=; Max-Age=0/)
    ada.cookie = given!.split(';')[0]!
    expect((await ada.ask('GET', '/api/plans', undefined, https)).status).toBe(200)
    expect((await ada.ask('GET', '/api/you/devices', undefined, https)).body.devices).toHaveLength(1)

    const thief = device()
    thief.cookie = plain
    for (const headers of [https, {}]) {
      expect((await thief.ask('GET', '/api/session', undefined, headers)).status).toBe(401)
    }
    // What is good over https is foisted on nobody under the plain name, and a cookie of one's own comes first.
    thief.cookie = ada.cookie.replace('__Host-', '')
    expect((await thief.ask('GET', '/api/session', undefined, https)).status).toBe(401)
    const ben = await device().sayName('Ben')
    ben.cookie = `__Host-session=made-up; ${ben.cookie}`
    expect((await ben.ask('GET', '/api/session', undefined, https)).status).toBe(401)
  })

  test('[A3] over https the cookie is secure, and no other site of the domain can set it', async () => {
    for (const [outside, headers] of [
      [{ publicUrl: 'https://board.example.org' }, {}],
      [{ proxies: { count: 1 } }, { 'x-forwarded-proto': 'https' }],
    ] as const) {
      const { device } = await openTestApp(undefined, outside)
      const ada = device()
      const answer = await ada.ask('POST', '/api/session', { name: 'Ada' }, headers)
      expect(answer.headers.get('set-cookie')).toMatch(
        /^__Host-session=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      )
      expect((await ada.ask('GET', '/api/session', undefined, headers)).status).toBe(200)
      ada.cookie = ada.cookie!.replace('__Host-', '')
      expect((await ada.ask('GET', '/api/session', undefined, headers)).status).toBe(401)
    }
  })

  test('[A4] what is forwarded is not believed unless the operator has a proxy', async () => {
    const { device } = await openTestApp()
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'board.example.org' }
    const said = await device().ask('POST', '/api/session', { name: 'Ada' }, forwarded)
    expect(said.headers.get('set-cookie')).toMatch(/^session=/)
    const origin = 'https://board.example.org'
    expect(
      (await device().ask('POST', '/api/session', { name: 'Ada' }, { ...forwarded, origin })).status,
    ).toBe(403)
  })

  test('ending a session ends it for a copy of the cookie too', async () => {
    const { device } = await openTestApp()
    const ada = await device().sayName('Ada')
    const stolen = ada.cookie
    const ended = await ada.ask('DELETE', '/api/session')
    expect(ended.status).toBe(204)
    ada.cookie = stolen
    expect((await ada.ask('GET', '/api/session')).status).toBe(401)
    expect((await device().ask('DELETE', '/api/session')).status).toBe(204)
  })

  test.each([
    [{}, 'Say a name of 1 to 80 letters.'],
    [{ name: '   ' }, 'Say a name of 1 to 80 letters.'],
    [{ name: 'x'.repeat(81) }, 'A name has at most 80 letters.'],
    ['{"name":', 'The request could not be read: its body is no JSON.'],
  ])('%j is refused with a sentence', async (json, message) => {
    const { device } = await openTestApp()
    const answer = await device().ask('POST', '/api/session', json)
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request', message } })
  })
})

describe('a request that changes something', () => {
  test.each([
    [{ publicUrl: 'https://board.example.org' }, 'https://board.example.org', 200],
    // Its network could answer in place of the site.
    [{ publicUrl: 'https://board.example.org' }, 'http://board.example.org', 403],
    [{ publicUrl: 'https://board.example.org' }, 'http://localhost:4800', 200],
    [{ publicUrl: 'https://board.example.org' }, 'http://localhost:4801', 403],
    [{ publicUrl: 'https://board.example.org' }, 'https://elsewhere.example', 403],
    [{ proxies: { count: 1 } }, 'https://board.example.org', 200],
    [{ proxies: { count: 1 } }, 'https://elsewhere.example', 403],
  ])(
    '[A4] behind a proxy that rewrites the host, with %j, from %s is answered with %i',
    async (outside, origin, status) => {
      const { device } = await openTestApp(undefined, outside)
      const headers = {
        origin,
        host: 'localhost:4800',
        'x-forwarded-host': 'board.example.org',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '1.2.3.4',
      }
      expect((await device().ask('POST', '/api/session', { name: 'Ada' }, headers)).status).toBe(status)
    },
  )

  test.each([
    ['https://elsewhere.example', 403],
    ['null', 403],
    ['http://localhost:81', 403],
    ['http://localhost', 200],
    ['https://localhost', 200],
  ])('from %s is answered with %i', async (origin, status) => {
    const { device } = await openTestApp()
    const answer = await device().ask('POST', '/api/session', { name: 'Ada' }, { origin, host: 'localhost' })
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.body.code).toBe('wrong_origin')
  })

  test('may be as large as 64 KiB', async () => {
    const { device } = await openTestApp()
    const tooLarge = await device().ask('POST', '/api/session', { name: 'Ada', more: 'x'.repeat(65_536) })
    expect(tooLarge).toMatchObject({ status: 413, body: { code: 'too_large' } })
    const large = await device().ask('POST', '/api/session', { name: 'Ada', more: 'x'.repeat(65_000) })
    expect(large.status).toBe(200)
  })
})

test('reading is not asked where it comes from', async () => {
  const { device } = await openTestApp()
  const ada = await device().sayName('Ada')
  expect(
    (await ada.ask('GET', '/api/session', undefined, { origin: 'https://elsewhere.example' })).status,
  ).toBe(200)
})
