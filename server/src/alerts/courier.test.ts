import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SmtpSink, unfolded } from '../../../tests/support/smtp-sink.ts'
import { TestCourier } from '../../../tests/support/test-courier.ts'
import { WebhookReceiver } from '../../../tests/support/webhook-receiver.ts'
import * as alertTargets from '../store/alert-targets.ts'
import { LIMIT_MS } from './courier.ts'
import { AT_ONCE, planJobs } from './planning.ts'
import { PlanReader } from '../sync/plan-reader.ts'
import { cryptoChance } from '../chance.ts'

const moved = (to: string) => `Drop: launch moved from Sat 20 Jun 2026, 18:00 to Sat 20 Jun 2026, ${to}.`

async function open() {
  const receiver = await WebhookReceiver.open()
  const at = await TestCourier.open()
  const plan = await at.storePlan()
  const id = await at.addTarget(plan, { address: receiver.url })
  return { at, receiver, ...plan, id }
}

describe('what happens', () => {
  test('is sent once to each of several targets, as they asked', async () => {
    const { at, receiver, planId, personId } = await open()
    await at.addTarget({ planId, personId }, { address: `${receiver.url}/2`, kinds: ['launchMoved'] })
    await at.addTarget({ planId, personId }, { address: `${receiver.url}/3`, kinds: ['missed', 'atRisk'] })
    await at.tell(planId)
    await at.courier.settled()
    expect(receiver.received.map(({ path }) => path).sort()).toEqual([
      '/hooks/a-long-secret',
      '/hooks/a-long-secret/2',
    ])
    expect(receiver.texts).toEqual([moved('18:01'), moved('18:01')])
    expect(at.jobCount).toBe(0)
    at.courier.logGrew(planId)
    await at.pass(24 * HOUR_MS)
    expect(receiver.received).toHaveLength(2)
  })

  test('is sent in its order to one target', async () => {
    const { at, receiver, planId } = await open()
    await at.append(planId, at.moved(1), at.moved(2), at.moved(3))
    at.courier.logGrew(planId)
    await at.courier.settled()
    expect(receiver.texts).toEqual([moved('18:01'), moved('18:02'), moved('18:03')])
  })

  test('before somebody asked is not sent', async () => {
    const receiver = await WebhookReceiver.open()
    const at = await TestCourier.open()
    const plan = await at.storePlan()
    await at.append(plan.planId, at.moved(1))
    await at.addTarget(plan, { address: receiver.url })
    await at.tell(plan.planId, 2)
    expect(receiver.texts).toEqual([moved('18:02')])
  })

  test('is noted at the target with its time', async () => {
    const { at, planId, id } = await open()
    await at.tell(planId)
    expect(await at.target(id)).toMatchObject({ deliveredAt: at.clock.now(), lastError: null })
  })

  test('in one plan is nothing to another’s targets', async () => {
    const { at, receiver } = await open()
    const other = await at.storePlan()
    await at.tell(other.planId)
    expect(receiver.received).toEqual([])
  })
})

