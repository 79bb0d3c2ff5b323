import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import { makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

const here = (page: Page) => page.getByRole('list', { name: 'Here now' }).getByRole('img')

test('one sees who is here and in which field, until they leave', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada Lovelace'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await openBoard(ada, id)
  await expect(here(ada)).toHaveCount(1)
  await openBoard(bea, id)
  await expect(here(ada)).toHaveCount(2)
  await expect(here(ada).and(ada.getByLabel('Bea'))).toHaveText('BE')
  await expect(here(bea).and(bea.getByLabel('Ada Lovelace'))).toHaveText('AL')

  await field(panel(bea, 'Offer'), 'Hard cap').focus()
  await expect(panel(ada, 'Offer').getByText('Bea', { exact: true })).toBeVisible()
  await expect(panel(bea, 'Offer').getByText('Bea', { exact: true })).toBeHidden()
  await field(panel(bea, 'Event'), 'Name').focus()
  await expect(panel(ada, 'Event').getByText('Bea', { exact: true })).toBeVisible()
  await expect(panel(ada, 'Offer').getByText('Bea', { exact: true })).toBeHidden()

  await bea.close()
  await expect(here(ada)).toHaveCount(1)
  await expect(ada.getByText('Bea', { exact: true })).toBeHidden()
})

test('somebody with two pages is here once', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  const second = await bea.context().newPage()
  await Promise.all([openBoard(ada, id), openBoard(bea, id), openBoard(second, id)])
  await expect(here(ada)).toHaveCount(2)
  await second.close()
  await bea.goto('/')
  await expect(here(ada)).toHaveCount(1)
})

test('[P5] who comes back sees the others, and is seen by them, before anybody gives a new sign of life', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea', { baseURL: cable.url })])
  const id = await makePlan(ada, { team: [bea] })
  for (const page of [ada, bea]) await page.clock.install()
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  for (const page of [ada, bea]) await expect(here(page)).toHaveCount(2)
  // The pages' own time stands still from here on: a page shows itself anew every 15 s of it.
  for (const page of [ada, bea]) await page.clock.pauseAt(Date.now() + 8_000)

  await cable.cut()
  for (const page of [ada, bea]) await expect(here(page)).toHaveCount(1)
  await cable.mend()
  await expect(async () => {
    await bea.clock.runFor(500)
    await expect(savedState(bea)).toHaveText('Saved', { timeout: 1_000 })
  }).toPass()
  for (const page of [ada, bea]) await expect(here(page)).toHaveCount(2)
})
