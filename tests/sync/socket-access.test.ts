import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { type CloseReason, closeReason } from '@flashboard/shared/wire/close-codes'
import { EPOCH_PARAMETER, MAX_MESSAGE_BYTES, PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../support/eventually.ts'
import { openTemporaryStore } from '../support/temporary-store.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

/** Why a socket was closed; `open` once the server has spoken on it instead. */
async function outcome(
  url: string,
  path: string,
  headers: Record<string, string>,
  say?: (socket: WebSocket) => void,
): Promise<CloseReason | 'open' | undefined> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, { headers })
  try {
    return await new Promise((resolve, reject) => {
      socket.on('close', (code) => resolve(closeReason(code)))
      socket.on('error', reject)
      socket.on('message', () => (say ? say(socket) : resolve('open')))
    })
  } finally {
    socket.terminate()
  }
}

const shout = (socket: WebSocket) => socket.send(new Uint8Array(MAX_MESSAGE_BYTES + 1))

async function withPlan() {
  const server = await openTestServer()
  const ada = await TestDevice.signIn(server.url, 'Ada')
  return { ...server, ada, planId: await ada.makePlan() }
}

describe('a socket is accepted, and then closed with the reason,', () => {
  test('[D1] without a session', async () => {
    const { url, planId } = await withPlan()
    expect(await outcome(url, `sync/${planId}`, {})).toBe('noSession')
    expect(await outcome(url, `sync/${planId}`, { cookie: 'session=made-up' })).toBe('noSession')
  })

  test('[D1] from another site', async () => {
    const { url, planId, ada } = await withPlan()
    const from = (origin: string) => outcome(url, `sync/${planId}`, { cookie: ada.cookie, origin })
    expect(await from('https://elsewhere.example')).toBe('wrongOrigin')
    expect(await from('null')).toBe('wrongOrigin')
    expect(await from(new URL(url).origin)).toBe('open')
  })

  test('[D1] where there is no plan, and alike where there is one that they are not in', async () => {
    const { url, ada, planId } = await withPlan()
    const ben = await TestDevice.signIn(url, 'Ben')
    expect(await outcome(url, 'sync/nowhere', { cookie: ada.cookie })).toBe('noPlan')
    expect(await outcome(url, `sync/${planId}`, { cookie: ben.cookie })).toBe('noPlan')
    const ofAnotherEpoch = `sync/${planId}?${EPOCH_PARAMETER}=7`
    expect(await outcome(url, ofAnotherEpoch, { cookie: ben.cookie })).toBe('noPlan')
    expect((await ben.read('plans')).plans).toEqual([])
  })

  test('[D2] from a page of another plan schema, which may not write', async () => {
    const { url, planId, ada } = await withPlan()
    const from = (page: string) =>
      outcome(url, `sync/${planId}?${PAGE_PARAMETER}=${page}`, { cookie: ada.cookie })
    expect(await from(String(PLAN_SCHEMA_VERSION - 1))).toBe('outdated')
    expect(await from(String(PLAN_SCHEMA_VERSION + 1))).toBe('outdated')
    expect(await from('')).toBe('outdated')
    expect(await from(String(PLAN_SCHEMA_VERSION))).toBe('open')
  })

  test('[B2] from a page of another epoch, which holds what the plan does not know', async () => {
    const { url, planId, ada } = await withPlan()
    const from = (epoch: string) =>
      outcome(url, `sync/${planId}?${EPOCH_PARAMETER}=${epoch}`, { cookie: ada.cookie })
    expect(await from('1')).toBe('restored')
    expect(await from('made-up')).toBe('restored')
    expect(await from('0')).toBe('open')
  })

  test('[R3] where the plan cannot be read, which stays as it is', async () => {
    const { url, planId, ada, databasePath } = await withPlan()
    const { sqlite } = await openTemporaryStore(databasePath)
    sqlite.exec(`update updates set bytes = x'07'`)
    expect(await outcome(url, `sync/${planId}`, { cookie: ada.cookie })).toBe('planUnreadable')
    expect(sqlite.prepare('select seq, bytes from updates').all()).toEqual([{ seq: 1, bytes: Buffer.of(7) }])
  })

  test('[G1] after a message that is too large, so that its page does not come back with it', async () => {
    const { url, planId, ada } = await withPlan()
    expect(await outcome(url, `sync/${planId}`, { cookie: ada.cookie }, shout)).toBe('tooLarge')
  })

  test('[G1] after text, and after bytes that are no message', async () => {
    const { url, planId, ada } = await withPlan()
    for (const nonsense of ['hello', Uint8Array.of(77)]) {
      const say = (socket: WebSocket) => socket.send(nonsense)
      expect(await outcome(url, `sync/${planId}`, { cookie: ada.cookie }, say)).toBe('badMessage')
    }
  })
})

test('[D1] a page that may not come back stays away', async () => {
  const { ada } = await withPlan()
  const page = ada.open('nowhere')
  const [closed] = await new Promise<[{ code: number }]>((resolve) => {
    page.provider.on('closed', (event) => resolve([event]))
  })
  expect(closeReason(closed.code)).toBe('noPlan')
  expect(page.provider.shouldConnect).toBe(false)
})

test('an invitation makes one a member, with the rights of its role', async () => {
  const { url, planId, ada } = await withPlan()
  const ben = await TestDevice.signIn(url, 'Ben')
  expect((await ben.read('plans')).plans).toEqual([])
  await ben.join(planId, ada)
  const page = await ben.opened(planId)
  expect((await ben.read('plans')).plans).toMatchObject([{ id: planId, role: 'editor' }])
  page.doc.getMap('offer').set('priceMinor', 77)
  await eventually(async () => (await ada.read(`plans/${planId}`)).plan.offer.priceMinor).toBe(77)
})

test('an address under /sync/ asked for without a socket is not found', async () => {
  const { url, planId } = await withPlan()
  const response = await fetch(`${url}sync/${planId}`)
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 'not_found' })
})
