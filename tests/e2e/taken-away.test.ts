import type { Page } from '@playwright/test'
import { entry, field, openMore, panel } from './board.ts'
import { makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

test('[C6] words in something that somebody removed meanwhile are kept and shown, written offline or under one’s hands', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea', { baseURL: cable.url })])
  const id = await makePlan(ada, { template: 'playbook', team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const gear = (page: Page) => panel(page, 'Gear checklist')
  const removed = bea.getByRole('group').filter({ hasText: 'Removed while you wrote in it' })
  const name = 'Compact encoder'

  await cable.cut()
  await openMore(gear(bea), name)
  await field(entry(gear(bea), name), 'Note').fill('Written on the train.')
  await expect(savedState(bea)).toHaveText('Offline, 1 edit kept here')
  await gear(ada)
    .getByRole('button', { name: `Remove ${name}` })
    .click()
  await expect(savedState(ada)).toHaveText('Saved')
  await cable.mend()
  await expect(savedState(bea)).toHaveText('Saved')
  await expect(entry(gear(bea), name)).toBeHidden()
  await expect(removed.getByRole('listitem')).toHaveCount(1)
  await expect(removed.getByRole('listitem')).toContainText('Written on the train.')
  await expect(removed.getByRole('listitem')).toContainText('Ada')
  await bea.reload()
  await expect(removed.getByRole('listitem')).toContainText('Written on the train.')
  await removed.getByRole('button', { name: 'Put these words away' }).click()

  const last = gear(bea).getByRole('listitem').last()
  const other = (await last.getAttribute('aria-label'))!
  await openMore(gear(bea), other)
  await field(entry(gear(bea), other), 'Note').fill('Under my hands.')
  await expect(savedState(bea)).toHaveText('Saved')
  await gear(ada)
    .getByRole('button', { name: `Remove ${other}` })
    .click()
  await expect(removed.getByRole('listitem')).toContainText('Under my hands.')
  await expect(removed.getByRole('listitem')).toContainText('Ada')
  // Wherever they have scrolled to, they are told, and led there.
  const told = bea.getByRole('alert').filter({ hasText: 'Something was removed while you wrote in it.' })
  await expect(told).toBeInViewport()
  await told.getByRole('button', { name: 'What you wrote' }).click()
  await expect(removed.getByRole('listitem')).toBeInViewport()
  await expect(told).toBeHidden()
})
