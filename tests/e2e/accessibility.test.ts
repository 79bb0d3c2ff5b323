import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { TestProvider } from '../support/test-provider.ts'
import { openActivity, openAlerts, openGate, openPeople, panel } from './board.ts'
import { startPageServer } from './page-server.ts'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { invite, makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

/** Nothing that axe calls serious or critical; what is found is listed with where it is. */
async function expectNoBarriers(page: Page, rules?: string[]): Promise<void> {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
  const { violations, passes } = await (rules ? builder.withRules(rules) : builder).analyze()
  const barriers = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, at: nodes.map(({ html, target }) => `${target.join(' ')}: ${html}`) }))
  expect(barriers).toEqual([])
  expect(passes.map(({ id }) => id)).toEqual(
    expect.arrayContaining(rules ?? ['color-contrast', 'document-title']),
  )
}

const sample = (page: Page, ...team: Page[]) =>
  makePlan(page, { template: 'sample', launchInMs: 46 * HOUR_MS, team })

test('name page', async ({ newcomer }) => {
  const page = await newcomer()
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible()
  await expectNoBarriers(page)
})

test('plans page, with its form open', async ({ person }) => {
  const ada = await person('Ada')
  await sample(ada)
  await ada.goto('/')
  await expect(ada.getByRole('link', { name: 'Spring drop' })).toBeVisible()
  await expectNoBarriers(ada)
  await ada.getByRole('button', { name: 'New plan' }).click()
  await expect(ada.getByRole('button', { name: 'Make the plan' })).toBeVisible()
  await expectNoBarriers(ada)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`board in ${colorScheme}, with two people, an open gate and everything unfolded`, async ({
    person,
  }) => {
    const [ada, bea] = await Promise.all([person('Ada', { colorScheme }), person('Bea')])
    const id = await sample(ada, bea)
    await Promise.all([openBoard(ada, id), openBoard(bea, id)])
    await panel(bea, 'Offer').getByLabel('Story').focus()
    await expect(panel(ada, 'Offer').getByText('Bea', { exact: true })).toBeVisible()
    await openGate(ada, '24 hours')
    await ada
      .locator('details')
      .evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')))
    // In the dark only the colours are others.
    await expectNoBarriers(ada, colorScheme === 'dark' ? ['color-contrast'] : undefined)
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`activity and alerts in ${colorScheme}, with every form open`, async ({ person }) => {
    const ada = await person('Ada', { colorScheme })
    await openBoard(ada, await sample(ada))
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined
    const list = await openActivity(ada)
    await expectNoBarriers(ada, rules)
    await list.getByRole('button', { name: 'Close activity' }).click()
    const alerts = await openAlerts(ada)
    await alerts.getByRole('button', { name: 'Make a calendar address' }).click()
    await alerts.getByRole('button', { name: 'Add a webhook' }).click()
    await alerts.getByLabel('Address of the webhook').fill('https://hooks.invalid/services/T00/B00/x9Qz')
    await alerts.getByRole('button', { name: 'Add it' }).click()
    await alerts.getByText('Gets 6 of 6 kinds of alerts').click()
    await alerts.getByRole('button', { name: 'Add a webhook' }).click()
    await alerts.getByLabel('Address of the webhook').fill('http://127.0.0.1/')
    await alerts.getByRole('button', { name: 'Add it' }).click()
    await expect(alerts.getByRole('alert')).toBeVisible()
    await expectNoBarriers(ada, rules)
  })
}

test('war room', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto(`/plans/${await sample(ada)}/war-room`)
  await expect(ada.getByRole('timer')).toBeVisible()
  await expectNoBarriers(ada)
})

test('war room in the sprint, with an issue, the hold and a macro', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 10 * MINUTE_MS })
  const commands = [
    { kind: 'startRun' },
    { kind: 'openPoll' },
    { kind: 'callPoll', call: 'go', waiver: 'All the same' },
    { kind: 'launch' },
    { kind: 'logIssue', who: '1042', topic: 'refund', what: 'Charged twice', owner: '' },
    { kind: 'logIssue', who: '1043', topic: 'other', what: 'Asks for the colour', owner: 'Ada' },
    { kind: 'closeIssue', issue: 2 },
  ]
  for (const command of commands) {
    const data = { key: `key-of-${JSON.stringify(command).length}-${command.kind}`, command }
    await ada.request.post(`/api/plans/${id}/run/commands`, { data, failOnStatusCode: true })
  }
  await ada.goto(`/plans/${id}/war-room`)
  await expect(ada.getByRole('listitem', { name: 'Issue 2: Asks for the colour' })).toBeVisible()
  await expectNoBarriers(ada)
  await ada.keyboard.press('h')
  await expect(ada.getByLabel('Reason for the hold, may be left out')).toBeFocused()
  await expectNoBarriers(ada)
  await ada.keyboard.press('Escape')
  await ada.getByRole('button', { name: 'Answer issue 1 with a macro' }).click()
  await expect(ada.getByRole('dialog', { name: 'Answer issue 1: Charged twice' })).toBeVisible()
  await expectNoBarriers(ada)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`retro in ${colorScheme}, with an action`, async ({ person }) => {
    const ada = await person('Ada', { colorScheme })
    await ada.goto(`/plans/${await sample(ada)}/retro`)
    await ada.getByRole('button', { name: 'Add action' }).click()
    await expect(ada.getByLabel('What is to be done')).toBeVisible()
    await expectNoBarriers(ada, colorScheme === 'dark' ? ['color-contrast'] : undefined)
  })
}

