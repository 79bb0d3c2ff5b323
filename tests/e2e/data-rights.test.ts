/** What leads do with a plan as a whole, and people with what is theirs. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { field, panel } from './board.ts'
import { letIn, makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const notTaken = (page: Page) => page.getByRole('region', { name: 'What you wrote that was not taken' })
const link = (page: Page, name: string) => page.getByRole('link', { name })

/** What one may do with a plan, opened from the list. */
async function withPlan(page: Page, name: string) {
  await page.goto('/')
  await page.getByRole('button', { name: `More for ${name}` }).click()
  return page.getByRole('group', { name: `With ${name}` })
}

async function downloaded(page: Page, act: () => Promise<void>): Promise<Record<string, unknown>> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Record<string, unknown>
}

test('[M5, M6] a lead takes a plan along, deletes it by its name and brings it back; who has it open is told', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { name: 'Spring drop', team: [bea] })
  await openBoard(bea, id)
  await story(bea).fill('Bea’s story.')
  await expect(savedState(bea)).toHaveText('Saved')

  const plan = await withPlan(ada, 'Spring drop')
  const file = await downloaded(ada, () => plan.getByRole('link', { name: 'Take all of it along' }).click())
  expect(file).toMatchObject({ id, plan: { offer: { story: 'Bea’s story.' } } })

  await plan.getByRole('button', { name: 'Delete', exact: true }).click()
  const asks = ada.getByRole('group', { name: 'Delete Spring drop' })
  await expect(asks).toContainText('Bea and you lose it at once')
  await expect(asks).toContainText('For 7 days')
  await asks.getByRole('textbox').fill('Spring')
  await asks.getByRole('button', { name: 'Delete the plan' }).click()
  await expect(asks.getByRole('alert')).toHaveText('That is not the name. Nothing was deleted.')
  await expect(savedState(bea)).toHaveText('Saved')
  await asks.getByRole('textbox').fill(' Spring  drop ')
  await asks.getByRole('button', { name: 'Delete the plan' }).click()
  await expect(ada.getByRole('status').getByText('Spring drop is deleted.')).toBeVisible()
  await expect(ada.getByRole('heading', { name: 'Plans', exact: true })).toBeFocused()
  await expect(link(ada, 'Spring drop')).toBeHidden()
  await expect(bea.getByText(closeCodes.deleted.message)).toBeVisible()

  // Only those who led it see that it could come back.
  await bea.goto('/')
  await expect(bea.getByText('Make your first plan from')).toBeVisible()
  await expect(bea.getByText('Deleted plans')).toBeHidden()
  const gone = ada.getByRole('region', { name: 'Deleted plans' }).getByRole('listitem')
  await expect(gone).toContainText('Deleted by Ada. Gone for good in 7 days.')
  await gone.getByRole('button', { name: 'Bring back' }).click()
  await expect(link(ada, 'Spring drop')).toBeVisible()
  await expect(gone).toBeHidden()
  await openBoard(bea, id)
  await expect(story(bea)).toHaveValue('Bea’s story.')
})

test('[M5, M9] words for a plan that is deleted meanwhile are kept to copy, on its page and in the list', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea', { baseURL: cable.url })])
  const id = await makePlan(ada, { name: 'Spring drop' })
  await letIn(ada, id, [bea])
  await openBoard(bea, id)
  await cable.cut()
  await story(bea).fill('Written in the stockroom.')
  await expect(savedState(bea)).toHaveText('Offline, 1 edit kept here')
  await ada.request.delete(`/api/plans/${id}`, { failOnStatusCode: true })
  await cable.mend()
  await expect(notTaken(bea)).toContainText('Written in the stockroom.')
  await expect(notTaken(bea).getByRole('button', { name: 'Start from the server’s plan' })).toBeHidden()

  await bea.reload()
  await expect(bea.getByRole('heading', { name: 'This plan can’t be opened' })).toBeVisible()
  const left = bea.getByRole('region', { name: 'Not sent to Spring drop' })
  await expect(left).toContainText('Written in the stockroom.')
  await bea.getByRole('link', { name: 'All plans' }).click()
  await expect(bea.getByText('Make your first plan from')).toBeVisible()
  await expect(left).toContainText('Written in the stockroom.')
  const file = await downloaded(bea, () =>
    left.getByRole('button', { name: 'Download this device’s copy' }).click(),
  )
  expect(file['notTaken']).toContain('Written in the stockroom.')
  await left.getByRole('button', { name: 'Put these words away' }).click()
  await left.getByRole('button', { name: 'Remove them from this device' }).click()
  await expect(left).toBeHidden()
  await bea.reload()
  await expect(bea.getByText('Make your first plan from')).toBeVisible()
  await expect(left).toBeHidden()
})

