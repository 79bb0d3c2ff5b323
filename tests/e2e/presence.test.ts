import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import { makePlan, openBoard } from './plans.ts'
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