describe('a receiver that fails', () => {
  test('twice gets it the third time, once', async () => {
    const { at, receiver, planId, id } = await open()
    receiver.reactions = [500, (response) => response.destroy()]
    await at.tell(planId)
    expect(await at.target(id)).toMatchObject({
      lastError: { at: at.clock.now(), text: 'The webhook answered 500.' },
      deliveredAt: null,
    })
    await at.pass(10 * SECOND_MS - 1)
    expect(receiver.received).toHaveLength(1)
    await at.pass(1)
    expect(receiver.received).toHaveLength(2)
    expect((await at.target(id)).lastError?.text).toBe('The webhook closed the connection without an answer.')
    await at.pass(MINUTE_MS)
    expect(receiver.received).toHaveLength(3)
    expect(await at.target(id)).toMatchObject({ deliveredAt: at.clock.now(), lastError: null })
    await at.pass(24 * HOUR_MS)
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  })

  test('holds up no other', async () => {
    const { at, receiver, planId, personId } = await open()
    const working = await WebhookReceiver.open()
    await at.addTarget({ planId, personId }, { address: working.url })
    receiver.reactions = [500]
    await at.tell(planId)
    expect(working.received).toHaveLength(1)
  })

  test('and answers again gets all that waits at once', async () => {
    const { at, receiver, planId } = await open()
    receiver.reactions = Array<number>(4).fill(503)
    await at.tell(planId, 1)
    await at.pass(10 * SECOND_MS)
    await at.pass(MINUTE_MS)
    await at.pass(5 * MINUTE_MS)
    expect(receiver.received).toHaveLength(4)
    await at.tell(planId, 2)
    expect(receiver.texts.slice(4)).toEqual([moved('18:02'), moved('18:01')])
    expect(at.jobCount).toBe(0)
  })

  test('for a day is given up, and that is said', async () => {
    const { at, receiver, planId, id } = await open()
    receiver.reactions = Array<number>(99).fill(500)
    const startedAt = at.clock.now()
    await at.tell(planId)
    while (at.jobCount > 0) await at.pass(MINUTE_MS)
    expect(at.clock.now() - startedAt).toBeLessThanOrEqual(24 * HOUR_MS)
    expect(receiver.received).toHaveLength(9)
    expect((await at.target(id)).lastError?.text).toBe(
      `The webhook answered 500. Given up: “${moved('18:01')}”`,
    )
  })

  test('to answer at all is left after ten seconds', async () => {
    const { at, receiver, planId, id } = await open()
    receiver.reactions = [() => {}]
    await at.append(planId, at.moved())
    at.courier.logGrew(planId)
    await receiver.heard(1)
    await at.pass(LIMIT_MS)
    expect((await at.target(id)).lastError?.text).toBe('There was no answer within 10 s.')
    await at.pass(10 * SECOND_MS)
    expect(receiver.received).toHaveLength(2)
    expect(at.jobCount).toBe(0)
  })

  test('because nobody is there is said so', async () => {
    const { at, planId, personId } = await open()
    const { port } = await WebhookReceiver.open()
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port: free } = gone.address() as AddressInfo
    gone.close()
    expect(free).not.toBe(port)
    const id = await at.addTarget({ planId, personId }, { address: `http://127.0.0.1:${free}/` })
    await at.tell(planId)
    expect((await at.target(id)).lastError?.text).toBe('The webhook’s host refused the connection.')
  })

  test('with a redirect is not followed', async () => {
    const { at, receiver, planId, id } = await open()
    const elsewhere = await WebhookReceiver.open()
    receiver.reactions = [(response) => response.writeHead(307, { location: elsewhere.url }).end('see there')]
    await at.tell(planId)
    expect(elsewhere.received).toEqual([])
    expect((await at.target(id)).lastError?.text).toBe(
      'The webhook answered with a redirect (307); give its final address.',
    )
  })

  test('with what is no HTTP is said so, and the courier goes on', async () => {
    const { at, planId, personId, receiver } = await open()
    const noise = createServer((socket) => socket.end('220 mail.internal ESMTP\r\n'))
    noise.listen(0, '127.0.0.1')
    await once(noise, 'listening')
    onTestFinished(() => void noise.close())
    const { port } = noise.address() as AddressInfo
    const id = await at.addTarget({ planId, personId }, { address: `http://127.0.0.1:${port}/` })
    await at.tell(planId)
    expect((await at.target(id)).lastError?.text).toBe('The webhook could not be reached.')
    expect(receiver.received).toHaveLength(1)
  })

  test('with an offer to speak another protocol has not taken it', async () => {
    const { at, receiver, planId, id } = await open()
    receiver.reactions = [
      (response) => {
        response.socket?.end('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n')
      },
    ]
    await at.tell(planId)
    expect((await at.target(id)).lastError?.text).toBe('The webhook closed the connection without an answer.')
  })
})

test('a receiver that says it is gone gets nothing more, until a test arrives there', async () => {
  const { at, receiver, planId, id } = await open()
  receiver.reactions = [500, 500, 410]
  await at.append(planId, at.moved(1), at.moved(2))
  at.courier.logGrew(planId)
  await at.courier.settled()
  await at.pass(10 * SECOND_MS)
  expect(at.jobCount).toBe(0)
  expect((await at.target(id)).lastError?.text).toBe(
    'The webhook answered that it is gone (410). Nothing more is sent there.',
  )
  await at.tell(planId, 3)
  expect(receiver.received).toHaveLength(3)
  expect(await at.courier.test(await at.target(id), 'Drop')).toBe(null)
  await at.tell(planId, 4)
  expect(receiver.texts.slice(3)).toEqual([
    'Drop: this is a test. Word of this plan will arrive here.',
    moved('18:04'),
  ])
})

