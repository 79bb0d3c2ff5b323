/** Those who may not, at every door, from outside: other sites, nobody, a spent invitation, somebody in another's name. */
import * as messages from '@flashboard/server/sync/messages'
import { closeReason } from '@flashboard/shared/wire/close-codes'
import { DAY_MS } from '@flashboard/shared/plan/time'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { eventually } from '../support/eventually.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

async function withPlan(settings: Parameters<typeof openTestServer>[0] = {}) {
  const server = await openTestServer(settings)
  const ada = await TestDevice.signIn(server.url, 'Ada')
  return { ...server, ada, planId: await ada.makePlan() }
}

describe('[A4] from another site', () => {
  test('no route that changes something is open, whoever’s cookie comes along; nor is it without a session', async () => {
    const { url, ada, planId } = await withPlan()
    const { paths } = (await ada.read('openapi.json')) as { paths: Record<string, Record<string, unknown>> }
    const changing = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => ({ method: method.toUpperCase(), path: path.replace('{id}', planId) })),
    )
    expect(changing.length).toBeGreaterThan(30)
    const headers = { cookie: ada.cookie, 'content-type': 'application/json' }
    const state = async () => [await ada.read(`plans/${planId}/log`), await ada.read('you/devices')]
    const before = await state()
    for (const { method, path } of changing) {
      const ask = async (more: Record<string, string>) =>
        (await fetch(new URL(path, url), { method, headers: { ...headers, ...more }, body: '{}' })).status
      for (const origin of [
        'https://elsewhere.example',
        'null',
        `${new URL(url).origin}.elsewhere.example`,
      ]) {
        expect(await ask({ origin }), `${method} ${path} from ${origin}`).toBe(403)
      }
      if (isForAnybody(path)) continue
      expect(await ask({ cookie: '' }), `${method} ${path} by nobody`).toBe(401)
      expect(await ask({ cookie: 'session=made-up' }), `${method} ${path} by nobody`).toBe(401)
    }
    expect(await state()).toEqual(before)
  })

  /** By which one becomes somebody, looks at an invitation, or is known by an address that is a secret. */
  const isForAnybody = (path: string) => /^\/api\/(session$|sign-in\/|invitations\/look$|hooks\/)/.test(path)
})

describe('[M4] an invitation', () => {
  async function withInvitation(uses: number) {
    const clock = new ManualClock()
    const opened = await withPlan({ clock })
    const { secret, invitation } = await opened.ada.post(`plans/${opened.planId}/invitations`, {
      role: 'editor',
      days: 1,
      uses,
    })
    const accept = async () => {
      const eve = await TestDevice.signIn(opened.url, 'Eve')
      const answer = await eve.post('invitations/accept', { secret })
      return { ...answer, find: (await eve.ask('GET', `plans/${opened.planId}`)).status }
    }
    return { ...opened, clock, secret, invitation, accept }
  }
  const over = { code: 'invitation_over', find: 404 }

  test('lets in as many as it was made for, of any number who come at once', async () => {
    const { accept } = await withInvitation(2)
    const came = await Promise.all(Array.from({ length: 6 }, accept))
    expect(came.filter(({ find }) => find === 200)).toHaveLength(2)
    expect(came.filter(({ find }) => find === 404)).toMatchObject(Array.from({ length: 4 }, () => over))
  })

  test('lets nobody in once it has expired, or is taken back', async () => {
    const { accept, clock, ada, planId } = await withInvitation(9)
    expect(await accept()).toMatchObject({ role: 'editor', find: 200 })
    clock.advance(DAY_MS)
    expect(await accept()).toMatchObject(over)
    const second = await withInvitation(9)
    await second.ada.ask('DELETE', `plans/${second.planId}/invitations/${second.invitation.id}`)
    expect(await second.accept()).toMatchObject(over)
    expect((await ada.read(`plans/${planId}/people`)).members).toHaveLength(2)
  })
})

describe('[S7] as somebody else', () => {
  test('nobody writes: an edit under another’s client id is not taken, and says why', async () => {
    const { url, ada, planId } = await withPlan()
    const ben = await (await TestDevice.signIn(url, 'Ben')).join(planId, ada)
    const page = await ada.opened(planId)
    page.doc.getMap('offer').set('priceMinor', 1)
    await eventually(async () => (await ada.read(`plans/${planId}`)).plan.offer.priceMinor).toBe(1)
    const before = (await ada.read(`plans/${planId}`)).seq
    const bens = await ben.opened(planId)
    await eventually(() => bens.doc.getMap('offer').get('priceMinor')).toBe(1)
    const gone = new Promise((resolve) =>
      bens.provider.on('closed', ({ code }) => resolve(closeReason(code))),
    )
    const forged = new Y.Doc()
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(bens.doc))
    forged.clientID = page.doc.clientID
    forged.getMap('offer').set('priceMinor', 2)
    const update = Y.encodeStateAsUpdate(forged, Y.encodeStateVector(bens.doc))
    bens.provider.ws!.send(new Uint8Array(messages.update(update)))
    expect(await gone).toBe('othersEdit')
    expect(await ada.read(`plans/${planId}`)).toMatchObject({
      seq: before,
      plan: { offer: { priceMinor: 1 } },
    })
    expect(page.doc.getMap('offer').get('priceMinor')).toBe(1)
  })
})

describe('[A5] over the network, one knock too many is answered 429, and with it what to do', () => {
  const once = (byAddress: number) => ({ what: 'knocks', windowMs: 60_000, byAddress })
  const secret = 'x'.repeat(43)

  test.each([
    ['request', 'GET', 'health', undefined],
    ['signIn', 'POST', 'session', { name: 'Eve' }],
    ['signIn', 'POST', 'sign-in/passkey', {}],
    ['signIn', 'POST', 'sign-in/team/finish', {}],
    ['beginSignIn', 'POST', 'sign-in/passkey/options', undefined],
    ['beginSignIn', 'POST', 'sign-in/team', undefined],
    ['beginSignIn', 'POST', 'you/passkeys/options', undefined],
    ['join', 'POST', 'invitations/look', { secret }],
    ['join', 'POST', 'invitations/accept', { secret }],
    ['makePlan', 'POST', 'plans', {}],
    ['makePlan', 'POST', 'plans/import', {}],
    ['openSocket', 'POST', 'plans/PLAN/tickets', undefined],
  ] as const)('%s: %s /api/%s', async (door, method, path, json) => {
    // Until here there was a sign-in, a plan and two requests.
    const before = { request: 2, signIn: 1, beginSignIn: 0, join: 0, makePlan: 1, openSocket: 0 }[door]
    const { url, ada, planId } = await withPlan({ rateLimits: { [door]: once(before) }, hasRateLimits: true })
    const isNew = path === 'session'
    const answer = await fetch(`${url}api/${path.replace('PLAN', planId)}`, {
      method,
      headers: { ...(!isNew && { cookie: ada.cookie }), 'content-type': 'application/json' },
      ...(method === 'POST' && { body: JSON.stringify(json ?? {}) }),
    })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({
      code: 'too_many',
      message: expect.stringMatching(/try again in/),
    })
  })

  test('request: a calendar feed, whose address somebody guesses', async () => {
    const { url } = await openTestServer({ rateLimits: { request: once(2) }, hasRateLimits: true })
    const guess = async () => (await fetch(`${url}calendar/${secret}.ics`)).status
    expect([await guess(), await guess(), await guess()]).toEqual([404, 404, 429])
  })
})