test('[M3] a plan is left from the list; its last lead is told why not', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  await makePlan(ada, { name: 'Spring drop', team: [bea] })
  for (const page of [ada, bea]) {
    const plan = await withPlan(page, 'Spring drop')
    await plan.getByRole('button', { name: 'Leave' }).click()
    await plan.getByRole('button', { name: 'Leave the plan' }).click()
  }
  await expect(ada.getByRole('alert')).toHaveText(
    'A plan needs a lead, and this is its only one. Nothing was changed; make somebody else a lead first, or delete the plan.',
  )
  await expect(link(ada, 'Spring drop')).toBeVisible()
  await expect(bea.getByRole('status').getByText('You left Spring drop.')).toBeVisible()
  await expect(link(bea, 'Spring drop')).toBeHidden()
  // Who leads nothing is offered neither.
  await letIn(ada, await makePlan(ada, { name: 'Autumn drop' }), [bea])
  const plan = await withPlan(bea, 'Autumn drop')
  await expect(plan.getByRole('button', { name: 'Leave' })).toBeVisible()
  await expect(plan.getByRole('button', { name: 'Delete' })).toBeHidden()
  await expect(plan.getByRole('link', { name: 'Take all of it along' })).toBeHidden()
})

test('[M7] a person takes along and deletes what is theirs, once the plans that they alone lead are in other hands', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(bea, { name: 'Spring drop', team: [ada] })
  await makePlan(ada, { name: 'Held drop' })
  await openBoard(bea, id)
  await openBoard(ada, id)
  await story(ada).fill('Ada’s story.')
  await expect(story(bea)).toHaveValue('Ada’s story.')

  await ada.goto('/you')
  const data = ada.getByRole('region', { name: 'Your data' })
  const file = await downloaded(ada, () =>
    data.getByRole('link', { name: 'Take what is yours along' }).click(),
  )
  expect(file).toMatchObject({ format: 'flashboard-person', person: { name: 'Ada' } })
  await data.getByRole('button', { name: 'Delete what is yours' }).click()
  const asks = data.getByRole('group', { name: 'Delete what is yours' })
  await expect(asks.getByRole('listitem')).toHaveText(['Held drop'])
  await expect(asks.getByRole('textbox')).toBeHidden()

  const plan = await withPlan(ada, 'Held drop')
  await plan.getByRole('button', { name: 'Delete', exact: true }).click()
  const held = ada.getByRole('group', { name: 'Delete Held drop' })
  await expect(held).toContainText('Nobody but you is in it')
  await held.getByRole('textbox').fill('Held drop')
  await held.getByRole('button', { name: 'Delete the plan' }).click()
  await expect(ada.getByRole('region', { name: 'Deleted plans' })).toContainText('Held drop')

  await ada.getByRole('link', { name: 'You, Ada' }).click()
  await data.getByRole('button', { name: 'Delete what is yours' }).click()
  await expect(asks).toContainText('what you wrote in plans, by “a former member”')
  await asks.getByRole('textbox').fill('Ada')
  await asks.getByRole('button', { name: 'Delete what is mine' }).click()
  await expect(ada.getByRole('button', { name: 'Start' })).toBeVisible()
  const kept = 'indexedDB.databases().then((all) => all.length + localStorage.length)'
  await expect.poll(() => ada.evaluate(kept)).toBe(0)
  await expect(story(bea)).toHaveValue('Ada’s story.')
})