test('while all that are sent to are slow, nothing is looked for again and again', async () => {
  const { at, receiver, planId, personId } = await open()
  const others = Array.from({ length: 9 }, () =>
    at.addTarget({ planId, personId }, { address: receiver.url }),
  )
  await Promise.all(others)
  const answers: (() => void)[] = []
  receiver.reactions = Array.from({ length: 10 }, () => (response) => {
    answers.push(() => void response.writeHead(204).end())
  })
  const naps: number[] = []
  const { after } = at.clock
  at.clock.after = (ms, run) => {
    naps.push(ms)
    return after(ms, run)
  }
  await at.append(planId, at.moved())
  at.courier.logGrew(planId)
  await receiver.heard(8)
  await new Promise((resolve) => setImmediate(resolve))
  expect(naps).toEqual(Array(8).fill(LIMIT_MS))
  for (const answer of answers.splice(0)) answer()
  await receiver.heard(10)
  for (const answer of answers) answer()
  await at.courier.settled()
  expect(at.jobCount).toBe(0)
})

test('a plan’s many targets are planned some at a time, all of them', async () => {
  const { at, receiver, planId, personId } = await open()
  for (let n = 0; n < AT_ONCE; n++) await at.addTarget({ planId, personId }, { address: receiver.url })
  await at.append(planId, at.moved())
  const { db } = at.store
  const plans = new PlanReader({ db, rooms: { find: () => undefined }, chance: cryptoChance })
  expect(await planJobs({ db, plans, clock: at.clock }, planId)).toBe(true)
  expect(at.jobCount).toBe(AT_ONCE)
  at.courier.logGrew(planId)
  await at.courier.settled()
  expect(receiver.received).toHaveLength(AT_ONCE + 1)
})

test('after a restore another event of the same number has another id, and what waited keeps its own', async () => {
  const { at, receiver, planId, id } = await open()
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  at.store.sqlite.exec(`update alert_targets set format = 'standard', secret = '${secret}'`)
  receiver.reactions = [500]
  await at.tell(planId, 1)
  at.store.sqlite.exec('update plans set epoch = 5')
  await at.tell(planId, 2)
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(ids).toEqual([`msg_${id}_0_2`, `msg_${id}_5_3`, `msg_${id}_0_2`])
})

describe('a server killed', () => {
  test('before it made jobs of an event sends it after the start, once', async () => {
    const { at, receiver, planId } = await open()
    await at.append(planId, at.moved())
    await at.kill()
    const again = await at.again()
    expect(receiver.texts).toEqual([moved('18:01')])
    await again.kill()
    await again.again()
    expect(receiver.received).toHaveLength(1)
  })

  test('between the job and the sending sends it after the start, once', async () => {
    const { at, receiver, planId } = await open()
    await at.append(planId, at.moved())
    const { db } = at.store
    const plans = new PlanReader({ db, rooms: { find: () => undefined }, chance: cryptoChance })
    await planJobs({ db, plans, clock: at.clock }, planId)
    expect(at.jobCount).toBe(1)
    await at.kill()
    const again = await at.again()
    expect(receiver.texts).toEqual([moved('18:01')])
    expect(again.jobCount).toBe(0)
  })

  test('between the sending and the note sends it again, with the same id', async () => {
    const receiver = await WebhookReceiver.open()
    const at = await TestCourier.open()
    const plan = await at.storePlan()
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    await at.addTarget(plan, { address: receiver.url, format: 'standard', secret })
    let killed: Promise<void> | undefined
    receiver.reactions = [
      (response) => {
        killed = at.kill().then(() => void response.writeHead(204).end())
      },
    ]
    await at.append(plan.planId, at.moved())
    at.courier.logGrew(plan.planId)
    await receiver.heard(1)
    await killed
    await at.courier.settled()
    await at.again()
    expect(receiver.received).toHaveLength(2)
    const [first, second] = receiver.received
    expect(first!.headers['webhook-id']).toMatch(/^msg_/)
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
    expect(second!.body).toBe(first!.body)
  })

  test('for long does not send what is older than a day, and says so', async () => {
    const { at, receiver, planId, id } = await open()
    await at.append(planId, at.moved(1), at.moved(2))
    at.clock.advance(2 * HOUR_MS)
    await at.append(planId, at.moved(3))
    await at.kill()
    const again = await at.again(at.clock.now() + 23 * HOUR_MS)
    expect(receiver.texts).toEqual([moved('18:03')])
    await again.kill()
    // What arrived has taken the place of what was said.
    expect((await (await at.again()).target(id)).lastError).toBe(null)
  })
})

