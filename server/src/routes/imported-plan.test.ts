import { planFile } from '@flashboard/shared/files/plan-file'
import { expect, test } from 'vitest'
import { openTestApp } from '../../../tests/support/test-app.ts'

test('a plan made of another’s file is equal to it, and its maker leads it', async () => {
  const { device } = await openTestApp()
  const ada = await device().sayName('Ada')
  const bob = await device().sayName('Bob')
  const id = await ada.makePlan({ template: 'sample' })
  const { plan } = (await ada.ask('GET', `/api/plans/${id}`)).body
  const made = await bob.ask('POST', '/api/plans/import', planFile(plan))
  expect([made.status, made.body.role]).toEqual([201, 'lead'])
  expect((await bob.ask('GET', `/api/plans/${made.body.id}`)).body.plan).toEqual(plan)
  expect((await bob.ask('GET', `/api/plans/${made.body.id}/log`)).body.events[0]).toMatchObject({
    kind: 'planCreated',
    template: 'a file',
    actor: { name: 'Bob' },
  })
  expect((await ada.ask('GET', `/api/plans/${made.body.id}`)).status).toBe(404)
})

test('what is no plan makes none, and says why', async () => {
  const { device } = await openTestApp()
  const ada = await device().sayName('Ada')
  const refused = async (body: unknown) => (await ada.ask('POST', '/api/plans/import', body)).body
  expect(await refused({})).toMatchObject({
    code: 'bad_request',
    message: expect.stringMatching(/no file of a plan.*Nothing was made\.$/),
  })
  expect((await refused('[]')).code).toBe('bad_request')
  expect((await refused(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).code).toBe('bad_request')
  expect((await refused({ a: 'x'.repeat(2 * 1_024 * 1_024) })).code).toBe('too_large')
  expect((await ada.ask('GET', '/api/plans')).body.plans).toEqual([])
  expect((await device().ask('POST', '/api/plans/import', {})).body.code).toBe('no_session')
})
