import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { NewTargetRequest } from '@flashboard/shared/wire/alerts'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { healthAnswer } from '@flashboard/shared/wire/http'
import { hc } from 'hono/client'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../tests/support/temporary-store.ts'
import { drop, openTestApp } from '../../tests/support/test-app.ts'
import type { App } from './app.ts'
import { version } from './version.ts'

function builtPage(): string {
  const root = join(temporaryFolder(), 'build')
  mkdirSync(join(root, '_app/immutable'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><script>start()</script>the page')
  writeFileSync(join(root, 'index.html.gz'), gzipSync('<!doctype html><script>start()</script>the page'))
  writeFileSync(join(root, 'icon.svg'), '<svg/>')
  writeFileSync(join(root, '_app/version.json'), '{}')
  writeFileSync(join(root, '_app/immutable/start.abc.js'), 'start()')
  writeFileSync(join(root, '_app/immutable/start.abc.js.gz'), gzipSync('start()'))
  return root
}

test('GET /api/health says the time and the version', async () => {
  const { device, clock } = await openTestApp()
  const { status, body } = await device().ask('GET', '/api/health')
  expect(status).toBe(200)
  expect(healthAnswer.parse(body)).toEqual({ ok: true, now: clock.now(), version })
})

test('GET /api/openapi.json describes every route with its answers and refusals', async () => {
  const { device } = await openTestApp()
  const { body } = await device().ask('GET', '/api/openapi.json')
  const routes = Object.entries(body.paths as Record<string, Record<string, any>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(
        ([method, { responses }]) => `${method} ${path} ${Object.keys(responses).join()}`,
      ),
  )
  expect(routes.sort()).toEqual([
    'delete /api/plans/{id} 200,401,403,404,500',
    'delete /api/plans/{id}/alerts/feed 204,401,403,404,500',
    'delete /api/plans/{id}/alerts/targets/{target} 204,401,403,404,500',
    'delete /api/plans/{id}/invitations/{invitation} 204,401,403,404,500',
    'delete /api/plans/{id}/people/{person} 204,401,403,404,409,500',
    'delete /api/plans/{id}/tokens/{token} 204,401,403,404,500',
    'delete /api/plans/{id}/waivers/{requirement} 204,401,403,404,500',
    'delete /api/session 204,403,500',
    'delete /api/you 204,401,403,409,500',
    'delete /api/you/accounts/{account} 204,401,403,404,500',
    'delete /api/you/devices 204,401,403,500',
    'delete /api/you/devices/{device} 204,401,403,404,500',
    'delete /api/you/passkeys/{passkey} 204,401,403,404,500',
    'delete /api/you/tokens/{token} 204,401,403,404,500',
    'get /api/health 200,500',
    'get /api/overlay/{token} 200,404,500,503',
    'get /api/plans 200,401,500',
    'get /api/plans/deleted 200,401,500',
    'get /api/plans/{id} 200,401,404,500,503',
    'get /api/plans/{id}/alerts 200,401,404,500',
    'get /api/plans/{id}/export 200,401,403,404,500,503',
    'get /api/plans/{id}/log 200,400,401,404,500',
    'get /api/plans/{id}/people 200,401,404,500',
    'get /api/plans/{id}/readiness 200,401,404,500,503',
    'get /api/plans/{id}/role 200,401,404,500',
    'get /api/plans/{id}/sheets/{file} 200,400,401,404,413,429,500,503',
    'get /api/plans/{id}/sheets/{sheet}/pages 200,400,401,404,413,429,500,503',
    'get /api/plans/{id}/tokens 200,401,403,404,500',
    'get /api/plans/{id}/versions 200,400,401,404,500',
    'get /api/plans/{id}/versions/{seq} 200,400,401,404,429,500,503',
    'get /api/session 200,401,500',
    'get /api/sign-in 200,500',
    'get /api/you/accounts 200,401,500',
    'get /api/you/devices 200,401,500',
    'get /api/you/export 200,401,500',
    'get /api/you/passkeys 200,401,500',
    'get /api/you/tokens 200,401,500',
    'patch /api/plans/{id}/alerts/targets/{target} 200,400,401,403,404,413,500',
    'patch /api/plans/{id}/people/{person} 204,400,401,403,404,409,413,500',
    'patch /api/you/passkeys/{passkey} 204,400,401,403,404,413,500',
    'post /api/hooks/sales/{token} 200,400,401,404,413,500,503',
    'post /api/invitations/accept 200,400,401,403,404,410,413,429,500',
    'post /api/invitations/look 200,400,403,404,413,429,500,503',
    'post /api/plans 201,400,401,403,413,422,429,500',
    'post /api/plans/deleted/{plan}/restore 204,401,403,404,500',
    'post /api/plans/import 201,400,401,403,413,429,500',
    'post /api/plans/{id}/alerts/feed 201,401,403,404,500',
    'post /api/plans/{id}/alerts/targets 201,400,401,403,404,413,422,429,500,502',
    'post /api/plans/{id}/alerts/targets/{target}/code 204,400,401,403,404,422,429,500,502',
    'post /api/plans/{id}/alerts/targets/{target}/confirm 200,400,401,403,404,413,422,500',
    'post /api/plans/{id}/alerts/targets/{target}/test 200,400,401,403,404,429,500,503',
    'post /api/plans/{id}/duplicate 201,400,401,403,404,413,422,429,500,503',
    'post /api/plans/{id}/invitations 201,400,401,403,404,413,429,500',
    'post /api/plans/{id}/restore 200,400,401,403,404,413,429,500,503',
    'post /api/plans/{id}/run/commands 200,400,401,403,404,409,413,500,503',
    'post /api/plans/{id}/take-back 200,400,401,403,404,413,429,500,503',
    'post /api/plans/{id}/tickets 201,401,403,404,429,500',
    'post /api/plans/{id}/tokens 201,400,401,403,404,413,500',
    'post /api/plans/{id}/versions 201,400,401,403,404,413,500',
    'post /api/plans/{id}/waivers 201,400,401,403,404,413,500',
    'post /api/session 200,400,403,413,429,500',
    'post /api/sign-in/passkey 200,400,403,413,422,429,500',
    'post /api/sign-in/passkey/options 200,403,422,429,500',
    'post /api/sign-in/team 200,403,422,429,500,502',
    'post /api/sign-in/team/finish 200,400,403,413,422,429,500,502',
    'post /api/you/arrival 200,401,403,404,500',
    'post /api/you/passkeys 201,400,401,403,413,422,429,500',
    'post /api/you/passkeys/options 200,401,403,422,429,500',
    'post /api/you/tokens 201,400,401,403,413,429,500',
  ])
  expect(body.paths['/api/plans/{id}/log'].get.parameters).toMatchObject([
    { name: 'after', in: 'query' },
    { name: 'id', in: 'path' },
  ])
  const create = body.paths['/api/plans'].post
  expect(create.requestBody.content['application/json'].schema.required).toContain('launchAt')
  expect(create.responses['422'].description).toContain('launch_in_past')
  expect(create.responses['201'].content['application/json'].schema.properties).toHaveProperty('worstGate')
})

test('the page’s typed client reaches every route', async () => {
  const { app, device } = await openTestApp()
  const { cookie = '' } = await device().sayName('Ada')
  const { api } = hc<App>('http://localhost', { fetch: app.request, headers: { cookie } })
  expect((await (await api.session.$post({ json: { name: 'Ada L.' } })).json()).person.name).toBe('Ada L.')
  const made = await (await api.plans.$post({ json: drop })).json()
  expect(made.worstGate?.state).toBe('open')
  const param = { id: made.id }
  const { plan } = await (await api.plans[':id'].$get({ param })).json()
  expect(plan.event.launchAt).toBe(drop.launchAt)
  const { gates } = await (await api.plans[':id'].readiness.$get({ param })).json()
  expect(gates.flatMap(({ requirements }) => requirements.map(({ state }) => state))).toContain('open')
  expect((await (await api.plans.$get()).json()).plans.map(({ role }) => role)).toEqual(['lead'])
  const { alerts } = api.plans[':id']
  const json: NewTargetRequest = {
    via: 'webhook',
    format: 'slack',
    url: 'https://h.example/',
    kinds: ['missed'],
  }
  const added = await (await alerts.targets.$post({ param, json })).json()
  expect((await (await alerts.$get({ param })).json()).targets).toEqual([added.target])
  expect((await (await alerts.feed.$post({ param })).json()).path).toContain('/calendar/')
  expect((await (await api.health.$get()).json()).ok).toBe(true)
  expect((await api.session.$delete()).status).toBe(204)
})

test.each([
  '/api',
  '/api/nothing',
  '/api/session/nothing',
  '/sync',
  '/sync/a/b',
  '/calendar/x',
  '/_app/immutable/gone.js',
])('%s is not found, and never the page', async (path) => {
  const { device } = await openTestApp(builtPage())
  const answer = await device().ask('GET', path)
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(answer.headers.get('content-type')).toBe('application/json')
})

test('a fault is told without its details, which are logged', async () => {
  const { device, store, logged } = await openTestApp()
  const ada = await device().sayName('Ada')
  store.sqlite.exec('alter table members rename to away')
  const answer = await ada.ask('GET', '/api/plans')
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } })
  expect(answer.body.message).not.toContain('members')
  expect(logged.join()).toContain('no such table: members')
})

