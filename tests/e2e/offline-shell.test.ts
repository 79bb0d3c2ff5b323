import type { Page } from '@playwright/test'
import { field, openGate, panel } from './board.ts'
import { appKept, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')

test('[C4] the app opens without the server, with the plan as this device has it, and brings back what was written', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada', { baseURL: cable.url }), person('Bea')])
  const id = await makePlan(bea, { team: [ada] })
  await openBoard(ada, id)
  await story(ada).fill('Before the stockroom.')
  await expect(savedState(ada)).toHaveText('Saved')
  await appKept(ada)

  await cable.cut()
  await ada.reload()
  await expect(story(ada)).toHaveValue('Before the stockroom.')
  await expect(savedState(ada)).toContainText('Offline')
  await story(ada).fill('Written in the stockroom.')
  // Code of pages and panels that were never opened while the server was there.
  await openGate(ada, '72 hours')
  await ada.getByRole('link', { name: 'Open war room' }).click()
  // The board has a countdown, too: only at the new address is there something to go back from.
  await expect(ada).toHaveURL(/war-room/)
  await expect(ada.getByRole('timer').first()).toBeVisible()
  await ada.goBack()

  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
  expect((await storedPlan(bea, id)).offer.story).toBe('Written in the stockroom.')
})

test('[C4] an address that the API answers is not answered with the page, offline or not', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  await ada.goto('/')
  await appKept(ada)
  const health = await ada.goto('/api/health')
  expect(health?.headers()['content-type']).toContain('application/json')
  await cable.cut()
  await expect(ada.goto('/api/health')).rejects.toThrow('ERR_')
})

test('[C4] on a network that lets nothing through a plan opens as this device has it, while the server is still asked', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).fill('Before the stockroom.')
  await expect(savedState(ada)).toHaveText('Saved')
  await appKept(ada)
  const asked: string[] = []
  const given: string[] = []
  const isApi = (address: string) => address.includes('/api/session') || address.endsWith('/role')
  ada.on('request', (request) => isApi(request.url()) && asked.push(request.url()))
  ada.on('requestfailed', (request) => isApi(request.url()) && given.push(request.url()))
  cable.hush()
  await ada.reload()
  await expect(story(ada)).toHaveValue('Before the stockroom.')
  expect(asked).toHaveLength(2)
  // Nobody has waited for an attempt to end.
  expect(given).toEqual([])
  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
})

test('[C4] files written without the server say so, and have no log that is only its heading', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await appKept(ada)
  await cable.cut()
  await story(ada).fill('Written in the stockroom.')
  await ada.goto(`/plans/${id}/files`)
  await expect(
    ada.getByText('as this device has it, with 1 edit that the server does not have'),
  ).toBeVisible()
  await expect(ada.getByRole('button', { name: 'Log as CSV' })).toBeDisabled()
  await cable.mend()
  await expect(ada.getByRole('button', { name: 'Log as CSV' })).toBeEnabled()
  await expect(ada.getByText('as this device has it')).toBeHidden()
})
