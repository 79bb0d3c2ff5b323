/** The doors, from outside: over real HTTP and real sockets. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import * as messages from '@flashboard/server/sync/messages'
import { DAY_MS } from '@flashboard/shared/plan/time'
import { TICKET_PROTOCOL } from '@flashboard/shared/wire/you'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { ManualClock } from '../support/manual-clock.ts'
import { openTemporaryStore } from '../support/temporary-store.ts'
import { closeReason } from '@flashboard/shared/wire/close-codes'
import { describe, expect, test } from 'vitest'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

async function withPlan(settings: Parameters<typeof openTestServer>[0] = {}) {
  const server = await openTestServer(settings)
  const ada = await TestDevice.signIn(server.url, 'Ada')
  return { ...server, ada, planId: await ada.makePlan() }
}

/** The reason for which a page is sent away, once it is. */
function sentAway({ provider }: Page) {
  return new Promise((resolve) => provider.on('closed', ({ code }) => resolve(closeReason(code))))
}

test.each(['session', 'you/devices/this'])(
  '[A2] DELETE /api/%s closes what the device has open',
  async (path) => {
    const { url, ada, planId } = await withPlan()
    const ben = await (await TestDevice.signIn(url, 'Ben')).join(planId, ada)
    const [page, bens] = [await ada.opened(planId), await ben.opened(planId)]
    const { devices } = await ada.read('you/devices')
    const gone = sentAway(page)
    const answer = await ada.ask('DELETE', path.replace('this', devices[0].id))
    expect(answer.status).toBe(204)
    expect(await gone).toBe('noSession')
    expect(await sentAway(ada.open(planId))).toBe('noSession')
    expect(bens.provider.wsconnected).toBe(true)
  },
)

test('[A5] who opens sockets too often is told to come back', async () => {
  const openSocket = { what: 'connections', windowMs: 60_000, byAddress: 3, byKey: 2 }
  const rateLimits = { openSocket }
  const { url, ada, planId } = await withPlan({ hasRateLimits: true, rateLimits })
  for (let time = 0; time < 2; time++) (await ada.opened(planId)).close()
  const closed = (page: Page) =>
    new Promise((resolve) =>
      page.provider.once('connection-close', (event) => resolve(closeReason(event?.code ?? 0))),
    )
  expect(await closed(ada.open(planId))).toBe('tooFast')
  const ben = await TestDevice.signIn(url, 'Ben')
  expect(await closed(ben.open(planId))).toBe('tooFast')
})

