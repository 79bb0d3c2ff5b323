import type { Request } from '@playwright/test'
import { panel } from './board.ts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

test('a lead waives what was missed, with a reason that everybody reads and that can be withdrawn', async ({
  person,
}) => {
  const [lead, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(lead, { team: [bea], launchInMs: 20 * HOUR_MS })
  await Promise.all([openBoard(lead, id), openBoard(bea, id)])
  for (const page of [lead, bea]) await page.getByRole('button', { name: /24 hours/ }).click()
  const consoles = (page: typeof lead) =>
    page
      .getByRole('region', { name: '24 hours gate' })
      .getByRole('listitem')
      .filter({ hasText: 'Consoles staffed' })
      .first()
  await expect(consoles(bea)).toContainText('Missed')
  await expect(consoles(bea).getByRole('button', { name: 'Waive with a reason' })).toHaveCount(0)

  await consoles(lead).getByRole('button', { name: 'Waive with a reason' }).click()
  await lead.getByLabel('Reason to go without it').fill('Two of us hold all five consoles')
  const asked: Request[] = []
  lead.on('request', (request) => request.method() === 'POST' && asked.push(request))
  await lead.getByRole('button', { name: 'Waive', exact: true }).dblclick()
  for (const page of [lead, bea]) {
    await expect(consoles(page)).toContainText('Waived by Ada')
    await expect(consoles(page)).toContainText('Two of us hold all five consoles')
    await expect(consoles(page)).toContainText('under it: missed')
  }
  expect(asked).toHaveLength(1)

  await consoles(lead).getByRole('button', { name: 'Withdraw' }).click()
  for (const page of [lead, bea]) await expect(consoles(page)).not.toContainText('Waived')
})

test('what is mended after its deadline is late for good, and its history says by whom', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { launchInMs: 20 * HOUR_MS })
  await openBoard(ada, id)
  const link = panel(ada, 'Gear checklist').getByText('Link test')
  await link.click()
  await ada.getByLabel('Stream bitrate, kbps').fill('6000')
  await ada.getByLabel('Backup upload, kbps').fill('9000')
  await ada.getByRole('button', { name: /24 hours/ }).click()
  const backup = ada
    .getByRole('region', { name: '24 hours gate' })
    .getByRole('listitem')
    .filter({ hasText: 'Backup link carries the stream' })
    .first()
  await expect(backup).toContainText(/Met late by (4 h|3 h 59 m)/)
  const late = /Met late by \d[\dhm ]*[hm]/.exec((await backup.innerText()).replaceAll(/\s+/g, ' '))![0]
  await backup.getByText('History').click()
  await expect(backup).toContainText(/met[\s\S]*by Ada/)

  await ada.getByLabel('Backup upload, kbps').fill('8999')
  await expect(backup).toContainText('Missed')
  await ada.getByLabel('Backup upload, kbps').fill('9000')
  await expect(backup).toContainText(late)
})
