import type { Page } from '@playwright/test'
import { activityButton, field, panel } from './board.ts'
import { type Deployed, startDeployed } from './deploys.ts'
import { makePlan, openBoard, savedState } from './plans.ts'
import { expect, test as base } from './test.ts'

const test = base.extend<{ deployed: Deployed }>({
  deployed: async ({}, use) => {
    const deployed = await startDeployed()
    await use(deployed)
    await deployed.remove()
  },
})

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const RELOADED = 'The server has another version of Flashboard, so this page was loaded again.'

/** A page of an older plan schema; `isAlways` where loading it again brings another such. */
const ofOldSchema = (isAlways: boolean) => `
  const isOld = ${isAlways} || sessionStorage.getItem('flashboard:reloaded-for') === null
  if (isOld) window.WebSocket = class extends WebSocket {
    constructor(url, protocols) { super(url.replace(/flashboard=\\d+/, 'flashboard=0'), protocols) }
  }
`

test('[C4] a page whose code a deploy took away says so, and is loaded again with its edits', async ({
  person,
  deployed,
}) => {
  const ada = await person('Ada', { baseURL: deployed.url, serviceWorkers: 'block' })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).fill('Before the deploy.')
  await expect(savedState(ada)).toHaveText('Saved')
  await deployed.deploy()
  await expect(savedState(ada)).toHaveText('Saved')
  await activityButton(ada).click()
  await expect(ada.getByText(RELOADED)).toBeVisible()
  await expect(savedState(ada)).toHaveText('Saved')
  await expect(story(ada)).toHaveValue('Before the deploy.')
  await activityButton(ada).click()
  await expect(ada.getByRole('dialog', { name: 'Activity' })).toBeVisible()
})

test('[C4] a page that was visited has the code of all panels, after a deploy and offline', async ({
  person,
  deployed,
}) => {
  const ada = await person('Ada', { baseURL: deployed.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await ada.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await deployed.deploy()
  await expect(savedState(ada)).toHaveText('Saved')
  await activityButton(ada).click()
  await expect(ada.getByRole('dialog', { name: 'Activity' })).toBeVisible()
  await expect(ada.getByText(RELOADED)).toBeHidden()
})

test('[D2] a page of another schema is loaded again by itself, and is in step', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await ada.addInitScript(ofOldSchema(false))
  await ada.reload()
  await expect(savedState(ada)).toHaveText('Saved')
  expect(await ada.evaluate(`sessionStorage.getItem('flashboard:reloaded-for')`)).not.toBeNull()
})

test('[D2] where that brings the same page again, it stays and says why', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await ada.addInitScript(ofOldSchema(true))
  let loads = 0
  let asked = 0
  ada.on('load', () => loads++)
  ada.on('response', (response) => {
    if (response.url().endsWith('/_app/version.json')) asked++
  })
  await ada.reload()
  await expect(ada.getByText('The server has another version than this page.')).toBeVisible()
  await expect(ada.getByRole('button', { name: 'Reload' })).toBeVisible()
  // Each load asks once which build the server has. After the second answer another load would be under way.
  await expect.poll(() => asked).toBe(2)
  await ada.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
  expect(loads).toBe(2)
})