test('what is all older than a day is said to have been left out', async () => {
  const { at, receiver, planId, id } = await open()
  await at.append(planId, at.moved(1), at.moved(2))
  await at.kill()
  const again = await at.again(at.clock.now() + 25 * HOUR_MS)
  expect(receiver.received).toEqual([])
  expect((await again.target(id)).lastError?.text).toBe('2 alerts were not sent, being older than 24 h.')
})

test('a stopped courier cuts off a receiver after a second, and sends it again on the next start', async () => {
  const { at, receiver, planId, id } = await open()
  receiver.reactions = [() => {}]
  await at.append(planId, at.moved())
  at.courier.logGrew(planId)
  await receiver.heard(1)
  const stopped = at.courier.stop()
  at.clock.advance(SECOND_MS)
  await stopped
  at.courier.logGrew(planId)
  await at.courier.settled()
  expect(receiver.received).toHaveLength(1)
  expect((await at.target(id)).lastError).toBe(null)
  expect(at.complaints).toEqual([])
  await at.kill()
  await at.again()
  expect(receiver.received).toHaveLength(2)
})

describe('nothing is sent', () => {
  test('to a member who was removed, neither what comes nor what waits', async () => {
    const { at, receiver, planId, personId } = await open()
    receiver.reactions = [500]
    await at.tell(planId, 1)
    at.store.sqlite.prepare('delete from members where person_id = ?').run(personId)
    await at.tell(planId, 2)
    await at.pass(10 * SECOND_MS)
    expect(receiver.received).toHaveLength(1)
    expect(at.jobCount).toBe(0)
    // Nor is it made up for when they come back.
    at.store.sqlite.prepare('insert into members values (?, ?, ?, ?)').run(planId, personId, 'editor', 1)
    await at.tell(planId, 3)
    expect(receiver.texts.slice(1)).toEqual([moved('18:03')])
  })

  test('to an address that is not confirmed, nor later what happened until then', async () => {
    const sink = await SmtpSink.open()
    const at = await TestCourier.open(sink.settings)
    const plan = await at.storePlan()
    const id = await at.addTarget(plan, {
      via: 'email',
      format: null,
      address: 'a@b.example',
      confirmedAt: null,
    })
    await at.tell(plan.planId, 1)
    await alertTargets.confirm(at.store.db, id, at.clock.now())
    await at.tell(plan.planId, 2)
    expect(sink.mailed).toHaveLength(1)
  })

  test('to a target that was taken away, or of kinds that are not asked for any more', async () => {
    const { at, receiver, planId, personId, id } = await open()
    const other = await at.addTarget({ planId, personId }, { address: `${receiver.url}/2` })
    receiver.reactions = [500, 500]
    await at.tell(planId)
    expect(at.jobCount).toBe(2)
    await alertTargets.remove(at.store.db, id)
    await alertTargets.changeKinds(at.store.db, other, ['missed'])
    expect(at.jobCount).toBe(0)
    await at.pass(HOUR_MS)
    expect(receiver.received).toHaveLength(2)
  })
})

test('a target rests where the disk does not take the note, and is not sent to again and again', async () => {
  const { at, receiver, planId } = await open()
  at.store.sqlite.exec(
    `create trigger full before delete on alert_jobs begin select raise(abort, 'disk full'); end`,
  )
  await at.tell(planId)
  await at.pass(30 * SECOND_MS)
  expect(receiver.received).toHaveLength(1)
  expect(at.complaints).toEqual(['an alert could not be sent'])
  at.store.sqlite.exec('drop trigger full')
  await at.pass(MINUTE_MS)
  expect(receiver.received).toHaveLength(2)
  expect(at.jobCount).toBe(0)
})

test('a plan that cannot be read is complained of and tried again, and holds up no other', async () => {
  const { at, receiver, planId, personId } = await open()
  const other = await at.storePlan()
  await at.addTarget(other, { address: `${receiver.url}/2` })
  const bytes = at.store.sqlite.prepare('update updates set bytes = ? where plan_id = ?')
  const { bytes: sound } = at.store.sqlite
    .prepare<[string], { bytes: Buffer }>('select bytes from updates where plan_id = ?')
    .get(planId)!
  bytes.run(Buffer.of(7), planId)
  await at.tell(planId)
  await at.tell(other.planId, 2)
  expect(receiver.texts).toEqual([moved('18:02')])
  expect(at.complaints).toEqual([`the alerts of plan ${planId} could not be planned`])
  bytes.run(sound, planId)
  await at.pass(MINUTE_MS)
  expect(receiver.texts.at(-1)).toBe(moved('18:01'))
  expect(personId).toEqual(expect.any(String))
})

