import { SmtpSink } from '../support/smtp-sink.ts'
import { openAlerts } from './board.ts'
import { startPageServer } from './page-server.ts'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

test('a calendar address is shown once, is followed without a session, and ends', async ({
  person,
  newcomer,
}) => {
  const [ada, calendar] = await Promise.all([person('Ada'), newcomer()])
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  const address = alerts.getByLabel('Calendar address')
  await alerts.getByRole('button', { name: 'Make a calendar address' }).click()
  const first = await address.inputValue()
  const file = await calendar.request.get(first)
  expect(file.status()).toBe(200)
  const text = (await file.text()).replaceAll('\r\n ', '')
  expect(text).toContain('BEGIN:VCALENDAR')
  expect(text).toMatch(/SUMMARY:.*72 hours/)

  await alerts.getByRole('button', { name: 'Make a new address' }).click()
  await expect(address).not.toHaveValue(first)
  const second = await address.inputValue()
  expect((await calendar.request.get(first)).status()).toBe(404)
  expect((await calendar.request.get(second)).status()).toBe(200)

  await alerts.getByRole('button', { name: 'Close alerts' }).click()
  await ada.getByRole('button', { name: 'Alerts' }).click()
  await expect(alerts).toContainText('You have had an address since')
  await expect(address).toBeHidden()
  await alerts.getByRole('button', { name: 'End it' }).click()
  await expect(alerts.getByRole('button', { name: 'Make a calendar address' })).toBeFocused()
  expect((await calendar.request.get(second)).status()).toBe(404)
})

test('a webhook into a private network is refused beside its address, and what was typed stays', async ({
  person,
}) => {
  const ada = await person('Ada')
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  await alerts.getByRole('button', { name: 'Add a webhook' }).click()
  const address = alerts.getByLabel('Address of the webhook')
  await expect(address).toBeFocused()
  await address.fill('http://127.0.0.1:9/hooks/secret')
  await alerts.getByRole('button', { name: 'Add it' }).click()
  await expect(alerts.getByRole('alert')).toHaveText(
    'The address leads into a private network, where this server sends nothing. Nothing was added.',
  )
  await expect(address).toHaveValue('http://127.0.0.1:9/hooks/secret')
  await expect(address).toHaveAccessibleDescription(/private network/)
  await alerts.getByRole('button', { name: 'Cancel' }).click()
  await expect(alerts.getByRole('button', { name: 'Add a webhook' })).toBeFocused()
})

test('a signed webhook: its secret once, its choice kept, a test with its answer, and removed', async ({
  person,
}) => {
  const ada = await person('Ada')
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  await alerts.getByRole('button', { name: 'Add a webhook' }).click()
  // A name that leads nowhere, whatever network the test runs in.
  await alerts.getByLabel('Address of the webhook').fill('https://hooks.invalid/services/T00/B00/x9Qz')
  await alerts.getByLabel('Format').selectOption('Signed (Standard Webhooks)')
  await alerts.getByRole('checkbox', { name: 'Met late' }).uncheck()
  await alerts.getByRole('button', { name: 'Add it' }).click()
  await expect(alerts.getByLabel('Secret of the new webhook')).toHaveValue(/^whsec_.{44}$/)
  const target = alerts.getByRole('listitem', { name: 'hooks.invalid/…x9Qz' })
  await expect(target).toContainText('Nothing sent yet')

  await target.getByText('Gets 5 of 6 kinds of alerts').click()
  for (const kind of ['At risk', 'Missed', 'Waived', 'The launch moved', 'Set back']) {
    await target.getByRole('checkbox', { name: kind }).uncheck()
  }
  await target.getByRole('button', { name: 'Keep this choice' }).click()
  await expect(target.getByRole('alert')).toHaveText('Choose at least one thing to be told about.')
  await target.getByRole('checkbox', { name: 'Missed' }).check()
  await target.getByRole('button', { name: 'Keep this choice' }).click()
  await expect(target.getByRole('button', { name: 'Keep this choice' })).toBeHidden()
  await expect(target.getByText('Gets 1 of 6 kinds of alerts')).toBeFocused()

  await target.getByRole('button', { name: 'Send a test' }).click()
  await expect(target.getByRole('status')).toContainText('It did not arrive.')

  await ada.reload()
  await openAlerts(ada)
  await expect(target).toContainText('Gets 1 of 6 kinds of alerts')
  await expect(alerts.getByLabel('Secret of the new webhook')).toBeHidden()
  await target.getByRole('button', { name: 'Remove' }).click()
  await expect(target).toBeHidden()
  await expect(alerts.getByRole('button', { name: 'Add a webhook' })).toBeFocused()
})

