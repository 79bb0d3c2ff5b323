import { newTargetAnswer, target as targetShape, TARGETS_MAX } from '@flashboard/shared/wire/alerts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { SmtpSink, unfolded } from '../../../tests/support/smtp-sink.ts'
import { type Device, drop, openTestApp, type Outside } from '../../../tests/support/test-app.ts'
import { WebhookReceiver } from '../../../tests/support/webhook-receiver.ts'
import { TEST_PAUSE_MS } from './alert-targets.ts'

async function open(outside: Outside = {}) {
  const app = await openTestApp(undefined, { mayAlertPrivateNetworks: true, ...outside })
  const ada = await app.device().sayName('Ada')
  const id = await ada.makePlan()
  const path = `/api/plans/${id}/alerts/targets`
  return { ...app, ada, id, path }
}

async function openWithMail() {
  const sink = await SmtpSink.open()
  const app = await open(sink.settings)
  const add = (address = 'ada@crew.example') =>
    app.ada.ask('POST', app.path, { via: 'email', address, kinds: ['missed'] })
  return { ...app, sink, add }
}

const webhook = { via: 'webhook', format: 'slack', kinds: ['missed'] }

async function addWebhook(device: Device, path: string, more: object) {
  const { status, body } = await device.ask('POST', path, { ...webhook, ...more })
  expect(status).toBe(201)
  return newTargetAnswer.parse(body)
}

describe('a webhook', () => {
  test('is added, with its address shown in part', async () => {
    const { ada, path } = await open()
    const { target, secret } = await addWebhook(ada, path, {
      url: 'https://hooks.slack.com/services/T0/B0/abcdefx9Qz',
    })
    expect(target).toEqual({
      id: expect.any(String),
      via: 'webhook',
      format: 'slack',
      address: 'hooks.slack.com/…x9Qz',
      kinds: ['missed'],
      isConfirmed: true,
      waiting: 0,
      deliveredAt: null,
      lastError: null,
    })
    expect(secret).toBeUndefined()
  })

  test('that is signed has a secret, told only once', async () => {
    const { ada, id, path } = await open()
    const { secret } = await addWebhook(ada, path, { format: 'standard', url: 'https://h.example/' })
    expect(secret).toMatch(/^whsec_/)
    expect(Buffer.from(secret!.slice(6), 'base64')).toHaveLength(32)
    const { body } = await ada.ask('GET', `/api/plans/${id}/alerts`)
    expect(JSON.stringify(body)).not.toContain(secret)
    expect(body.targets).toHaveLength(1)
  })

  test.each([
    [{ url: 'h.example' }, 'bad_request'],
    [{ url: '' }, 'bad_request'],
    [{ url: 'https://ada:secret@h.example/' }, 'bad_request'],
    [{ url: `https://h.example/${'x'.repeat(2_000)}` }, 'bad_request'],
    [{ url: 'https://h.example/', kinds: [] }, 'bad_request'],
    [{ url: 'https://h.example/', kinds: ['moonRose'] }, 'bad_request'],
    [{ url: 'https://h.example/', format: 'teams' }, 'bad_request'],
    [{ url: 'https://h.example/', via: 'fax' }, 'bad_request'],
    [{ url: 'http://169.254.169.254/latest/meta-data' }, 'address_refused'],
    [{ url: 'http://intranet/' }, 'address_refused'],
  ])('%j is refused as %s, and nothing is added', async (more, code) => {
    const resolve = async () => [{ address: '10.0.0.7', family: 4 }]
    const { ada, id, path } = await open({ mayAlertPrivateNetworks: false, resolve })
    expect((await ada.ask('POST', path, { ...webhook, ...more })).body.code).toBe(code)
    expect((await ada.ask('GET', `/api/plans/${id}/alerts`)).body.targets).toEqual([])
  })

  test('that leads into a private network only later is refused when it is sent to', async () => {
    const receiver = await WebhookReceiver.open()
    const answers = ['93.184.215.14', '127.0.0.1']
    const resolve = async () => [{ address: answers.shift()!, family: 4 }]
    const { ada, path } = await open({ mayAlertPrivateNetworks: false, resolve })
    const url = `http://rebound.example:${receiver.port}/`
    const { target } = await addWebhook(ada, path, { url })
    expect((await ada.ask('POST', `${path}/${target.id}/test`)).body).toEqual({
      error: 'The address leads into a private network, where this server sends nothing.',
    })
    expect(receiver.received).toEqual([])
  })

  test('can be asked to hear of other things, or be removed', async () => {
    const { ada, id, path } = await open()
    const { target } = await addWebhook(ada, path, { url: 'https://h.example/' })
    const changed = await ada.ask('PATCH', `${path}/${target.id}`, { kinds: ['atRisk', 'launchMoved'] })
    expect(changed).toMatchObject({ status: 200, body: { id: target.id, kinds: ['atRisk', 'launchMoved'] } })
    expect((await ada.ask('PATCH', `${path}/${target.id}`, { kinds: [] })).status).toBe(400)
    expect((await ada.ask('DELETE', `${path}/${target.id}`)).status).toBe(204)
    expect((await ada.ask('DELETE', `${path}/${target.id}`)).status).toBe(404)
    expect((await ada.ask('GET', `/api/plans/${id}/alerts`)).body.targets).toEqual([])
  })

  test('needs no code', async () => {
    const { ada, path } = await open()
    const { target } = await addWebhook(ada, path, { url: 'https://h.example/' })
    for (const [deed, body] of [
      ['code', undefined],
      ['confirm', { code: '123456' }],
    ] as const) {
      expect((await ada.ask('POST', `${path}/${target.id}/${deed}`, body)).status).toBe(400)
    }
  })
})

