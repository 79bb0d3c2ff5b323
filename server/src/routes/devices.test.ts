import { HOUR_MS } from '@flashboard/shared/plan/time'
import { type Device as DeviceOf, devicesAnswer } from '@flashboard/shared/wire/you'
import { describe, expect, test } from 'vitest'
import { type Device, openTestApp } from '../../../tests/support/test-app.ts'
import { IDLE_MS } from '../store/sessions.ts'

const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' }

async function devicesOf(device: Device): Promise<DeviceOf[]> {
  return devicesAnswer.parse((await device.ask('GET', '/api/you/devices')).body).devices
}

async function signedIn() {
  const app = await openTestApp()
  const ada = app.device()
  await ada.ask('POST', '/api/session', { name: 'Ada' }, firefox)
  const session = async () => (await ada.ask('GET', '/api/session')).status
  return { ...app, ada, session }
}

describe('/api/you/devices', () => {
  test('names the device in plain words, and marks this one', async () => {
    const { ada, clock } = await signedIn()
    const now = clock.now()
    expect(await devicesOf(ada)).toEqual([
      {
        id: expect.stringMatching(/^[\da-f]{32}$/),
        device: 'Firefox on Windows',
        createdAt: now,
        lastSeenAt: now,
        expiresAt: now + IDLE_MS,
        isThis: true,
      },
    ])
  })

  test('shows and ends nobody else’s', async () => {
    const { ada, device, session } = await signedIn()
    const ben = await device().sayName('Ben')
    const [adas] = await devicesOf(ada)
    expect((await devicesOf(ben)).map(({ id }) => id)).not.toContain(adas!.id)
    const answer = await ben.ask('DELETE', `/api/you/devices/${adas!.id}`)
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
    await ben.ask('DELETE', '/api/you/devices')
    expect(await session()).toBe(200)
  })

  test('[A2] ends one', async () => {
    const { ada, session } = await signedIn()
    const [here] = await devicesOf(ada)
    expect((await ada.ask('DELETE', `/api/you/devices/${here!.id}`)).status).toBe(204)
    expect(await session()).toBe(401)
  })

  test('is closed without a session', async () => {
    const { device } = await openTestApp()
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['DELETE', '/x'],
    ] as const) {
      expect((await device().ask(method, `/api/you/devices${path}`)).body.code).toBe('no_session')
    }
  })
})

describe('[A1] a session', () => {
  test('that has ended is asked for in vain', async () => {
    const { store, clock, session } = await signedIn()
    store.sqlite.prepare('update sessions set expires_at = ?').run(clock.now() + 1)
    expect(await session()).toBe(200)
    store.sqlite.prepare('update sessions set expires_at = ?').run(clock.now())
    expect(await session()).toBe(401)
  })

  test('was seen within the hour', async () => {
    const { ada, clock } = await signedIn()
    const start = clock.now()
    clock.advance(HOUR_MS - 1)
    await devicesOf(ada)
    expect((await devicesOf(ada))[0]!.lastSeenAt).toBe(start)
    clock.advance(1)
    await devicesOf(ada)
    expect((await devicesOf(ada))[0]!.lastSeenAt).toBe(start + HOUR_MS)
  })
})
