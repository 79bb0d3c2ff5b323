/** What the board says while the server takes nothing, or nothing more, of what somebody writes. */
import type { Page, WebSocketRoute } from '@playwright/test'
import { rights } from '@flashboard/shared/access/roles'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { entry, field, panel } from './board.ts'
import { editPlan, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const scrollY = (page: Page) => page.evaluate<number>('scrollY')

async function idOf(page: Page): Promise<string> {
  const { person } = (await (await page.request.get('/api/session')).json()) as { person: { id: string } }
  return person.id
}

test('[C8] a server that is there and can’t save says so itself, for as long as it lasts', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  const sockets: WebSocketRoute[] = []
  let isFull = false
  await ada.routeWebSocket(/\/sync\//, (page) => {
    const server = page.connectToServer()
    sockets.push(page)
    page.onMessage((message) => {
      // As where the disk is full: all is well until there is something to save.
      if (isFull && (message as Buffer)[0] === 0 && (message as Buffer)[1] !== 0) {
        void page.close({ code: closeCodes.notSaved.code, reason: closeCodes.notSaved.message })
      } else server.send(message)
    })
  })
  await openBoard(ada, id)
  isFull = true
  await story(ada).fill('Not on a full disk.')
  await expect(ada.getByText(closeCodes.notSaved.message)).toBeVisible()
  await expect(savedState(ada)).toHaveText('Trying again, 1 edit kept here')
  await expect(ada.getByRole('navigation', { name: 'Readiness gates' })).toContainText('Trying again.')
  // It is let in again and again, and in between nothing else is said.
  const before = sockets.length
  const said = await ada.evaluateHandle(`(() => {
    const said = new Set()
    const look = () => said.add(document.querySelector('.saved').textContent)
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    return said
  })()`)
  await expect.poll(() => sockets.length).toBeGreaterThan(before + 2)
  expect(await said.evaluate((all) => [...(all as Set<string>)])).not.toContain('Saving 1 edit')
  await expect(savedState(ada)).toHaveText('Trying again, 1 edit kept here')
  await expect(ada.getByText('No connection to the server')).toBeHidden()
  isFull = false
  await expect(savedState(ada)).toHaveText('Saved')
  await expect(ada.getByText(closeCodes.notSaved.message)).toBeHidden()
  expect((await storedPlan(ada, id)).offer.story).toBe('Not on a full disk.')
})

test('[C8] who is removed while far down the page sees it there, and that they are not offline', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await openBoard(bea, id)
  await field(panel(bea, 'Event'), 'Name').focus()
  await bea.evaluate('scrollTo(0, document.body.scrollHeight)')
  await ada.request.delete(`/api/plans/${id}/people/${await idOf(bea)}`, { failOnStatusCode: true })
  const notice = bea.getByRole('alert').filter({ hasText: closeCodes.removed.message })
  await expect(notice).toBeInViewport({ ratio: 1 })
  // Nor does it stand on the rail, or the other way round.
  const rail = bea.getByRole('navigation', { name: 'Readiness gates' })
  await expect(rail).toBeInViewport({ ratio: 1 })
  const [above, below] = [await notice.boundingBox(), await rail.boundingBox()]
  expect(above!.y + above!.height).toBeLessThanOrEqual(below!.y + 0.5)
  await expect(rail).toContainText('Not connected.')
  await expect(rail).not.toContainText('Offline.')
  await expect(notice.getByRole('button', { name: 'Reload' })).toBeHidden()
})

test('[C8] who may only read from now on sees it where they are, and their spaces don’t scroll', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await openBoard(bea, id)
  const name = field(panel(bea, 'Event'), 'Name')
  await name.focus()
  const data = { role: 'viewer' }
  await ada.request.patch(`/api/plans/${id}/people/${await idOf(bea)}`, { data, failOnStatusCode: true })
  await expect(name).toHaveAttribute('readonly')
  await expect(bea.getByText(rights.edit)).toBeInViewport({ ratio: 1 })
  const before = await scrollY(bea)
  await bea.keyboard.type('and so on   ')
  await bea.keyboard.press('Shift+Tab')
  expect(Math.abs((await scrollY(bea)) - before)).toBeLessThan(200)
  await bea.getByRole('button', { name: 'I have read this' }).click()
  await bea.evaluate('scrollTo(0, document.body.scrollHeight)')
  await expect(bea.getByText(rights.edit)).not.toBeInViewport()
})

test('what others remove under somebody’s hands leaves them in its panel, and their spaces don’t scroll', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await openBoard(ada, id)
  const gear = panel(ada, 'Gear checklist')
  await field(entry(gear, 'Compact encoder'), 'Item').focus()
  const before = await scrollY(ada)
  await editPlan(ada, id, (plan) => {
    const { id: itemId } = plan.get('gear').find(({ name }) => name === 'Compact encoder')!
    plan.remove('gear', itemId)
  })
  await expect(entry(gear, 'Compact encoder')).toBeHidden()
  await expect(gear).toBeFocused()
  await ada.keyboard.press('Space')
  await ada.keyboard.press('Tab')
  await expect(gear.locator(':focus')).toHaveCount(1)
  expect(Math.abs((await scrollY(ada)) - before)).toBeLessThan(200)
})

test('how many edits are being saved is shown where it takes a second, and not at each key', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  await openBoard(ada, await makePlan(ada))
  cable.hush()
  await story(ada).fill('Into a slow line.')
  await expect(savedState(ada)).toHaveText('Saving 1 edit')
  const count = ada.getByText('1 edit', { exact: true })
  const waited = (ms: number) =>
    count.evaluate((shown, currentTime) => {
      const [appearing] = shown.getAnimations()
      appearing!.pause()
      appearing!.currentTime = currentTime
    }, ms)
  await waited(999)
  await expect(count).toHaveCSS('font-size', '0px')
  await waited(1_000)
  await expect(count).not.toHaveCSS('font-size', '0px')
})

test('the war room without the server says what becomes of a call, and of a sale', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await ada.goto(`/plans/${id}/war-room`)
  await expect(ada.getByRole('button', { name: 'Start the run' })).toBeVisible()
  const says = ada.getByRole('status').filter({ hasText: 'is given up after 20 seconds' })
  await expect(says).toBeHidden()
  await cable.cut()
  await expect(says).toBeVisible()
  await expect(says).toContainText('kept on this device')
  await cable.mend()
  await expect(says).toBeHidden()
})