test('a person has so many targets in a plan, and again as many in another', async () => {
  const { ada, path } = await open()
  for (let count = 0; count < TARGETS_MAX; count++) await addWebhook(ada, path, { url: 'https://h.example/' })
  const more = await ada.ask('POST', path, { ...webhook, url: 'https://h.example/' })
  expect(more).toMatchObject({ status: 429, body: { code: 'too_many' } })
  await addWebhook(ada, `/api/plans/${await ada.makePlan()}/alerts/targets`, { url: 'https://h.example/' })
})

test('a target is nobody else’s, nor another plan’s', async () => {
  const { ada, id, path, device, store } = await open()
  const { target } = await addWebhook(ada, path, { url: 'https://h.example/' })
  const ben = await device().sayName('Ben')
  const { person } = (await ben.ask('GET', '/api/session')).body
  store.sqlite.prepare('insert into members values (?, ?, ?, ?)').run(id, person.id, 'lead', 1)
  const elsewhere = `/api/plans/${await ada.makePlan()}/alerts/targets`
  for (const [who, where] of [
    [ben, path],
    [ada, elsewhere],
  ] as const) {
    const one = `${where}/${target.id}`
    const answers = [
      await who.ask('PATCH', one, { kinds: ['missed'] }),
      await who.ask('DELETE', one),
      await who.ask('POST', `${one}/code`),
      await who.ask('POST', `${one}/confirm`, { code: '123456' }),
      await who.ask('POST', `${one}/test`),
    ]
    for (const answer of answers) {
      expect.soft(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  }
  expect((await ben.ask('GET', `/api/plans/${id}/alerts`)).body.targets).toEqual([])
  expect((await ada.ask('GET', `/api/plans/${id}/alerts`)).body.targets).toHaveLength(1)
})

describe('a test', () => {
  test('sends one message now, signed like any other, and says that it arrived', async () => {
    const receiver = await WebhookReceiver.open()
    const { ada, id, path, clock } = await open({ publicUrl: 'https://board.example.org' })
    const { target, secret } = await addWebhook(ada, path, { format: 'standard', url: receiver.url })
    expect(await ada.ask('POST', `${path}/${target.id}/test`)).toMatchObject({
      status: 200,
      body: { error: null },
    })
    const [{ json, body, headers }] = receiver.received as [(typeof receiver.received)[number]]
    expect(json).toEqual({
      type: 'flashboard.test',
      timestamp: new Date(clock.now()).toISOString(),
      data: {
        text: 'Spring drop: this is a test. Word of this plan will arrive here.',
        url: `https://board.example.org/plans/${id}`,
        plan: { id, name: 'Spring drop' },
      },
    })
    const signature = new Webhook(secret!).sign(headers['webhook-id'] as string, new Date(clock.now()), body)
    expect(headers['webhook-signature']).toBe(signature)
    const { targets } = (await ada.ask('GET', `/api/plans/${id}/alerts`)).body
    expect(targets).toMatchObject([{ deliveredAt: clock.now(), lastError: null }])
  })

  test('says what went wrong, with nothing of what was answered', async () => {
    const receiver = await WebhookReceiver.open()
    receiver.reactions = [(response) => response.writeHead(500, 'secret of the inside').end('and more')]
    const { ada, id, path, clock } = await open()
    const { target } = await addWebhook(ada, path, { url: receiver.url })
    const text = 'The webhook answered 500.'
    expect((await ada.ask('POST', `${path}/${target.id}/test`)).body).toEqual({ error: text })
    const { targets } = (await ada.ask('GET', `/api/plans/${id}/alerts`)).body
    expect(targets[0].lastError).toEqual({ at: clock.now(), text })
  })

  test('comes again after ten seconds', async () => {
    const receiver = await WebhookReceiver.open()
    const { ada, path, clock } = await open()
    const { target } = await addWebhook(ada, path, { url: receiver.url })
    const ask = async () => (await ada.ask('POST', `${path}/${target.id}/test`)).status
    expect([await ask(), await ask()]).toEqual([200, 429])
    clock.advance(TEST_PAUSE_MS)
    expect(await ask()).toBe(200)
    expect(receiver.received).toHaveLength(2)
  })

  test('is answered before the page’s patience ends', async () => {
    const receiver = await WebhookReceiver.open()
    receiver.reactions = [() => {}]
    const { ada, path, clock } = await open()
    const { target } = await addWebhook(ada, path, { url: receiver.url })
    const asked = ada.ask('POST', `${path}/${target.id}/test`)
    await receiver.heard(1)
    clock.advance(6_000)
    expect((await asked).body).toEqual({ error: 'There was no answer within 6 s.' })
  })
})

test('a gate that is missed is told to who asked for it, and nothing else', async () => {
  const receiver = await WebhookReceiver.open()
  const { ada, path, judged, clock } = await open()
  await judged()
  await addWebhook(ada, path, { url: receiver.url })
  await judged(drop.launchAt - 72 * HOUR_MS + 1 - clock.now())
  expect(receiver.texts).toEqual([expect.stringMatching(/^Spring drop: 72 hours gate missed\. Open: /)])
})

test('what waits at a target and why is shown', async () => {
  const receiver = await WebhookReceiver.open()
  receiver.reactions = [503]
  const { ada, id, path, judged, clock } = await open()
  await judged()
  await addWebhook(ada, path, { url: receiver.url })
  await judged(drop.launchAt - 72 * HOUR_MS + 1 - clock.now())
  const { targets } = (await ada.ask('GET', `/api/plans/${id}/alerts`)).body
  expect(targets.map(targetShape.parse)).toMatchObject([
    { waiting: 1, deliveredAt: null, lastError: { text: 'The webhook answered 503.' } },
  ])
})

describe('an email address', () => {
  test('counts once its code has come back', async () => {
    const { ada, id, path, sink, add, judged, clock } = await openWithMail()
    await judged()
    const { status, body } = await add()
    expect(status).toBe(201)
    expect(body).toEqual({
      target: expect.objectContaining({ via: 'email', address: 'ada@crew.example', isConfirmed: false }),
    })
    expect(sink.mailed).toMatchObject([{ from: 'board@flashboard.example', to: ['ada@crew.example'] }])
    expect(unfolded(sink.mailed[0]!.raw)).not.toContain(drop.name)
    const confirmed = await ada.ask('POST', `${path}/${body.target.id}/confirm`, { code: sink.lastCode })
    expect(confirmed).toMatchObject({ status: 200, body: { isConfirmed: true } })
    await judged(drop.launchAt - 72 * HOUR_MS + 1 - clock.now())
    expect(sink.mailed[1]?.raw).toContain('Subject: Spring drop: missed\r\n')
    expect((await ada.ask('GET', `/api/plans/${id}/alerts`)).body.targets[0].waiting).toBe(0)
  })

  test('is not written to before that, nor can it be tested', async () => {
    const { ada, path, sink, add, judged, clock } = await openWithMail()
    const { body } = await add()
    expect((await ada.ask('POST', `${path}/${body.target.id}/test`)).status).toBe(400)
    await judged(drop.launchAt - 72 * HOUR_MS + 1 - clock.now())
    expect(sink.mailed).toHaveLength(1)
  })

  test('is tried five times a code', async () => {
    const { ada, path, sink, add, clock } = await openWithMail()
    const { target } = (await add()).body
    const confirm = (code: string) => ada.ask('POST', `${path}/${target.id}/confirm`, { code })
    const wrong = sink.lastCode === '000000' ? '000001' : '000000'
    expect((await confirm('12345')).body.code).toBe('bad_request')
    const messages: string[] = []
    for (let time = 0; time < 5; time++) messages.push((await confirm(wrong)).body.message)
    expect(messages[0]).toBe('That is not the code. Look again: 4 more tries.')
    expect(messages[3]).toBe('That is not the code. Look again: 1 more try.')
    expect(messages[4]).toBe('That is not the code. Have a new one sent.')
    expect(await confirm(sink.lastCode)).toMatchObject({ status: 422, body: { code: 'wrong_code' } })
    clock.advance(MINUTE_MS)
    expect((await ada.ask('POST', `${path}/${target.id}/code`)).status).toBe(204)
    expect((await confirm(sink.lastCode)).status).toBe(200)
    // A second press of the button changes nothing.
    expect((await confirm(wrong)).body.isConfirmed).toBe(true)
    expect((await ada.ask('POST', `${path}/${target.id}/code`)).status).toBe(204)
    expect(sink.mailed).toHaveLength(2)
  })

  test('is proved by its newest code alone, for half an hour', async () => {
    const { ada, path, sink, add, clock } = await openWithMail()
    const { target } = (await add()).body
    const confirm = (code: string) => ada.ask('POST', `${path}/${target.id}/confirm`, { code })
    const first = sink.lastCode
    expect((await ada.ask('POST', `${path}/${target.id}/code`)).body.code).toBe('too_many')
    clock.advance(MINUTE_MS)
    await ada.ask('POST', `${path}/${target.id}/code`)
    if (sink.lastCode !== first) expect((await confirm(first)).status).toBe(422)
    clock.advance(30 * MINUTE_MS + 1)
    expect((await confirm(sink.lastCode)).body.message).toContain('older than 30 minutes')
  })

  test('gets five codes a day, whoever asks; a person ten, wherever to', async () => {
    const { sink, add, clock, ada, path, device } = await openWithMail()
    const forget = async ({ body }: Awaited<ReturnType<typeof add>>) => {
      await ada.ask('DELETE', `${path}/${body.target.id}`)
      clock.advance(MINUTE_MS)
    }
    for (let time = 0; time < 5; time++) await forget(await add())
    expect((await add('Ada@crew.example')).body.code).toBe('too_many')
    const ben = await device().sayName('Ben')
    const bens = `/api/plans/${await ben.makePlan()}/alerts/targets`
    const asked = { via: 'email', address: 'ada@crew.example', kinds: ['missed'] }
    expect((await ben.ask('POST', bens, asked)).body.code).toBe('too_many')
    for (let time = 0; time < 5; time++) await forget(await add(`${time}@crew.example`))
    expect((await add('6@crew.example')).body.code).toBe('too_many')
    expect(sink.mailed).toHaveLength(10)
    clock.advance(DAY_MS)
    expect((await add()).status).toBe(201)
  })

  test.each(['ada', 'a@b', 'a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', '<a@b.example>'])(
    '%j is none',
    async (address) => {
      const { add, sink } = await openWithMail()
      expect((await add(address)).body.code).toBe('bad_request')
      expect(sink.mailed).toEqual([])
    },
  )

  test('is not added where email is off, or the mail server refuses it', async () => {
    const off = await open()
    const asked = { via: 'email', address: 'ada@crew.example', kinds: ['missed'] }
    expect(await off.ada.ask('POST', off.path, asked)).toMatchObject({
      status: 422,
      body: { code: 'email_off', message: expect.stringContaining('SMTP_URL and MAIL_FROM') },
    })
    const { add, sink, ada, id, logged } = await openWithMail()
    sink.refusals = [Object.assign(new Error('5.1.1 no such user at mx.internal'), { responseCode: 550 })]
    const { status, body } = await add()
    expect({ status, code: body.code }).toEqual({ status: 502, code: 'email_failed' })
    expect(body.message).toBe('The mail server refused the address (550). No code was sent; try again later.')
    expect((await ada.ask('GET', `/api/plans/${id}/alerts`)).body.targets).toEqual([])
    expect(logged.join()).not.toContain('whsec_')
  })
})
