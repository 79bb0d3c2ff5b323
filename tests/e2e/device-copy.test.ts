import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import { appKept, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const cap = (page: Page) => field(panel(page, 'Offer'), 'Hard cap')

/** The device's storage has this much room, whatever is on it; no number gives it its own again. */
async function setRoom(page: Page, bytes?: number): Promise<void> {
  const { origin } = new URL(page.url())
  const devtools = await page.context().newCDPSession(page)
  const room = bytes === undefined ? {} : { quotaSize: bytes }
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...room })
}

test('[C2] the count of unsaved edits is true after a reload, offline and back', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).fill('On the server.')
  await expect(savedState(ada)).toHaveText('Saved')
  await appKept(ada)
  await cable.cut()
  await ada.reload()
  await expect(savedState(ada)).toHaveText('Offline')
  await story(ada).fill('On this device.')
  await cap(ada).fill('9')
  await expect(savedState(ada)).toHaveText('Offline, 2 edits kept here')
  await ada.reload()
  await expect(savedState(ada)).toHaveText('Offline, 2 edits kept here')
  await expect(story(ada)).toHaveValue('On this device.')
  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
})

test('[C2] two tabs without the server tell each other what they write, and count it alike', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  const other = await ada.context().newPage()
  await openBoard(other, id)
  await cable.cut()
  for (const page of [ada, other]) await expect(savedState(page)).toHaveText('Offline')
  await story(ada).fill('Written in one tab.')
  await expect(story(other)).toHaveValue('Written in one tab.')
  await cap(other).fill('9')
  await expect(cap(ada)).toHaveValue('9')
  for (const page of [ada, other]) await expect(savedState(page)).toHaveText('Offline, 2 edits kept here')
  await cable.mend()
  for (const page of [ada, other]) await expect(savedState(page)).toHaveText('Saved')
})

test('[C5] full storage is said, with how many edits are in this tab alone; with room again they are kept', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await ada.goto('/')
  await setRoom(ada, 1)
  await openBoard(ada, id)
  await expect(ada.getByText('This device’s storage is full')).toBeVisible()
  await cable.cut()
  await story(ada).fill('Not kept.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit only in this tab')
  // Only now would a closed tab lose something, and only now is it asked.
  const asked = ada.waitForEvent('dialog')
  void ada.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await setRoom(ada)
  await cap(ada).fill('9')
  await expect(savedState(ada)).toHaveText('Offline, 2 edits kept here')
  await expect(ada.getByText('storage is full')).toBeHidden()
  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
})

test('[C5] what the browser clears while the page is open is kept anew', async ({ person, cable }) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await appKept(ada)
  await cable.cut()
  await story(ada).fill('Before it was cleared.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  const devtools = await ada.context().newCDPSession(ada)
  const { origin } = new URL(ada.url())
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  await cap(ada).fill('9')
  await expect(savedState(ada)).toHaveText('Offline, 2 edits kept here')
  await ada.reload()
  await expect(savedState(ada)).toHaveText('Offline, 2 edits kept here')
  await expect(story(ada)).toHaveValue('Before it was cleared.')
  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
})

test('[C5] a browser without storage is said to be one, and edits go out all the same', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  await ada.addInitScript(
    `IDBFactory.prototype.open = () => { throw new DOMException('No', 'SecurityError') }`,
  )
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await expect(ada.getByText('This browser has no storage for this page')).toBeVisible()
  await ada.getByRole('button', { name: 'I have read this' }).click()
  await expect(ada.getByText('This browser has no storage')).toBeHidden()
  await cable.cut()
  await story(ada).fill('In this tab.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit only in this tab')
  await expect(ada.getByText('Keep this tab open until it says “Saved”.')).toBeVisible()
  const asked = ada.waitForEvent('dialog')
  await ada.getByRole('link', { name: 'All plans' }).click({ noWaitAfter: true })
  await (await asked).dismiss()
  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
})

/** Puts rows that no document takes into this device's copy: one of what the server has, one of an edit. */
const damage = (page: Page) =>
  page.evaluate(`(async () => {
    const databases = await indexedDB.databases()
    const { name } = databases.find(({ name }) => name.startsWith('flashboard:'))
    const db = await new Promise((resolve) => {
      const request = indexedDB.open(name)
      request.onsuccess = () => resolve(request.result)
    })
    const transaction = db.transaction('updates', 'readwrite')
    const bytes = new Uint8Array([255, 254, 253])
    transaction.objectStore('updates').add(bytes)
    transaction.objectStore('updates').add({ edit: bytes, schemaVersion: 1 })
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    db.close()
  })()`)

test('[C5] rows that can’t be read are set aside: the plan opens with all else, and lost edits are said', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await appKept(ada)
  await cable.cut()
  await story(ada).fill('On this device.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await damage(ada)
  await ada.reload()
  await expect(story(ada)).toHaveValue('On this device.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await expect(ada.getByText('1 unsent edit can’t be read any more')).toBeVisible()
  await ada.reload()
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await expect(ada.getByText('can’t be read any more')).toBeHidden()
  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
})

/** A tab whose sockets are dead, beside one whose sockets are not: what it writes reaches this device's disk alone. */
const cutOff = (page: Page) => page.routeWebSocket(/\/sync\//, (socket) => socket.close())
/** How often a tab looks for what others have left. */
const LOOK_EVERY_MS = 15_000

test('[C2] what a tab could not send before it ended is sent by another that is open', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await ada.clock.install()
  await openBoard(ada, id)
  const dead = await ada.context().newPage()
  await cutOff(dead)
  await dead.goto(`/plans/${id}`)
  await story(dead).fill('Written where nothing went out.')
  await expect(savedState(dead)).toHaveText(/, 1 edit kept here$/)
  await dead.close()
  await expect(story(ada)).toHaveValue('')
  await ada.clock.fastForward(LOOK_EVERY_MS)
  await expect(story(ada)).toHaveValue('Written where nothing went out.')
  await expect(savedState(ada)).toHaveText('Saved')
  expect((await storedPlan(ada, id)).offer.story).toBe('Written where nothing went out.')
})

test('[C2] two tabs of somebody who became a viewer count alike what was not taken', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await bea.clock.install()
  await openBoard(bea, id)
  const dead = await bea.context().newPage()
  await cutOff(dead)
  await dead.goto(`/plans/${id}`)
  await story(dead).fill('Written where nothing went out.')
  await expect(savedState(dead)).toHaveText(/, 1 edit kept here$/)
  const session = (await (await bea.request.get('/api/session')).json()) as { person: { id: string } }
  await ada.request.patch(`/api/plans/${id}/people/${session.person.id}`, {
    data: { role: 'viewer' },
    failOnStatusCode: true,
  })
  await expect(story(bea)).toHaveAttribute('readonly')
  await bea.clock.fastForward(LOOK_EVERY_MS)
  await expect(savedState(bea)).toHaveText('1 edit not taken')
  const words = bea.getByRole('region', { name: /not taken/ })
  await expect(words.getByRole('listitem').first()).toContainText('Written where nothing went out.')
  expect((await storedPlan(ada, id)).offer.story).toBe('')
})
