/** Requests that are begun by somebody, and sent to their end when they are nobody any more. */
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { atEnd } from '../support/at-end.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

const aToken = { name: 'Robot', scope: 'write', days: 300 }
const anInvitation = { role: 'lead', days: 90, uses: 100 }

/**
 * A POST over a bare connection, of which the server has the headers and one byte.
 * @returns how to send the rest; resolves to the answer's status.
 */
async function begin(port: number, path: string, json: unknown, identity: string) {
  const body = JSON.stringify(json)
  const wire = connect(port, '127.0.0.1')
  atEnd(() => void wire.destroy())
  let answer = ''
  const goOn = new Promise<void>((resolve) =>
    wire.on('data', (data) => {
      answer += data.toString()
      if (answer.startsWith('HTTP/1.1 100 ')) resolve()
    }),
  )
  const closed = new Promise((resolve) => wire.on('close', resolve))
  // The server says that it goes on as it begins with the request.
  wire.write(
    [
      `POST /api/${path} HTTP/1.1`,
      'Host: x',
      'Connection: close',
      identity,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Expect: 100-continue',
      '',
      body.slice(0, 1),
    ].join('\r\n'),
  )
  await goOn
  return async () => {
    wire.write(body.slice(1))
    await closed
    return Number(/HTTP\/1\.1 ([2-9]\d\d) /.exec(answer)?.[1])
  }
}

async function withPlan() {
  const server = await openTestServer()
  const ada = await TestDevice.signIn(server.url, 'Ada')
  return { ...server, ada, planId: await ada.makePlan() }
}

test('is taken where nothing ended meanwhile', async () => {
  const { ada, port } = await withPlan()
  const end = await begin(port, 'you/tokens', aToken, `Cookie: ${ada.cookie}`)
  expect(await end()).toBe(201)
})

test.each([
  ['a token', 'session', () => 'you/tokens', aToken],
  ['an invitation', 'session', (planId: string) => `plans/${planId}/invitations`, anInvitation],
  ['a token of whom is deleted', 'you', () => 'you/tokens', aToken],
] as const)('[A2] of a session that ended: %s is not made', async (_, ended, path, json) => {
  const { ada, port, url, planId } = await withPlan()
  const ben = await (await TestDevice.signIn(url, 'Ben')).join(planId, ada, 'lead')
  const end = await begin(port, path(planId), json, `Cookie: ${ben.cookie}`)
  expect((await ben.ask('DELETE', ended)).status).toBe(204)
  expect(await end()).toBe(401)
})

test('[A8] of an access token that was revoked', async () => {
  const { ada, port, planId } = await withPlan()
  const { token, secret } = await ada.post('you/tokens', aToken)
  const end = await begin(
    port,
    `plans/${planId}/invitations`,
    anInvitation,
    `Authorization: Bearer ${secret}`,
  )
  expect((await ada.ask('DELETE', `you/tokens/${token.id}`)).status).toBe(204)
  expect(await end()).toBe(401)
})

test('[M2] of somebody who was removed: the plan is not copied', async () => {
  const { ada, port, url, planId } = await withPlan()
  const ben = await (await TestDevice.signIn(url, 'Ben')).join(planId, ada)
  const { person } = await ben.read('session')
  const copy = { name: 'Copy', launchAt: Date.UTC(2031, 0) }
  const end = await begin(port, `plans/${planId}/duplicate`, copy, `Cookie: ${ben.cookie}`)
  expect((await ada.ask('DELETE', `plans/${planId}/people/${person.id}`)).status).toBe(204)
  expect(await end()).toBe(404)
})
