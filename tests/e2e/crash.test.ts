import { field, panel } from './board.ts'
import { openBrowser } from './mortal-browser.ts'
import { temporaryFolder } from './page-server.ts'
import { invite, makePlan, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

/** Waits for whatever is being written to this device when it is asked: transactions come one after the other. */
const WRITTEN = `(async () => {
  const [{ name }] = await indexedDB.databases()
  const request = indexedDB.open(name)
  await new Promise((resolve) => request.addEventListener('success', resolve))
  const transaction = request.result.transaction(['updates'], 'readwrite')
  await new Promise((resolve) => transaction.addEventListener('complete', resolve))
  request.result.close()
})()`

test('[S12] what was typed offline a moment before the browser was killed is there when it is opened again', async ({
  person,
  cable,
}) => {
  const profile = temporaryFolder()
  const bea = await person('Bea')
  const id = await makePlan(bea)
  const address = `${cable.url}plans/${id}`
  // Once opened and closed as people do: who uses the device is on its disk.
  const first = await openBrowser(profile.path)
  const secret = await invite(bea, id, 'editor')
  const post = (path: string, data: object) =>
    first.page.request.post(`${cable.url}api/${path}`, { data, failOnStatusCode: true })
  await post('session', { name: 'Ada' })
  await post('invitations/accept', { secret })
  await first.quit()

  const second = await openBrowser(profile.path)
  await second.page.goto(address)
  await expect(savedState(second.page)).toHaveText('Saved')
  await cable.cut()
  await expect(savedState(second.page)).toHaveText('Offline')
  await field(panel(second.page, 'Offer'), 'Story').focus()
  await second.page.keyboard.type('Typed at the last moment.')
  await second.page.evaluate(WRITTEN)
  await second.kill()
  await cable.mend()

  const third = await openBrowser(profile.path)
  await third.page.goto(address)
  await expect(field(panel(third.page, 'Offer'), 'Story')).toHaveValue('Typed at the last moment.')
  await expect(savedState(third.page)).toHaveText('Saved')
  expect((await storedPlan(bea, id)).offer.story).toBe('Typed at the last moment.')
  await third.quit()
  profile.remove()
})
