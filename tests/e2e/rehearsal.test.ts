import { MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Page } from '@playwright/test'
import { letIn, makePlan } from './plans.ts'
import { expect, test } from './test.ts'

const eventsOf = async (page: Page, id: string) =>
  ((await (await page.request.get(`/api/plans/${id}/log`)).json()) as { events: unknown[] }).events

test('[RUN20] a viewer rehearses launch day by themselves, and nothing of it leaves the page', async ({
  person,
}) => {
  const [lea, vic] = await Promise.all([person('Lea'), person('Vic')])
  const id = await makePlan(lea, { template: 'sample', launchInMs: 90 * MINUTE_MS })
  await letIn(lea, id, [vic], 'viewer')
  await lea.goto(`/plans/${id}/war-room`)
  await vic.goto(`/plans/${id}/war-room`)
  await expect(vic.getByRole('timer')).toBeVisible()
  const before = await eventsOf(lea, id)

  const commands: string[] = []
  vic.on('request', (request) => {
    if (request.method() !== 'GET') commands.push(`${request.method()} ${request.url()}`)
  })
  const keptOnDevice = () => vic.evaluate('JSON.stringify(Object.entries(localStorage).sort())')
  const keptBefore = await keptOnDevice()
  await vic.getByRole('link', { name: 'Rehearse' }).click()
  const bar = vic.getByRole('region', { name: 'Rehearsal', exact: true })
  await expect(bar).toContainText('Rehearsal · nothing is recorded')
  await expect(vic).toHaveTitle(/^Rehearsal · /)

  const now = vic.getByRole('region', { name: 'Now' })
  await bar.getByRole('button', { name: 'Pause' }).click()
  await vic.getByRole('button', { name: 'Start the run' }).click()
  await expect(vic.getByRole('group', { name: 'The desk' })).toContainText('You have the desk')
  const clock = vic.getByRole('timer')
  const paused = (await clock.textContent())!
  await vic.keyboard.press('j')
  await expect(clock).not.toHaveText(paused)
  await vic.keyboard.press('Space')
  await expect(now).toContainText('Rehearsal: both cameras')

  // At 60× the count runs away from where it stood; then the poll, the launch and a sale.
  await bar.getByRole('button', { name: '60×' }).click()
  const [, minute] = /(\d\d):\d\d$/.exec((await clock.textContent())!)!
  await expect(clock).not.toHaveText(new RegExp(`${minute}:\\d\\d$`))
  await bar.getByRole('button', { name: '1×', exact: true }).click()
  await vic.keyboard.press('p')
  const poll = vic.getByRole('region', { name: 'Go / no-go poll' })
  await poll.getByLabel('Vote for console').selectOption({ index: 1 })
  await poll.getByRole('button', { name: /^Go/ }).click()
  await vic.getByRole('button', { name: 'Waive with a reason' }).click()
  await vic.getByLabel('Reason for the waiver').fill('Only a rehearsal')
  await vic.getByRole('button', { name: 'Waive', exact: true }).click()
  await vic.getByRole('button', { name: 'Call the launch' }).click()
  await expect(vic.getByRole('region', { name: 'Go / no-go', exact: true })).toContainText('Launched')
  await vic.getByRole('form', { name: 'Record a sale' }).getByRole('button', { name: 'Record' }).click()
  await expect(vic.getByText(/^Recorded: 1 ×/)).toBeVisible()
  await expect(vic.getByRole('region', { name: 'Live' }).getByRole('definition').first()).toHaveText('1')

  // A real run that begins meanwhile is said at once.
  await lea.getByRole('button', { name: 'Start the run' }).click()
  await expect(bar.getByRole('alert')).toContainText('The real run is on, and Lea has the desk.')
  await bar.getByRole('link', { name: 'End the rehearsal' }).click()
  await expect(vic.getByRole('group', { name: 'The desk' })).toContainText('Lea has the desk')
  await expect(vic.getByRole('region', { name: 'Live' }).getByRole('definition').first()).toHaveText('0')

  expect(commands).toEqual([])
  expect(await keptOnDevice()).toBe(keptBefore)
  expect(await eventsOf(lea, id)).toEqual([...before, expect.objectContaining({ kind: 'runStarted' })])
})
