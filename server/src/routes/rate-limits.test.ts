import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTestApp } from '../../../tests/support/test-app.ts'
import { networkOf, RateLimits } from './rate-limits.ts'

const table = {
  signIn: { what: 'sign-ins', windowMs: 600_000, byAddress: 2 },
  makePlan: { what: 'new plans', windowMs: 3_600_000, byAddress: 3, byKey: 2 },
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('[A5] who knocks too often waits, until the window has passed', async () => {
  const limits = new RateLimits(table)
  const ada = { address: '1.2.3.4' }
  expect(await limits.wait('signIn', ada)).toBeUndefined()
  vi.advanceTimersByTime(60_000)
  expect(await limits.wait('signIn', ada)).toBeUndefined()
  expect(await limits.wait('signIn', ada)).toBe(540_000)
  expect(await limits.wait('signIn', { address: '1.2.3.5' })).toBeUndefined()
  vi.advanceTimersByTime(540_000)
  expect(await limits.wait('signIn', ada)).toBeUndefined()
})

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff::1'],
  ['1.2.3.4', '1.2.3.4:5678'],
  ['2001:db8:1:2::1', '[2001:db8:1:2::1]:5678'],
])('[A5] %s counts as %s', (one, other) => {
  expect(networkOf(one)).toBe(networkOf(other))
})

test('[A5] another network of 64 bits is another address', () => {
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
})

describe('a door', () => {
  test('[A5] answers 429, when to try again, and a sentence', async () => {
    const { device } = await openTestApp(undefined, { rateLimits: table })
    await device().sayName('Ada')
    const ben = await device().sayName('Ben')
    const refused = await device().ask('POST', '/api/session', { name: 'Cem' })
    expect(refused).toMatchObject({
      status: 429,
      body: {
        code: 'too_many',
        message: 'Too many sign-ins from here. Nothing was changed; try again in 10 minutes.',
      },
    })
    expect(refused.headers.get('retry-after')).toBe('600')
    // Who has a session renames its person, which is no sign-in.
    expect((await ben.ask('POST', '/api/session', { name: 'Ben B.' })).status).toBe(200)
  })

  test('[A5] counts by session and by address', async () => {
    const { device } = await openTestApp(undefined, { rateLimits: table })
    const [ada, ben] = [await device().sayName('Ada'), await device().sayName('Ben')]
    for (let time = 0; time < 2; time++) expect(await ada.makePlan()).toBeDefined()
    const refused = { status: 429, body: { code: 'too_many' } }
    expect(await ada.ask('POST', '/api/plans', {})).toMatchObject(refused)
    expect(await ben.ask('POST', '/api/plans', {})).toMatchObject(refused)
  })

  test('[A5] believes a proxy of the operator’s who it was that knocked', async () => {
    const { device } = await openTestApp(undefined, { rateLimits: table, proxies: { count: 1 } })
    const from = async (address: string) =>
      (await device().ask('POST', '/api/session', { name: 'Ada' }, { 'x-forwarded-for': address })).status
    for (const address of ['1.2.3.4', '6.6.6.6, 1.2.3.4']) expect(await from(address)).toBe(200)
    expect(await from('7.7.7.7, 1.2.3.4')).toBe(429)
    expect(await from('1.2.3.4, 5.6.7.8')).toBe(200)
  })
})