test('what was done counts, though the answer after it is lost', async ({ person }) => {
  const ada = await person('Ada')
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  await ada.route('**/alerts', (route) => route.abort())
  await alerts.getByRole('button', { name: 'Make a calendar address' }).click()
  await expect(alerts.getByLabel('Calendar address')).toHaveValue(/\/calendar\//)
  await alerts.getByRole('button', { name: 'Add a webhook' }).click()
  await alerts.getByLabel('Address of the webhook').fill('https://hooks.invalid/services/T00/B00/x9Qz')
  await alerts.getByLabel('Format').selectOption('Signed (Standard Webhooks)')
  await alerts.getByRole('button', { name: 'Add it' }).click()
  await expect(alerts.getByLabel('Secret of the new webhook')).toHaveValue(/^whsec_/)
  await expect(alerts.getByRole('alert')).toHaveCount(0)
})

test('an answer that comes after a later one changes nothing', async ({ person }) => {
  const ada = await person('Ada')
  await ada.clock.install()
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  await alerts.getByRole('button', { name: 'Make a calendar address' }).click()
  const end = alerts.getByRole('button', { name: 'End it' })
  await expect(end).toBeVisible()

  let answer = () => {}
  const isHeld = new Promise<void>((held) => {
    void ada.route(
      '**/alerts',
      async (route) => {
        const response = await route.fetch()
        answer = () => void route.fulfill({ response })
        held()
      },
      { times: 1 },
    )
  })
  await ada.clock.runFor(20_000)
  await isHeld
  await end.click()
  await expect(end).toBeHidden()
  const late = ada.waitForResponse('**/alerts')
  answer()
  await (await late).finished()
  await ada.evaluate(() => fetch('/icon.svg'))
  // Not awaited: the next look would mend it.
  expect(await end.isVisible()).toBe(false)
})

test('where no email can be sent, the page says so instead of asking for an address', async ({ person }) => {
  const ada = await person('Ada')
  await openBoard(ada, await makePlan(ada))
  const email = (await openAlerts(ada)).getByRole('region', { name: 'Email' })
  await expect(email).toContainText('No email is sent from here')
  await expect(email.getByRole('button')).toHaveCount(0)
})

test('an email address is told once the code that was sent there has come back', async ({ person }) => {
  const mail = await SmtpSink.listening()
  const server = await startPageServer(mail.settings)
  const ada = await person('Ada', { baseURL: server.url })
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  await alerts.getByRole('button', { name: 'Add an address' }).click()
  await alerts.getByLabel('Email address').fill('ada at example.org')
  await alerts.getByRole('button', { name: 'Send me a code' }).click()
  await expect(alerts.getByRole('alert')).toHaveText('That is no email address.')
  await alerts.getByLabel('Email address').fill('ada@example.org')
  await alerts.getByRole('button', { name: 'Send me a code' }).click()

  const target = alerts.getByRole('listitem', { name: 'ada@example.org' })
  const code = target.getByLabel('A code was sent there.')
  await expect(code).toBeFocused()
  await code.fill(mail.lastCode === '000000' ? '000001' : '000000')
  await code.press('Enter')
  await expect(target.getByRole('alert')).toContainText('That is not the code. Look again: 4 more tries.')
  await target.getByRole('button', { name: 'Send the code again' }).click()
  await expect(target.getByRole('alert')).toContainText('A code was sent less than a minute ago.')
  // As a mail program shows it.
  await code.fill(mail.lastCode.replace(/^.../, '$& '))
  await code.press('Enter')
  await expect(code).toBeHidden()
  await expect(target.getByRole('button', { name: 'Send a test' })).toBeFocused()
  await target.getByRole('button', { name: 'Send a test' }).click()
  await expect(target.getByRole('status')).toHaveText('It arrived.')
  await expect(target).toContainText(/Last sent \w{3} \d+ \w{3}, \d\d:\d\d/)
  expect(mail.mailed.at(-1)!.to).toEqual(['ada@example.org'])
  await server.stop()
  await mail.close()
})

test('with the server gone the panel says so, keeps what was typed, and goes on when it is back', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  await openBoard(ada, await makePlan(ada))
  const alerts = await openAlerts(ada)
  await alerts.getByRole('button', { name: 'Add a webhook' }).click()
  const address = alerts.getByLabel('Address of the webhook')
  await address.fill('https://hooks.invalid/services/T00/B00/x9Qz')
  await cable.cut()
  await alerts.getByRole('button', { name: 'Add it' }).click()
  await expect(address).toHaveAccessibleDescription(/The server does not answer\. What you typed is kept/)
  await cable.mend()
  await alerts.getByRole('button', { name: 'Add it' }).click()
  await expect(alerts.getByRole('listitem', { name: 'hooks.invalid/…x9Qz' })).toBeVisible()
})