describe('[A6] of a request', () => {
  /** Says so much over a bare connection, and resolves to what is answered until it is closed. */
  const say = ({ port }: { port: number }, text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = ''
      const wire = connect(port, '127.0.0.1', () => wire.write(text))
      wire.on('data', (data) => (answer += data.toString()))
      // The server may be gone before it has heard all of it.
      wire.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)))
      wire.on('close', () => resolve(answer))
    })

  test('headers over 16 KiB are not read', async () => {
    const server = await openTestServer()
    const answer = await say(
      server,
      `GET /api/health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(16_384)}\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  })

  test('a body over 64 KiB is not taken, whatever length it says', async () => {
    const { ada } = await withPlan()
    const headers = { 'content-type': 'application/json' }
    const large = JSON.stringify({ name: 'Ada', more: 'x'.repeat(65_536) })
    const inPieces = new Blob([large]).stream()
    for (const body of [large, inPieces]) {
      const answer = await fetch(`${ada.url}api/session`, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit)
      expect(answer.status).toBe(413)
    }
  })

  test.each([
    ['plans/import', 2 * 1_048_576, '2 MiB'],
    ['hooks/sales/made-up', 1_048_576, '1 MiB'],
    ['plans', 65_536, '64 KiB'],
  ])('a body at %s has its own bound of %i bytes', async (path, most, inWords) => {
    const { ada } = await withPlan()
    const answer = await fetch(`${ada.url}api/${path}`, {
      method: 'POST',
      headers: { cookie: ada.cookie, 'content-type': 'application/json' },
      body: JSON.stringify('x'.repeat(most)),
    })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({
      code: 'too_large',
      message: expect.stringContaining(inWords),
    })
  })

  test.each([
    ['its headers', 'GET /api/health HTTP/1.1\r\nHost: x\r\n'],
    [
      'its body',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    ],
  ])('who never ends %s is cut off', async (_, text) => {
    const httpLimits = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 }
    const server = await openTestServer({ httpLimits })
    expect(await say(server, text)).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('[A8] an access token', () => {
  /** A program of Ada's: it has a token, and no cookie. */
  async function program({ scope = 'write', days = 1 } = {}) {
    const clock = new ManualClock()
    const opened = await withPlan({ clock })
    const { token, secret } = await opened.ada.post('you/tokens', { name: 'Robot', scope, days })
    const authorization = `Bearer ${secret}`
    const ask = (method: string, path: string, more: Record<string, string> = {}) =>
      fetch(`${opened.url}api/${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json', ...more },
        ...(method === 'GET' ? {} : { body: '{}' }),
      })
    return { ...opened, clock, token, secret, authorization, ask }
  }

  test('reads what its person may read, and was then last used', async () => {
    const { ask, ada, planId, secret } = await program()
    const answer = await ask('GET', `plans/${planId}`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id: planId, role: 'lead' })
    const { tokens } = await ada.read('you/tokens')
    expect(tokens).toMatchObject([{ name: 'Robot', lastUsedAt: expect.any(Number) }])
    expect(JSON.stringify(tokens)).not.toContain(secret)
  })

  test('is good for nothing once it has expired, or is revoked', async () => {
    const { ask, ada, clock, token, planId, url, authorization } = await program()
    const path = `plans/${planId}`
    expect((await ask('GET', path)).status).toBe(200)
    clock.advance(DAY_MS)
    expect((await ask('GET', path)).status).toBe(401)
    expect(await outcome(url, `sync/${planId}`, { authorization })).toBe('noSession')
    const other = await ada.post('you/tokens', { name: 'Other', scope: 'write', days: 9 })
    const bearer = { authorization: `Bearer ${other.secret}` }
    expect((await ask('GET', path, bearer)).status).toBe(200)
    expect((await ada.ask('DELETE', `you/tokens/${other.token.id}`)).status).toBe(204)
    expect((await ask('GET', path, bearer)).status).toBe(401)
    expect((await ada.ask('DELETE', `you/tokens/${token.id}`)).status).toBe(204)
    expect((await ada.ask('DELETE', `you/tokens/${token.id}`)).status).toBe(404)
  })

  test('that only reads changes nothing, over a socket neither', async () => {
    const { ask, planId, url, authorization, ada } = await program({ scope: 'read' })
    expect((await ask('GET', `plans/${planId}`)).status).toBe(200)
    const refused = await ask('POST', `plans/${planId}/versions`)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'not_allowed' })
    const before = (await ada.read(`plans/${planId}`)).seq
    const doc = new Y.Doc()
    const socket = new WebSocket(`${url.replace('http', 'ws')}sync/${planId}`, { headers: { authorization } })
    await once(socket, 'message')
    doc.getMap('offer').set('priceMinor', 1)
    socket.send(messages.update(Y.encodeStateAsUpdate(doc)))
    socket.close()
    await once(socket, 'close')
    expect((await ada.read(`plans/${planId}`)).seq).toBe(before)
  })

  test('needs no origin, opens no door that is its person’s alone, and makes a cookie count for nothing', async () => {
    const { ask, ada } = await program()
    const foreign = { origin: 'https://elsewhere.example' }
    expect((await ask('POST', 'plans', foreign)).status).toBe(400)
    for (const path of ['you/tokens', 'you/devices']) expect((await ask('GET', path)).status).toBe(401)
    const both = { authorization: 'Bearer made-up' }
    expect((await ada.ask('GET', 'session', both)).status).toBe(401)
    expect((await ada.ask('GET', 'plans', both)).status).toBe(401)
    expect((await ada.ask('DELETE', 'session', { ...foreign, authorization: 'Basic YTpi' })).status).toBe(403)
  })

  test('closes what was opened with it as it is revoked', async () => {
    const { ada, token, planId, url, authorization } = await program()
    const socket = new WebSocket(`${url.replace('http', 'ws')}sync/${planId}`, { headers: { authorization } })
    await once(socket, 'message')
    const closed = once(socket, 'close')
    await ada.ask('DELETE', `you/tokens/${token.id}`)
    expect(closeReason((await closed)[0])).toBe('noSession')
  })

  describe('[A9] a ticket', () => {
    const withTicket = async (url: string, planId: string, ticket: string) => {
      const protocol = TICKET_PROTOCOL + ticket
      // From a page of another site, which has no cookie here.
      return await outcome(url, `sync/${planId}`, { origin: 'https://elsewhere.example' }, [protocol])
    }
    const get = async (ask: (method: string, path: string) => Promise<Response>, planId: string) => {
      const answer = await ask('POST', `plans/${planId}/tickets`)
      expect(answer.status).toBe(201)
      return ((await answer.json()) as { ticket: string }).ticket
    }

    test('opens one socket, once', async () => {
      const { ask, url, planId } = await program({ scope: 'read' })
      const ticket = await get(ask, planId)
      expect(await withTicket(url, planId, ticket)).toBe('open')
      expect(await withTicket(url, planId, ticket)).toBe('noSession')
      expect(await withTicket(url, planId, 'made-up')).toBe('noSession')
    })

    test('is for one plan, for 30 seconds, and for as long as what it was got with', async () => {
      const { ask, ada, url, planId, clock, token } = await program()
      const other = await ada.makePlan()
      expect(await withTicket(url, other, await get(ask, planId))).toBe('noSession')
      const old = await get(ask, planId)
      clock.advance(30_000)
      expect(await withTicket(url, planId, old)).toBe('noSession')
      const last = await get(ask, planId)
      await ada.ask('DELETE', `you/tokens/${token.id}`)
      expect(await withTicket(url, planId, last)).toBe('noSession')
    })

    test('is given to members alone', async () => {
      const { url, planId } = await program()
      const ben = await TestDevice.signIn(url, 'Ben')
      expect((await ben.ask('POST', `plans/${planId}/tickets`)).status).toBe(404)
    })
  })
})

