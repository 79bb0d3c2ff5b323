import { entry, field, gateButton, openGate, openGroup, openMore, panel, requirement } from './board.ts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

/** "by Ben, Tue 24 Nov, 09:12". */
const byBen = /by Ben, \w{3} \d+ \w{3}, \d\d:\d\d/i

test('[L5] a price that changed makes the overlay test stale and names its author, until it is undone', async ({
  person,
}) => {
  const [ada, ben] = await Promise.all([person('Ada'), person('Ben')])
  const id = await makePlan(ada, { team: [ben], template: 'sample', launchInMs: 40 * HOUR_MS })
  await Promise.all([openBoard(ada, id), openBoard(ben, id)])
  const tested = field(panel(ada, 'Offer'), 'Overlay test')
  await tested.check()
  const overlay = requirement(await openGate(ada, '24 hours'), 'Stream overlay tested')
  await expect(overlay).toContainText('Met')

  const price = field(panel(ben, 'Offer'), 'Price')
  await price.fill('190')
  await price.press('Enter')
  const finding = overlay.getByRole('link')
  await expect(finding).toContainText(
    'The price has changed since the overlay test: €185.00 then, €190.00 now. First by Ben, ',
  )
  await expect(finding).toContainText(byBen)
  await expect(tested).toHaveAccessibleDescription(
    /^Ada, .*\. Stale: the price has changed, first by Ben, .*\d\.$/,
  )
  await expect(tested).not.toBeChecked()
  await overlay.getByText('History').click()
  await expect(overlay).toContainText(/broke[^:]*:\d\d by Ben: The price has changed/)
  const asked = await ada.request.get(`/api/plans/${id}/readiness`)
  expect(await asked.text()).toContain('"changed":{"by":{')

  await ben.getByRole('button', { name: 'Undo' }).click()
  await expect(finding).toBeHidden()
  await expect(tested).toBeChecked()
  await expect(tested).toHaveAccessibleDescription(/^Ada, [^.]*$/)

  // Made anew, it covers the price as it is by then.
  await price.fill('195')
  await expect(tested).not.toBeChecked()
  await tested.check()
  await expect(tested).toHaveAccessibleDescription(/^Ada, [^.]*$/)
  await expect(overlay).toContainText('Met')
})

test('[L5] a movement makes a count stale; counted again, or corrected, it holds', async ({ person }) => {
  const [ada, ben] = await Promise.all([person('Ada'), person('Ben')])
  const id = await makePlan(ada, { team: [ben], template: 'sample', launchInMs: 60 * HOUR_MS })
  await Promise.all([openBoard(ada, id), openBoard(ben, id)])
  const stock = panel(ada, 'Hub stock')
  await openGroup(stock, 'SKUs')
  await openMore(stock, 'M38 sand')
  const counted = field(entry(stock, 'M38 sand'), 'Porto: counted')
  const hubs = requirement(await openGate(ada, '48 hours'), 'Stock staged at two hubs')
  await expect(hubs).toContainText('Met')
  await expect(counted).toBeChecked()

  const staged = field(panel(ben, 'Hub stock'), 'M38 sand staged at Porto')
  await staged.fill('36')
  await staged.press('Enter')
  await expect(hubs.getByRole('link')).toContainText(
    'M38 sand at Porto was counted at 33; 36 are staged now. First by Ben, ',
  )
  await expect(counted).toHaveAccessibleDescription(
    /^Stock, .*Stale: what is staged has changed, first by Ben/,
  )
  await counted.check()
  await expect(counted).toHaveAccessibleDescription(/^Ada, [^.]*$/)
  await expect(hubs).toContainText('Met')

  // What is corrected was counted: movement and signature come, and go, together.
  await staged.fill('35')
  await staged.press('Enter')
  await expect(counted).toHaveAccessibleDescription(/^Ben, [^.]*$/)
  await expect(hubs).toContainText('Met')
  await ben.getByRole('button', { name: 'Undo' }).click()
  await expect(field(stock, 'M38 sand staged at Porto')).toHaveValue('36')
  await expect(counted).toHaveAccessibleDescription(/^Ada, [^.]*$/)
})

test('[L5] what comes in after an audit makes it stale, and a verdict pressed again confirms it', async ({
  person,
}) => {
  const [ada, ben] = await Promise.all([person('Ada'), person('Ben')])
  const id = await makePlan(ada, { team: [ben], template: 'sample', launchInMs: 46 * HOUR_MS })
  await Promise.all([openBoard(ada, id), openBoard(ben, id)])
  const theirs = panel(ben, 'Hub stock')
  await openGroup(theirs, 'SKUs')
  await openMore(theirs, 'M38 ink')
  await field(entry(theirs, 'M38 ink'), 'Received').fill('60')

  const audit = ada.getByRole('group', { name: 'Audit of M38 ink' })
  await openGroup(panel(ada, 'Hub stock'), 'SKUs')
  await expect(audit).toContainText('Stale: the number received has changed, first by Ben')
  const gate = await openGate(ada, '48 hours')
  await expect(requirement(gate, 'SKUs audited')).toContainText(
    'The number received has changed since the audit of M38 ink: 50 units then, 60 units now. First by Ben, ',
  )
  await gateButton(ada, '48 hours').click()
  await audit.getByRole('button', { name: 'keep' }).click()
  await expect(audit).not.toContainText('Stale')
  await expect(audit).toContainText(/Ada, \w{3} \d+/)
  await expect(audit.getByRole('button', { name: 'keep' })).toHaveAttribute('aria-pressed', 'true')
})
