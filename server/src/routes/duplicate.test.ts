import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { openTestApp } from '../../../tests/support/test-app.ts'
import { LAUNCH_AT } from '../../../tests/support/temporary-store.ts'

test('[RUN22] [RUN23] a viewer makes the next drop of a plan, with its rates, and leads that one alone', async () => {
  const { clock, device } = await openTestApp()
  clock.advance(LAUNCH_AT - 12 * MINUTE_MS - clock.now())
  const lea = await device().sayName('Lea')
  const id = await lea.makePlan({ template: 'sample', launchAt: LAUNCH_AT })
  const vic = await (await device().sayName('Vic')).join(id, lea, 'viewer')
  const { plan } = (await lea.ask('GET', `/api/plans/${id}`)).body
  const lines = [{ itemId: plan.skus[0].id, hubId: plan.hubs[0].id, quantity: 3, isPreorder: false }]
  const command = { kind: 'recordSale', source: 'key', orderId: 'one', lines }
  await lea.ask('POST', `/api/plans/${id}/run/commands`, { key: 'first-sale', command })

  const next = { name: 'Second drop', launchAt: LAUNCH_AT + 28 * 24 * HOUR_MS }
  const made = await vic.ask('POST', `/api/plans/${id}/duplicate`, next)
  expect(made).toMatchObject({ status: 201, body: { ...next, role: 'lead', timeZone: plan.event.timeZone } })
  const duplicate = (await vic.ask('GET', `/api/plans/${made.body.id}`)).body.plan
  expect(duplicate.carried).toMatchObject({ from: plan.event.name, unitsPerOrderHundredths: 300 })
  expect(duplicate.demandTest.unitsPerOrderHundredths).toBe(300)
  expect(duplicate.hubs).toEqual(plan.hubs)
  expect(duplicate.macros.every(({ approved }: { approved: unknown }) => approved === null)).toBe(true)
  expect((await lea.ask('GET', `/api/plans/${made.body.id}`)).status).toBe(404)
  const { events } = (await vic.ask('GET', `/api/plans/${made.body.id}/log`)).body
  expect(events[0]).toMatchObject({
    kind: 'planCreated',
    template: 'the plan before',
    actor: { name: 'Vic' },
  })
  expect((await lea.ask('GET', `/api/plans/${id}`)).body.plan).toEqual(plan)
})

test('a duplicate by a stranger, into the past or without a name is refused, and none is made', async () => {
  const { clock, device } = await openTestApp()
  const lea = await device().sayName('Lea')
  const id = await lea.makePlan()
  const eve = await device().sayName('Eve')
  const ask = (who: typeof lea, json: object) => who.ask('POST', `/api/plans/${id}/duplicate`, json)
  expect((await ask(eve, { name: 'Mine', launchAt: LAUNCH_AT })).status).toBe(404)
  expect((await ask(lea, { name: 'Mine', launchAt: clock.now() - 1 })).body.code).toBe('launch_in_past')
  expect((await ask(lea, { name: 'Mine', launchAt: 9e12 })).body.code).toBe('bad_request')
  expect((await ask(lea, { name: ' ', launchAt: LAUNCH_AT })).status).toBe(400)
  expect((await lea.ask('GET', '/api/plans')).body.plans).toHaveLength(1)
})