test('[A10] no secret is in the log, or in the database as it is', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const { url, ada, planId, databasePath } = await withPlan({ log })
  const { secret } = await ada.post('you/tokens', { name: 'Robot', scope: 'write', days: 1 })
  const { ticket } = await ada.post(`plans/${planId}/tickets`, {})
  const { sqlite } = await openTemporaryStore(databasePath)
  sqlite.exec('alter table members rename to away')
  const headers = { authorization: `Bearer ${secret}` }
  for (const asked of [ada.ask('GET', 'plans'), fetch(`${url}api/plans`, { headers })]) {
    expect((await asked).status).toBe(500)
  }
  const knocked = outcome(url, `sync/${planId}`, {}, [TICKET_PROTOCOL + ticket])
  await expect(knocked).rejects.toThrow('500')
  sqlite.exec('alter table away rename to members')
  expect(lines.join('')).toContain('no such table')
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const stored = readFileSync(databasePath, 'latin1') + lines.join('')
  for (const kept of [ada.cookie.split('=')[1]!, secret, ticket]) expect(stored).not.toContain(kept)
})

/** Why a socket was closed; `open` once the server has spoken on it instead. */
async function outcome(url: string, path: string, headers: Record<string, string>, protocols: string[] = []) {
  const socket = new WebSocket(url.replace('http', 'ws') + path, protocols, { headers })
  try {
    return await new Promise((resolve, reject) => {
      socket.on('close', (code) => resolve(closeReason(code)))
      socket.on('error', reject)
      socket.on('message', () => resolve('open'))
    })
  } finally {
    socket.terminate()
  }
}
