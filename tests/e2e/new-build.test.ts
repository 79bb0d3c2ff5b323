import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import type { Page } from '@playwright/test'
import * as Y from 'yjs'
import { activityButton, field, panel } from './board.ts'
import { type Deployed, startDeployed } from './deploys.ts'
import { appKept, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
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
  await appKept(ada)
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
  await expect(ada.getByText('The server has another version than this page')).toBeVisible()
  await expect(ada.getByRole('button', { name: 'Reload' })).toBeVisible()
  // Each load asks once which build the server has. After the second answer another load would be under way.
  await expect.poll(() => asked).toBe(2)
  await ada.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
  expect(loads).toBe(2)
})

test('[D2] who comes to it with nothing written is not told of edits', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await ada.addInitScript(ofOldSchema(true))
  await ada.goto(`/plans/${id}`)
  await expect(ada.getByRole('heading', { name: 'This plan can’t be opened' })).toBeVisible()
  await expect(ada.getByRole('alert').filter({ hasText: 'also after it was loaded again' })).toBeVisible()
  await expect(ada.getByText(RELOADED)).toBeVisible()
  await expect(ada.getByText(/edits/)).toBeHidden()
})

/** Does something with the rows of this device's copy of the plan. */
const inCopy = (work: string) => `(async () => {
  const [{ name }] = await indexedDB.databases()
  const request = indexedDB.open(name)
  await new Promise((resolve) => request.addEventListener('success', resolve))
  const transaction = request.result.transaction(['updates'], 'readwrite')
  const rows = transaction.objectStore('updates')
  ${work}
  await new Promise((resolve) => transaction.addEventListener('complete', resolve))
  request.result.close()
})()`

/** As if a page of another schema had written its edits. */
const EDITS_OF_OTHER_SCHEMA = inCopy(`
  const cursor = rows.openCursor()
  cursor.addEventListener('success', () => {
    const at = cursor.result
    if (at?.value.edit) at.update({ ...at.value, schemaVersion: at.value.schemaVersion - 1 })
    at?.continue()
  })
`)

test('[V4] what a page of another schema wrote stays out of the plan; its person has the words, and starts over', async ({
  person,
  cable,
}) => {
  const before = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(before)
  await openBoard(before, id)
  await cable.cut()
  await story(before).fill('Written before the deploy.')
  await expect(savedState(before)).toHaveText('Offline, 1 edit kept here')
  await before.evaluate(EDITS_OF_OTHER_SCHEMA)
  await before.close()
  await cable.mend()

  const ada = await before.context().newPage()
  await ada.goto(`/plans/${id}`)
  await expect(
    ada.getByText('The server has another version than this page or its unsaved edits'),
  ).toBeVisible()
  await expect(ada.getByRole('region', { name: 'The words' })).toContainText('Written before the deploy.')
  await expect(ada.getByText('It was written under another version')).toBeVisible()
  expect((await storedPlan(ada, id)).offer.story).toBe('')
  await ada.getByRole('button', { name: 'Start from the server’s plan' }).click()
  await ada.getByRole('button', { name: 'Remove it and open the server’s plan' }).click()
  await expect(savedState(ada)).toHaveText('Saved')
  await expect(story(ada)).toHaveValue('')
  await ada.getByText('What you wrote that was not taken').click()
  await expect(ada.getByRole('region', { name: 'The words' })).toContainText('Written before the deploy.')
})

test('[V4] a copy of another schema is read and not edited, as long as the server does not answer', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).fill('As it was.')
  await expect(savedState(ada)).toHaveText('Saved')
  await appKept(ada)
  const { document } = await (await ada.request.get(`/api/plans/${id}/export`)).json()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(document, 'base64'))
  doc.getMap('meta').set('schemaVersion', PLAN_SCHEMA_VERSION + 1)
  await cable.cut()
  await ada.evaluate(inCopy(`rows.add(new Uint8Array([${Y.encodeStateAsUpdate(doc)}]))`))
  await expect(story(ada)).toBeEditable()
  await ada.reload()
  await expect(ada.getByText('This device’s copy is of another version.')).toBeVisible()
  await expect(story(ada)).toHaveValue('As it was.')
  await expect(story(ada)).not.toBeEditable()
  await expect(ada.getByText('Go on working')).toBeHidden()
})
