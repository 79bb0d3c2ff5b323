import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { openActivity, openAlerts, openGate, panel } from './board.ts'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { makePlan, openBoard } from './plans.ts'
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
    await alerts.getByText('Gets 5 of 5 kinds of alerts').click()
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

test('print page', async ({ person }) => {
  const ada = await person('Ada')
  await ada.goto(`/plans/${await sample(ada)}/print`)
  await expect(ada.getByRole('img', { name: 'Readiness checklist, page 1 of' })).toBeVisible({
    timeout: 60_000,
  })
  await expectNoBarriers(ada)
})
