import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { readPlanFile } from '@flashboard/shared/files/plan-file'
import { field, panel } from './board.ts'
import { appKept, letIn, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

/** Two devices that draw the same Yjs client id, as a copied profile would, until they are told to draw others. */
const SAME_CLIENT_ID = `
  const { getRandomValues } = Crypto.prototype
  Crypto.prototype.getRandomValues = function (array) {
    const isClientId = array instanceof Uint32Array && array.length === 1 && !globalThis.drawsOthers
    return isClientId ? array.fill(4242) : getRandomValues.call(this, array)
  }
`
const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const price = (page: Page) => field(panel(page, 'Offer'), 'Price')
const notTaken = (page: Page) => page.getByRole('region', { name: 'What you wrote that was not taken' })

test('[C6] what the server refuses is said, shown, copied whole, and kept beside the plan that goes on', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea', { baseURL: cable.url })])
  const id = await makePlan(ada)
  await letIn(ada, id, [bea])
  for (const page of [ada, bea]) await page.addInitScript(SAME_CLIENT_ID)
  await openBoard(bea, id)
  await cable.cut()
  const words = `Bea’s words. ${'And on they go. '.repeat(20)}`
  // The same number of Yjs clocks as Ada's, so that the rest begins where hers ends.
  await price(bea).fill('5')
  await story(bea).fill(words)
  await expect(savedState(bea)).toHaveText('Offline, 2 edits kept here')
  await openBoard(ada, id)
  await price(ada).fill('9')
  await price(ada).press('Enter')
  await expect(savedState(ada)).toHaveText('Saved')
  await ada.close()

  await cable.mend()
  await expect(bea.getByText('An edit here counts as somebody else’s and was not taken.')).toBeVisible()
  await expect(savedState(bea)).toHaveText('Not connected, 2 edits kept here')
  await expect(notTaken(bea).getByRole('listitem')).toHaveCount(2)
  await expect(notTaken(bea).getByRole('listitem').first()).toContainText('Bea’s words.')
  await bea.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await notTaken(bea).getByRole('button', { name: 'Copy as text' }).click()
  await expect(notTaken(bea).getByText('Copied.')).toBeVisible()
  const text = `Offer\n- Story: ${words}\n  before: (empty)\n- Price: €5.00\n  before: (empty)`
  expect(await bea.evaluate('navigator.clipboard.readText()')).toBe(text)
  const downloaded = bea.waitForEvent('download')
  await notTaken(bea).getByRole('button', { name: 'Download this device’s copy' }).click()
  const copy = JSON.parse(readFileSync(await (await downloaded).path(), 'utf8'))
  expect(copy.notTaken).toBe(text)
  expect(readPlanFile(copy).offer).toMatchObject({ story: words })

  // They have said so: the browser need not ask as well.
  const asked: string[] = []
  bea.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await notTaken(bea).getByRole('button', { name: 'Start from the server’s plan' }).click()
  await notTaken(bea).getByRole('button', { name: 'Remove it and open the server’s plan' }).click()
  await expect(savedState(bea)).toHaveText('Saved')
  expect(asked).toEqual([])
  await expect(story(bea)).toHaveValue('')
  await expect(price(bea)).toHaveValue('9.00')
  const kept = bea.getByRole('group').filter({ hasText: 'What you wrote that was not taken' })
  await kept.getByText('What you wrote that was not taken').click()
  await expect(kept.getByRole('listitem').first()).toContainText('Bea’s words.')
  await kept.getByRole('button', { name: 'Put these words away' }).click()
  await expect(kept).toBeHidden()
  expect((await storedPlan(bea, id)).offer.story).toBe('')
})

test('[C1] what others wrote under a page’s client id while it was away is told: its own words never count as saved', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea', { baseURL: cable.url })])
  const id = await makePlan(ada)
  await letIn(ada, id, [bea])
  await openBoard(bea, id)
  await appKept(bea)
  await cable.cut()
  // An id that the server has never heard of from her.
  for (const page of [ada, bea]) await page.addInitScript(SAME_CLIENT_ID)
  await bea.reload()
  await price(bea).fill('5')
  await story(bea).fill('Bea’s words.')
  await expect(savedState(bea)).toHaveText('Offline, 2 edits kept here')
  await bea.evaluate('globalThis.drawsOthers = true')
  await openBoard(ada, id)
  await story(ada).fill('Ada’s words, of which there are more than of Bea’s.')
  await expect(savedState(ada)).toHaveText('Saved')
  await ada.close()

  await cable.mend()
  // Kept on the device as they are, they are not for the server after a reload either.
  for (const again of [false, true]) {
    if (again) await bea.reload()
    await expect(savedState(bea)).toHaveText('Not connected, 2 edits kept here')
    await expect(notTaken(bea).getByRole('listitem')).toHaveCount(2)
    await expect(notTaken(bea).getByRole('listitem').first()).toContainText('Bea’s words.')
  }
  await notTaken(bea).getByRole('button', { name: 'Start from the server’s plan' }).click()
  await notTaken(bea).getByRole('button', { name: 'Remove it and open the server’s plan' }).click()
  await expect(savedState(bea)).toHaveText('Saved')
  await expect(story(bea)).toHaveValue('Ada’s words, of which there are more than of Bea’s.')
})
