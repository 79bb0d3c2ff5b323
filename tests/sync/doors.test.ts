/** The doors, from outside: over real HTTP and real sockets. */
import { connect } from 'node:net'
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