describe('the forms', () => {
  test('Slack’s has the text, with nothing in it that mentions or links', async () => {
    const receiver = await WebhookReceiver.open()
    const at = await TestCourier.open({ publicUrl: 'https://board.example.org' })
    const plan = await at.storePlan()
    await at.addTarget(plan, { address: receiver.url })
    const reason = '<!channel> & <https://evil.example|here> @everyone'
    await at.append(plan.planId, {
      kind: 'waiverGiven',
      at: at.clock.now(),
      actor: null,
      requirement: 'tiers-set',
      reason,
    })
    at.courier.logGrew(plan.planId)
    await at.courier.settled()
    expect(receiver.received[0]!.json).toEqual({
      text:
        'Drop: Access tiers set and announced: waived. Reason: ' +
        '&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt; @\u200beveryone\n' +
        `<https://board.example.org/plans/${plan.planId}|Open the plan>`,
    })
  })

  test('the signed one has what it is about, and a signature of that very moment', async () => {
    const receiver = await WebhookReceiver.open()
    const at = await TestCourier.open({ publicUrl: 'https://board.example.org' })
    const plan = await at.storePlan()
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    await at.addTarget(plan, { address: receiver.url, format: 'standard', secret })
    const dueAt = at.clock.now() + HOUR_MS
    await at.append(plan.planId, {
      kind: 'deadlineNeared',
      at: at.clock.now(),
      actor: null,
      gate: 'h72',
      dueAt,
      unmet: ['tiers-set'],
    })
    at.courier.logGrew(plan.planId)
    await at.courier.settled()
    const [{ headers, body, json }] = receiver.received as [(typeof receiver.received)[number]]
    expect(json).toEqual({
      type: 'flashboard.alert',
      timestamp: new Date(at.clock.now()).toISOString(),
      data: {
        text: expect.stringContaining('Drop: 72 hours gate at risk'),
        url: `https://board.example.org/plans/${plan.planId}`,
        plan: { id: plan.planId, name: 'Drop' },
        event: 2,
        kind: 'atRisk',
        gate: 'h72',
        dueAt: new Date(dueAt).toISOString(),
        requirements: [{ id: 'tiers-set', title: 'Access tiers set and announced' }],
      },
    })
    const sentAt = new Date(at.clock.now())
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-timestamp': String(sentAt.getTime() / 1_000),
      'webhook-signature': new Webhook(secret).sign(headers['webhook-id'] as string, sentAt, body),
    })
  })

  test('an email has the sentence, and how to end it; a retry is the same message', async () => {
    const sink = await SmtpSink.open()
    const at = await TestCourier.open({ ...sink.settings, publicUrl: 'https://board.example.org' })
    const plan = await at.storePlan()
    const id = await at.addTarget(plan, { via: 'email', format: null, address: 'ada@crew.example' })
    sink.refusals = [Object.assign(new Error('4.2.1 mailbox of internal-7 busy'), { responseCode: 450 })]
    await at.tell(plan.planId)
    expect((await at.target(id)).lastError?.text).toBe('The mail server refused the address (450).')
    await at.pass(10 * SECOND_MS)
    const [{ from, to, raw }] = sink.mailed as [(typeof sink.mailed)[number]]
    expect({ from, to }).toEqual({ from: 'board@flashboard.example', to: ['ada@crew.example'] })
    expect(raw).toContain('Subject: Drop: launch moved\r\n')
    expect(raw).toContain(`Message-ID: <msg_${id}_0_2@flashboard.example>\r\n`)
    expect(unfolded(raw)).toContain(moved('18:01'))
    expect(unfolded(raw)).toContain(`https://board.example.org/plans/${plan.planId}`)
    expect(unfolded(raw)).toContain('remove this address')
    expect(sink.mailed).toHaveLength(1)
  })

  test('email that is off says so at its targets', async () => {
    const at = await TestCourier.open()
    const plan = await at.storePlan()
    const id = await at.addTarget(plan, { via: 'email', format: null, address: 'ada@crew.example' })
    await at.tell(plan.planId)
    expect((await at.target(id)).lastError?.text).toContain('has not set SMTP_URL and MAIL_FROM')
  })
})