test('rehearsal, with a run on', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto(`/plans/${await sample(ada)}/rehearsal`)
  await ada.getByRole('button', { name: 'Start the run' }).click()
  await expect(ada.getByRole('button', { name: /^Next cue/ })).toBeVisible()
  await expectNoBarriers(ada)
})

test('print page', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto(`/plans/${await sample(ada)}/print`)
  await expect(ada.getByRole('img', { name: 'Readiness checklist, page 1 of' })).toBeVisible({
    timeout: 60_000,
  })
  await expectNoBarriers(ada)
})

for (const colorScheme of ['light', 'dark'] as const) {
  const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined

  test(`plans page in ${colorScheme}, with a plan about to be deleted and a deleted one`, async ({
    person,
  }) => {
    const [ada, bea] = await Promise.all([person('Ada', { colorScheme }), person('Bea')])
    const gone = await makePlan(ada, { name: 'Winter drop' })
    await ada.request.delete(`/api/plans/${gone}`, { failOnStatusCode: true })
    await sample(ada, bea)
    await ada.goto('/')
    await ada.getByRole('button', { name: 'More for Spring drop' }).click()
    await ada.getByRole('button', { name: 'Delete', exact: true }).click()
    await ada.getByRole('button', { name: 'Delete the plan' }).click()
    await expect(ada.getByRole('alert')).toBeVisible()
    await expect(ada.getByRole('region', { name: 'Deleted plans' })).toBeVisible()
    await expectNoBarriers(ada, rules)
  })

  test(`people in ${colorScheme}, with a new invitation`, async ({ person }) => {
    const [ada, bea] = await Promise.all([person('Ada', { colorScheme }), person('Bea')])
    await openBoard(ada, await sample(ada, bea))
    const people = await openPeople(ada)
    await people.getByRole('button', { name: 'Make an invitation link' }).click()
    await expect(people.getByRole('img', { name: 'The invitation link as a code' })).toBeVisible()
    await people.getByRole('button', { name: 'Remove Bea' }).click()
    await people.getByRole('button', { name: 'Leave' }).click()
    await expect(people.getByRole('group', { name: 'Leave the plan' })).toBeVisible()
    await expectNoBarriers(ada, rules)
  })

  test(`page about you in ${colorScheme}, with all that one can be known by`, async ({ newcomer }) => {
    const provider = await TestProvider.open()
    const server = await startPageServer({ provider: provider.settings })
    try {
      const ada = await newcomer({ baseURL: server.url, colorScheme })
      await ada.goto('/')
      await ada.getByRole('button', { name: 'Sign in with Acme' }).click()
      await ada.getByRole('link', { name: 'You, Ada' }).click()
      await expect(ada.getByRole('listitem', { name: 'ada@example.org' })).toBeVisible()
      await ada.getByRole('textbox', { name: 'Name', exact: true }).fill('Stock import')
      await ada.getByRole('button', { name: 'Make a token' }).click()
      await expect(ada.getByRole('listitem', { name: 'Stock import' })).toBeVisible()
      await ada.getByRole('button', { name: 'Sign out', exact: true }).click()
      await ada.getByRole('button', { name: 'Delete what is yours' }).click()
      await ada.getByRole('button', { name: 'Delete what is mine' }).click()
      await expect(ada.getByRole('alert')).toBeVisible()
      await expectNoBarriers(ada, rules)

      provider.refusal = { error: 'access_denied' }
      await ada.getByRole('button', { name: 'Sign in with Acme' }).click()
      await expect(ada).toHaveURL(/signed-in/)
      await expect(ada.getByRole('alert')).toBeVisible()
      await expectNoBarriers(ada, rules)
    } finally {
      await server.stop()
      await provider.close()
    }
  })

  test(`invitation in ${colorScheme}, good and over`, async ({ person, newcomer }) => {
    const [ada, bea] = await Promise.all([person('Ada'), newcomer({ colorScheme })])
    const id = await sample(ada)
    await bea.goto(`/join#${await invite(ada, id, 'editor')}`)
    await expect(bea.getByRole('button', { name: 'Join the plan' })).toBeVisible()
    await expectNoBarriers(bea, rules)
    await bea.goto('/join#made-up')
    await expect(bea.getByRole('alert')).toBeVisible()
    await expectNoBarriers(bea, rules)
  })
}

test('stream overlay', async ({ person, newcomer }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 12 * MINUTE_MS })
  const made = await ada.request.post(`/api/plans/${id}/tokens`, { data: { purpose: 'overlay' } })
  const stream = await newcomer()
  await stream.goto(((await made.json()) as { path: string }).path)
  await expect(stream.getByRole('region', { name: 'On the stream' })).toBeVisible()
  await expectNoBarriers(stream)
})
