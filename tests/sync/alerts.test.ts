import { newTargetAnswer } from '@flashboard/shared/wire/alerts'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import { TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'
import { WebhookReceiver } from '../support/webhook-receiver.ts'

test('a gate that nobody looked at is missed by the clock, and a webhook hears of it, over a restart too', async () => {
  const receiver = await WebhookReceiver.open()
  // About the time that it is, as the signature is checked by.
  const clock = new ManualClock(Date.now())
  const settings = { clock, mayAlertPrivateNetworks: true }
  const server = await openTestServer(settings)
  const ada = await TestDevice.signIn(server.url, 'Ada')
  const planId = await ada.makePlan({ launchAt: clock.now() + 72 * HOUR_MS + MINUTE_MS, template: 'blank' })
  const { target, secret } = newTargetAnswer.parse(
    await ada.post(`plans/${planId}/alerts/targets`, {
      via: 'webhook',
      format: 'standard',
      url: receiver.url,
      kinds: ['missed'],
    }),
  )
  receiver.reactions = [503]
  clock.advance(MINUTE_MS + 1)
  await receiver.heard(1)
  await server.stop()

  const { databasePath, port } = server
  const later = new ManualClock(clock.now() + MINUTE_MS)
  const again = await openTestServer({ ...settings, clock: later, databasePath, port })
  await receiver.heard(2)
  for (const { body, headers } of receiver.received) {
    const checked = new Webhook(secret!).verify(body, headers as Record<string, string>)
    expect(checked).toMatchObject({
      type: 'flashboard.alert',
      data: { kind: 'missed', gate: 'h72', plan: { id: planId, name: 'Drop' } },
    })
    expect(() => new Webhook(secret!).verify(`${body} `, headers as Record<string, string>)).toThrow()
  }
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  await again.stop()
  expect(receiver.received).toHaveLength(2)
  expect(target.kinds).toEqual(['missed'])
})
