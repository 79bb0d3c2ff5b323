import { DAY_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import type { RunCommand } from '@flashboard/shared/run/commands'
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { editPlan, makePlan, openBoard, storedPlan } from './plans.ts'
import { field, openGroup, panel } from './board.ts'
import { expect, test } from './test.ts'

let keys = 0
async function command(page: Page, id: string, command: RunCommand): Promise<void> {
  const data = { key: `retro-key-${++keys}`, command }
  await page.request.post(`/api/plans/${id}/run/commands`, { data, failOnStatusCode: true })
}

/** A launch day in short: two cues, a waiver, two orders, an issue, closed. */
async function runTheDay(lea: Page, id: string): Promise<void> {
  const { cues, skus, hubs } = await storedPlan(lea, id)
  const inOrder = [...cues].sort((a, b) => (a.offsetMs ?? 0) - (b.offsetMs ?? 0))
  const act = (asked: RunCommand) => command(lea, id, asked)
  const sale = (orderId: string, quantity: number): RunCommand => ({
    kind: 'recordSale',
    source: 'key',
    orderId,
    lines: [{ itemId: skus[0]!.id, hubId: hubs[0]!.id, quantity, isPreorder: false }],
  })
  await act({ kind: 'startRun' })
  await act({ kind: 'startCue', cueId: inOrder[0]!.id, after: null })
  await act({ kind: 'startCue', cueId: inOrder[1]!.id, after: inOrder[0]!.id })
  await act({ kind: 'openPoll' })
  await act({ kind: 'callPoll', call: 'go', waiver: 'Only a test' })
  await act({ kind: 'launch' })
  await act(sale('one', 3))
  await act(sale('two', 1))
  await act({ kind: 'logIssue', who: 'one', topic: 'shipping', what: 'Where is it', owner: '' })
  await act({ kind: 'closeRun' })
}

test('[RUN21] a retro that two people read and write, take along, and begin the next drop with', async ({
  person,
}) => {
  const [lea, sam] = await Promise.all([person('Lea'), person('Sam')])
  const id = await makePlan(lea, { template: 'sample', team: [sam], launchInMs: 18 * MINUTE_MS })
  await openBoard(lea, id)
  await editPlan(lea, id, (plan) => plan.set('demandTest/rsvps', 40))
  await runTheDay(lea, id)
  for (const page of [lea, sam]) {
    await page.goto(`/plans/${id}/retro`)
    await expect(page.getByRole('region', { name: 'Planned against actual' })).toContainText('1; estimate')
    await expect(page.getByRole('region', { name: 'Planned against actual' })).toContainText('1 shipping')
    const first = page.getByRole('row', { name: /^Rehearsal: both cameras/ })
    await expect(first).toContainText(/2[5-8] m( \d+ s)? late/)
    await expect(page.getByRole('row', { name: /^Public opens/ })).toContainText('not begun')
    await expect(page.getByRole('region', { name: 'Gates that were late' })).toContainText('missed')
    await expect(page.getByRole('region', { name: 'Sold' })).toContainText('4 of')
  }

  // Actions are of the plan: the other one sees them as they are written.
  await lea.getByRole('button', { name: 'Add action' }).click()
  await lea.getByLabel('What is to be done').fill('Count Porto the evening before')
  await lea.getByLabel('Who', { exact: true }).fill('Sam')
  await expect(sam.getByLabel('What is to be done')).toHaveValue('Count Porto the evening before')
  await sam.getByRole('checkbox', { name: 'Done' }).check()
  await expect(lea.getByRole('checkbox', { name: 'Done' })).toBeChecked()

  const [download] = await Promise.all([
    lea.waitForEvent('download'),
    lea.getByRole('button', { name: 'Save as CSV' }).click(),
  ])
  const csv = readFileSync(await download.path(), 'utf8')
  expect(csv).toContain('Units,"Sold and preordered, of the cap",150,4,-146')
  expect(csv).toContain('Action,Count Porto the evening before (Sam)')

  // [RUN22] The next drop begins at what this one came to, and says so.
  await sam.getByLabel('Name', { exact: true }).fill('Summer drop')
  await sam.getByRole('button', { name: 'Duplicate the plan' }).click()
  await expect(sam.getByRole('heading', { name: 'Summer drop' })).toBeVisible()
  const segments = panel(sam, 'Segments')
  await openGroup(segments, 'Demand test')
  await expect(field(segments, 'Conversion, base')).toHaveValue(/^5/)
  await expect(segments).toContainText(/5% at Spring drop, /)
  await expect(segments).toContainText(/2 at Spring drop, /)
  const next = await storedPlan(sam, sam.url().split('/').at(-1)!)
  const before = await storedPlan(sam, id)
  expect(next.event.launchAt - before.event.launchAt).toBe(28 * DAY_MS)
  expect(next.actions).toEqual([])
})

test('the retro of a plan whose day is to come fits a phone, and prints without its tools', async ({
  person,
}) => {
  const ada = await person('Ada', { viewport: { width: 390, height: 844 } })
  const id = await makePlan(ada, { template: 'sample' })
  await ada.goto(`/plans/${id}/retro`)
  await expect(ada.getByText('No run of this plan has begun')).toBeVisible()
  await expect(ada.getByText('not called; planned')).toBeVisible()
  expect(await ada.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  await ada.emulateMedia({ media: 'print' })
  await expect(ada.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(ada.getByRole('heading', { name: 'The next drop' })).toBeHidden()
  await expect(ada.getByRole('columnheader', { name: 'Took' })).toBeVisible()
})
