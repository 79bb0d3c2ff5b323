import { expect, test } from 'vitest'
import { openTestApp } from '../../../tests/support/test-app.ts'

const HOSTILE = '6.6.6.6\u0085{"level":60,"msg":"hacked"}'

test.each(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'])(
  '[A4] %s without TRUSTED_PROXIES is warned of once, in words of ours alone',
  async (name) => {
    const { device, logged } = await openTestApp()
    const ask = (value: string) => device().ask('GET', '/api/health', undefined, { [name]: value })
    await device().ask('GET', '/api/health')
    expect(logged).toEqual([])
    for (const value of [HOSTILE, 'another']) expect((await ask(value)).status).toBe(200)
    expect(logged).toHaveLength(1)
    expect(JSON.parse(logged[0]!)).toMatchObject({
      level: 40,
      msg: expect.stringContaining('TRUSTED_PROXIES'),
    })
    expect(logged[0]).not.toMatch(/6\.6\.6\.6|hacked|another/)
  },
)

test.each([[{ count: 0 }], [{ count: 1 }]])(
  '[A4] what the operator has said of, %j, is no news',
  async (proxies) => {
    const { device, logged } = await openTestApp(undefined, { proxies })
    await device().ask('GET', '/api/health', undefined, { 'x-forwarded-for': '1.2.3.4' })
    expect(logged).toEqual([])
  },
)
