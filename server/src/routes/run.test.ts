import { createHmac } from 'node:crypto'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { describe, expect, test } from 'vitest'
import { type Device, openTestApp, type TestApp } from '../../../tests/support/test-app.ts'
import { LAUNCH_AT } from '../../../tests/support/temporary-store.ts'

let keys = 0
const act = (device: Device, id: string, command: object, key = `key-${++keys}-key`) =>
  device.ask('POST', `/api/plans/${id}/run/commands`, { key, command })
const logOf = async (device: Device, id: string) =>
  (await device.ask('GET', `/api/plans/${id}/log`)).body.events

async function launchDay(): Promise<TestApp & { lea: Device; id: string }> {
  const test = await openTestApp()
  test.clock.advance(LAUNCH_AT - 12 * MINUTE_MS - test.clock.now())
  const lea = await test.device().sayName('Lea')
  const id = await lea.makePlan({ template: 'sample', launchAt: LAUNCH_AT })
  return { ...test, lea, id }
}

describe('commands', () => {
  test('are stamped by the server’s clock and session, and appended', async () => {
    const { lea, id, clock } = await launchDay()
    const answer = await act(lea, id, { kind: 'startRun' })
    expect(answer).toMatchObject({ status: 200, body: { repeated: false } })
    expect((await logOf(lea, id)).at(-1)).toMatchObject({
      kind: 'runStarted',
      at: clock.now(),
      actor: { name: 'Lea' },
      seq: answer.body.seq,
    })
  })

  test('[RUN3] that are sent again do nothing twice; a key for something else is refused', async () => {
    const { lea, id } = await launchDay()
    const first = await act(lea, id, { kind: 'note', text: 'Rain' }, 'the-same-key')
    const again = await act(lea, id, { kind: 'note', text: 'Rain' }, 'the-same-key')
    expect(again.body).toEqual({ seq: first.body.seq, repeated: true })
    const other = await act(lea, id, { kind: 'note', text: 'Sun' }, 'the-same-key')
    expect(other).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    const notes = (await logOf(lea, id)).filter(({ kind }: { kind: string }) => kind === 'noteWritten')
    expect(notes).toHaveLength(1)
  })

  test('[RUN4] that are late, malformed or not allowed say why and change nothing', async () => {
    const { lea, id, device } = await launchDay()
    await act(lea, id, { kind: 'startRun' })
    const before = await logOf(lea, id)
    expect(await act(lea, id, { kind: 'resume' })).toMatchObject({
      status: 409,
      body: { code: 'not_now', message: 'The count is not held. Nothing was changed.' },
    })
    expect((await act(lea, id, { kind: 'fly' })).status).toBe(400)
    expect((await act(lea, id, { kind: 'resume' }, 'short')).status).toBe(400)
    const stranger = await device().sayName('Eve')
    expect((await act(stranger, id, { kind: 'resume' })).status).toBe(404)
    expect(await logOf(lea, id)).toEqual(before)
  })

  test('[RUN4] of two that come at once on the same state one is accepted', async () => {
    const { lea, id } = await launchDay()
    const answers = await Promise.all([
      act(lea, id, { kind: 'startRun' }),
      act(lea, id, { kind: 'startRun' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('[RUN15] issues are stamped and numbered by the server, once each, and of two who take one, one has it', async () => {
    const { lea, id, device, clock } = await launchDay()
    const support = await (await device().sayName('Support')).join(id, lea, 'editor')
    const viewer = await (await device().sayName('Vera')).join(id, lea, 'viewer')
    const issue = { kind: 'logIssue', who: '1042', topic: 'refund', what: 'Charged twice', owner: '' }
    await act(lea, id, { kind: 'startRun' })
    expect((await act(support, id, issue)).body.message).toContain('from the launch on')
    await act(lea, id, { kind: 'openPoll' })
    await act(lea, id, { kind: 'callPoll', call: 'go', waiver: 'All the same' })
    expect((await act(lea, id, { kind: 'launch' })).status).toBe(200)

    const before = await logOf(lea, id)
    expect((await act(viewer, id, issue)).status).toBe(403)
    expect((await act(support, id, { ...issue, topic: 'weather' })).status).toBe(400)
    expect((await act(support, id, { kind: 'closeIssue', issue: 1 })).status).toBe(409)
    expect(await logOf(lea, id)).toEqual(before)

    await act(support, id, issue, 'the-first-issue')
    expect((await act(support, id, issue, 'the-first-issue')).body.repeated).toBe(true)
    expect((await logOf(lea, id)).at(-1)).toMatchObject({
      kind: 'issueLogged',
      issue: 1,
      at: clock.now(),
      actor: { name: 'Support' },
    })
    const take = (who: Device, owner: string) => act(who, id, { kind: 'ownIssue', issue: 1, from: '', owner })
    const taken = await Promise.all([take(support, 'Support'), take(lea, 'Lea')])
    expect(taken.map(({ status }) => status).sort()).toEqual([200, 409])
    await Promise.all([1, 2].map(() => act(support, id, issue)))
    const logged = (await logOf(lea, id)).filter(({ kind }: { kind: string }) => kind === 'issueLogged')
    expect(logged.map(({ issue }: { issue: number }) => issue)).toEqual([1, 2, 3])
  })

  test('[RUN11] of ten people who record sales at once none loses one, and none counts twice', async () => {
    const { lea, id, device } = await launchDay()
    const { plan } = (await lea.ask('GET', `/api/plans/${id}`)).body
    const people = [lea]
    for (const name of ['Ada', 'Bea', 'Cy', 'Dee', 'Eli', 'Fay', 'Gus', 'Hal', 'Ida'])
      people.push(await (await device().sayName(name)).join(id, lea))
    const lines = [{ itemId: plan.skus[0].id, hubId: plan.hubs[0].id, quantity: 1, isPreorder: false }]
    const sale = (person: Device, orderId: string, source = 'key') =>
      act(person, id, { kind: 'recordSale', source, orderId, lines })
    // Each has twelve of their own, sends one of them twice, and all ten have the same file of five.
    const answers = await Promise.all(
      people.flatMap((person, index) => [
        ...Array.from({ length: 12 }, (_, order) => sale(person, `${index}-${order}`)),
        sale(person, `${index}-0`),
        ...Array.from({ length: 5 }, (_, order) => sale(person, `file-${order}`, 'csv')),
      ]),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10 * 12 + 5)
    const again = answers.filter(({ status }) => status === 409)
    expect(again).toHaveLength(10 + 9 * 5)
    expect(new Set(again.map(({ body }) => body.code))).toEqual(new Set(['recorded_before']))
    const sales = (await logOf(lea, id)).filter(({ kind }: { kind: string }) => kind === 'saleRecorded')
    const orders = sales.map(({ source, orderId }: any) => `${source} ${orderId}`)
    expect(new Set(orders).size).toBe(orders.length)
    const byPerson = Map.groupBy(sales, ({ actor }: any) => actor.name as string)
    expect([...byPerson.keys()]).toHaveLength(10)
    for (const its of byPerson.values())
      expect(its.filter(({ source }: any) => source === 'key')).toHaveLength(12)
  })
})

describe('a shop’s sales', () => {
  const signed = (body: string, secret: string) => createHmac('sha256', secret).update(body).digest('base64')

  async function shop() {
    const day = await launchDay()
    const { id, path, secret } = (
      await day.lea.ask('POST', `/api/plans/${day.id}/tokens`, { purpose: 'sales' })
    ).body
    const { plan } = (await day.lea.ask('GET', `/api/plans/${day.id}`)).body
    const tell = (sale: object | string, headers: Record<string, string> = {}) => {
      const body = typeof sale === 'string' ? sale : JSON.stringify(sale)
      return day
        .device()
        .ask('POST', path, body, { 'x-flashboard-hmac-sha256': signed(body, secret), ...headers })
    }
    const sales = async () =>
      (await logOf(day.lea, day.id)).filter(({ kind }: { kind: string }) => kind === 'saleRecorded')
    return { ...day, token: id, tell, sales, sku: plan.skus[0].code || plan.skus[0].name }
  }

  test('[RUN11] are recorded once each', async () => {
    const { tell, sales, sku } = await shop()
    const order = {
      orderId: '1042',
      lines: [
        { sku, quantity: 2 },
        { sku: 'Mug', quantity: 1 },
      ],
    }
    expect((await tell(order)).body).toEqual({ recorded: true, leftOut: ['Mug'] })
    expect((await tell(order)).body.recorded).toBe(false)
    expect(await sales()).toMatchObject([{ source: 'hook', orderId: '1042', actor: null }])
  })

  test('by Shopify’s headers too, and refunds are negative', async () => {
    const { tell, sales, sku } = await shop()
    await tell({ id: 1, line_items: [{ sku, quantity: 2 }] }, { 'x-shopify-topic': 'orders/create' })
    const refund = { id: 9, refund_line_items: [{ quantity: 1, line_item: { sku } }] }
    await tell(refund, { 'x-shopify-topic': 'refunds/create' })
    const told = await sales()
    expect(told.map(({ lines }: any) => lines[0].quantity)).toEqual([2, -1])
  })

  test('unsigned, wrongly signed, malformed or by an ended address change nothing', async () => {
    const { tell, sales, sku, lea, id, token } = await shop()
    const order = { orderId: '1', lines: [{ sku, quantity: 1 }] }
    expect((await tell(order, { 'x-flashboard-hmac-sha256': 'bm8=' })).status).toBe(401)
    expect((await tell({ orderId: '1' })).status).toBe(400)
    expect((await tell({ ...order, lines: [{ sku, quantity: 1.5 }] })).status).toBe(400)
    expect((await lea.ask('DELETE', `/api/plans/${id}/tokens/${token}`)).status).toBe(204)
    expect((await tell(order)).status).toBe(404)
    expect(await sales()).toEqual([])
  })

  test('addresses are listed without their secrets, to leads', async () => {
    const { lea, id } = await shop()
    const { tokens } = (await lea.ask('GET', `/api/plans/${id}/tokens`)).body
    expect(tokens).toEqual([
      { id: expect.any(String), purpose: 'sales', by: 'Lea', createdAt: expect.any(Number), usedAt: null },
    ])
  })

  test('come as a plain form too, signed as well', async () => {
    const { tell, sales, sku } = await shop()
    const form = (fields: Record<string, string>) =>
      tell(new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' })
    expect((await form({ orderId: '5', sku, quantity: '3' })).body).toEqual({ recorded: true, leftOut: [] })
    expect(await form({ orderId: '6', sku, quantity: 'many' })).toMatchObject({
      status: 400,
      body: { message: 'Give a whole quantity. Nothing was recorded.' },
    })
    expect(await sales()).toMatchObject([{ orderId: '5', lines: [{ quantity: 3 }] }])
  })

  test('may be large, have many lines, or give back only the shipping', async () => {
    const { tell, sales, sku } = await shop()
    const lines = Array.from({ length: 120 }, () => ({ sku, quantity: 1, title: 'x'.repeat(700) }))
    const topic = (name: string) => ({ 'x-shopify-topic': name })
    expect((await tell({ id: 1, line_items: lines }, topic('orders/create'))).body.recorded).toBe(true)
    const shipping = await tell({ id: 2, refund_line_items: [] }, topic('refunds/create'))
    expect(shipping).toMatchObject({ status: 200, body: { recorded: false, leftOut: [] } })
    const other = await tell({ id: 3 }, topic('products/update'))
    expect(other).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('not products/update') },
    })
    expect((await tell({ orderId: '4', lines, note: 'x'.repeat(1_100_000) })).status).toBe(413)
    expect((await sales()).map(({ lines }: any) => lines.length)).toEqual([120])
  })

  test('that this plan does not know are logged once, and counted once it does', async () => {
    const { tell, sales } = await shop()
    const order = { orderId: '9', lines: [{ sku: 'Mug', quantity: 2 }] }
    for (const _ of [1, 2]) expect((await tell(order)).body).toEqual({ recorded: false, leftOut: ['Mug'] })
    expect(await sales()).toMatchObject([{ lines: [], leftOut: [{ sku: 'Mug', quantity: 2 }] }])
  })

  test('[RUN11] from a hub that the plan does not have are recorded, and it is said', async () => {
    const { tell, sales, sku } = await shop()
    const line = { sku, quantity: 1, hub: ' Madrid ' }
    const order = {
      orderId: '1',
      lines: [line, line, { ...line, preorder: true }, { ...line, hub: 'porto' }],
    }
    expect((await tell(order)).body).toEqual({ recorded: true, leftOut: ['Madrid'] })
    expect(await sales()).toMatchObject([
      {
        unknownHubs: ['Madrid'],
        lines: [{ hubId: null }, { hubId: null }, {}, { hubId: expect.any(String) }],
      },
    ])
  })

  test('[RUN13] stop with the lead who made the address, whether made an editor, removed or gone', async () => {
    const { tell, lea, id, device, sku } = await shop()
    const bea = await (await device().sayName('Bea')).join(id, lea, 'lead')
    const { members } = (await lea.ask('GET', `/api/plans/${id}/people`)).body
    const { personId } = members.find(({ name }: { name: string }) => name === 'Lea')
    expect((await tell({ orderId: '1', lines: [{ sku, quantity: 1 }] })).status).toBe(200)
    await bea.ask('PATCH', `/api/plans/${id}/people/${personId}`, { role: 'editor' })
    expect((await tell({ orderId: '2', lines: [{ sku, quantity: 1 }] })).status).toBe(404)

    const { path } = (await bea.ask('POST', `/api/plans/${id}/tokens`, { purpose: 'overlay' })).body
    const feed = path.replace('/overlay#', '/api/overlay/')
    expect((await device().ask('GET', feed)).status).toBe(200)
    await bea.ask('PATCH', `/api/plans/${id}/people/${personId}`, { role: 'lead' })
    const beasId = members.find(({ name }: { name: string }) => name === 'Bea').personId
    expect((await bea.ask('DELETE', `/api/plans/${id}/people/${beasId}`)).status).toBe(204)
    expect((await device().ask('GET', feed)).status).toBe(404)
  })
})

test('the overlay’s address shows the count and what is left, and nothing else', async () => {
  const { lea, id, device } = await launchDay()
  const { path } = (await lea.ask('POST', `/api/plans/${id}/tokens`, { purpose: 'overlay' })).body
  const shown = await device().ask('GET', path.replace('/overlay#', '/api/overlay/'))
  expect(shown.status).toBe(200)
  const told = ['endsInMs', 'isHeld', 'leftMs', 'name', 'now', 'phase', 'unitsLeft']
  expect(Object.keys(shown.body).sort()).toEqual(told)
  expect(shown.body).toMatchObject({ leftMs: 12 * MINUTE_MS, isHeld: false })
  expect((await device().ask('GET', '/api/overlay/nothing')).status).toBe(404)
})

test('[RUN25] of a run that is called off the overlay promises nothing', async () => {
  const { lea, id, device } = await launchDay()
  const { path } = (await lea.ask('POST', `/api/plans/${id}/tokens`, { purpose: 'overlay' })).body
  const shown = async () => (await device().ask('GET', path.replace('/overlay#', '/api/overlay/'))).body
  await act(lea, id, { kind: 'startRun' })
  expect((await shown()).unitsLeft).toBeGreaterThan(0)
  expect((await act(lea, id, { kind: 'callOff', reason: 'Storm' })).status).toBe(200)
  expect(await shown()).toMatchObject({ phase: 'Called off', unitsLeft: null })
  await act(lea, id, { kind: 'startRun' })
  expect((await shown()).unitsLeft).toBeGreaterThan(0)
})

test('after the launch the overlay counts to the plan’s end, holds counted out', async () => {
  const { lea, id, device, clock } = await launchDay()
  const { path } = (await lea.ask('POST', `/api/plans/${id}/tokens`, { purpose: 'overlay' })).body
  const { plan } = (await lea.ask('GET', `/api/plans/${id}`)).body
  const shown = async () => (await device().ask('GET', path.replace('/overlay#', '/api/overlay/'))).body
  for (const command of [
    { kind: 'startRun' },
    { kind: 'openPoll' },
    { kind: 'callPoll', call: 'go', waiver: 'All the same' },
    { kind: 'launch' },
  ])
    expect((await act(lea, id, command)).status).toBe(200)
  clock.advance(3 * MINUTE_MS)
  const endsInMs = plan.event.endsAt - clock.now()
  expect(await shown()).toMatchObject({ leftMs: -3 * MINUTE_MS, endsInMs })
  await act(lea, id, { kind: 'hold', reason: '' })
  clock.advance(MINUTE_MS)
  expect(await shown()).toMatchObject({ isHeld: true, endsInMs })
})
