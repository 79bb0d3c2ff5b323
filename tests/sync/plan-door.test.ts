/** The door of a plan, from outside, for every route that the API's description has: a new one without it fails. */
import { rights } from '@flashboard/shared/access/roles'
import { describe, expect, test } from 'vitest'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

/** What viewers may do; everything else that changes something is not theirs. */
const viewersOwn = [
  /^(POST|PATCH|DELETE) plans\/\{id\}\/alerts\//,
  // Leaving.
  /^DELETE plans\/\{id\}\/people\/\{person\}$/,
  // For a socket of their own, on which they may no more than here.
  /^POST plans\/\{id\}\/tickets$/,
  // A plan of their own, with what they may read of this one.
  /^POST plans\/\{id\}\/duplicate$/,
]

async function open() {
  const { url } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const eve = await TestDevice.signIn(url, 'Eve')
  const vic = await TestDevice.signIn(url, 'Vic')
  const planId = await ada.makePlan()
  await vic.join(planId, ada, 'viewer')
  const { paths } = (await ada.read('openapi.json')) as { paths: Record<string, Record<string, unknown>> }
  const routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/plans/{id}'))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path: path.slice('/api/'.length),
      })),
    )
  expect(routes.length).toBeGreaterThan(20)
  return { url, ada, eve, vic, planId, routes }
}

/** Everything of an answer but when it was given. */
async function answer(device: TestDevice | undefined, url: string, method: string, path: string) {
  const response = await fetch(`${url}api/${path}`, {
    method,
    headers: {
      ...(device && { cookie: device.cookie }),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: '{}' }),
  })
  const headers = [...response.headers].filter(([name]) => name !== 'date')
  return { status: response.status, headers, body: (await response.json().catch(() => undefined)) as any }
}

const named = (path: string, id: string) => path.replace('{id}', id).replaceAll(/\{\w+\}/g, '1')

describe('[M1] at every route that names a plan', () => {
  test('a plan that somebody is not in, and one that is not there, are answered alike', async () => {
    const { url, eve, planId, routes } = await open()
    for (const { method, path } of routes) {
      const [real, none] = await Promise.all(
        [planId, '0'.repeat(planId.length)].map((id) => answer(eve, url, method, named(path, id))),
      )
      expect(real, `${method} ${path}`).toEqual(none)
      expect(real, `${method} ${path}`).toMatchObject({
        status: 404,
        body: { code: 'not_found', message: rights.read },
      })
      expect((await answer(undefined, url, method, named(path, planId))).status).toBe(401)
    }
  })

  test('a viewer changes nothing but what is their own, and is told why', async () => {
    const { url, ada, vic, planId, routes } = await open()
    const state = async () => [await ada.read(`plans/${planId}`), await ada.read(`plans/${planId}/log`)]
    const before = await state()
    const changing = routes.filter(
      ({ method, path }) => method !== 'GET' && !viewersOwn.some((own) => own.test(`${method} ${path}`)),
    )
    expect(changing.length).toBeGreaterThan(6)
    for (const { method, path } of changing) {
      const { status, body } = await answer(vic, url, method, named(path, planId))
      expect(status, `${method} ${path}`).toBe(403)
      expect(body.code).toBe('not_allowed')
      expect(Object.values(rights).map((sentence) => `${sentence} Nothing was changed.`)).toContain(
        body.message,
      )
    }
    expect(await state()).toEqual(before)
  })
})