describe('the page', () => {
  test('answers at its own addresses, and is asked for anew each time', async () => {
    const { device } = await openTestApp(builtPage())
    for (const path of ['/', '/plans/0123', '/plans/0123/gear?x=1']) {
      const answer = await device().ask('GET', path)
      expect.soft(answer).toMatchObject({ status: 200, body: expect.stringContaining('the page') })
      expect.soft(answer.headers.get('cache-control')).toBe('no-cache')
      expect.soft(answer.headers.get('content-type')).toMatch('text/html')
    }
  })

  test('has its files kept for good where their names carry their content', async () => {
    const { device } = await openTestApp(builtPage())
    const cacheOf = async (path: string) => (await device().ask('GET', path)).headers.get('cache-control')
    expect(await cacheOf('/_app/immutable/start.abc.js')).toBe('public, max-age=31536000, immutable')
    expect(await cacheOf('/_app/version.json')).toBe('no-cache')
    expect(await cacheOf('/icon.svg')).toBe('no-cache')
    expect(await cacheOf('/_app/immutable/gone.js')).not.toContain('immutable')
  })

  test('is sent as it was compressed when it was built', async () => {
    const { app } = await openTestApp(builtPage())
    for (const path of ['/', '/plans/0123', '/_app/immutable/start.abc.js']) {
      const { headers } = await app.request(path, { headers: { 'accept-encoding': 'gzip' } })
      expect.soft(headers.get('content-encoding'), path).toBe('gzip')
    }
  })

  test('runs scripts of its own only, and is shown in no frame', async () => {
    const { device } = await openTestApp(builtPage())
    const { headers } = await device().ask('GET', '/')
    const policy = headers.get('content-security-policy')!
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]{44}';/)
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
  })
})

test('over https, browsers are told to come over nothing else', async () => {
  const { device } = await openTestApp(builtPage(), { publicUrl: 'https://board.example.org' })
  for (const path of ['/', '/api/health', '/calendar/x', '/sync/x', '/_app/version.json']) {
    const { headers } = await device().ask('GET', path)
    expect.soft(headers.get('strict-transport-security'), path).toBe('max-age=31536000')
  }
})

test('answers of the API are not kept by caches', async () => {
  const { device } = await openTestApp()
  for (const path of ['/api/health', '/api/session']) {
    expect((await device().ask('GET', path)).headers.get('cache-control')).toBe('no-store')
  }
})

test('every reason to close a socket fits into a close frame', () => {
  for (const { message } of Object.values(closeCodes)) {
    expect.soft(Buffer.byteLength(message), message).toBeLessThanOrEqual(123)
  }
})
