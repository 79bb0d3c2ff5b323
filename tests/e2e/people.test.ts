import type { Locator, Page } from '@playwright/test'
import { rights } from '@flashboard/shared/access/roles'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { readQr } from '../support/read-qr.ts'
import { entry, field, openPeople, panel } from './board.ts'
import { letIn, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

/** What a phone reads off a code on the screen. */
async function readCode(code: Locator): Promise<string | undefined> {
  const size = Number((await code.getAttribute('viewBox'))!.split(' ')[2])
  const pixels = new Uint8Array(size * size).fill(255)
  const drawn = (await code.locator('path').getAttribute('d'))!
  for (const [, x, y] of drawn.matchAll(/M(\d+) (\d+)/g)) pixels[Number(y) * size + Number(x)] = 0
  return readQr(pixels, size)
}

const personId = async (page: Page) =>
  ((await (await page.request.get('/api/session')).json()) as { person: { id: string } }).person.id

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')

test('a lead invites by link, makes a viewer of who types, and removes', async ({ person, newcomer }) => {
  const [ada, bea, cleo] = await Promise.all([person('Ada'), newcomer(), person('Cleo')])
  const id = await makePlan(ada, { name: 'Spring drop' })
  await letIn(ada, id, [cleo])
  await Promise.all([openBoard(ada, id), openBoard(cleo, id)])
  const people = await openPeople(ada)
  await people.getByLabel('For how many people').fill('1')
  await people.getByRole('button', { name: 'Make an invitation link' }).click()
  const link = await people.getByLabel('Invitation link', { exact: true }).inputValue()
  await expect(people.getByText('used 0 of 1')).toBeVisible()
  const code = people.getByRole('img', { name: 'The invitation link as a code' })
  expect(await readCode(code)).toBe(link)

  await bea.goto(link)
  await bea.getByLabel('Your name, as the others see it').fill('Bea')
  await bea.getByRole('button', { name: 'Join the plan' }).click()
  await story(bea).fill('Begun by Bea. ')
  await expect(savedState(bea)).toHaveText('Saved')
  await expect(story(ada)).toHaveValue('Begun by Bea. ')

  await ada.reload()
  const again = await openPeople(ada)
  await story(bea).press('Control+End')
  const more = 'And she goes on, letter by letter, as long as she is let.'
  const typing = story(bea).pressSequentially(more, { delay: 30 })
  await again.getByLabel('Role of Bea').selectOption('Viewer')
  // Which of the two, is a matter of whether a letter was on its way just then.
  const refused = bea.getByRole('alert').filter({ hasText: closeCodes.readOnly.message })
  await expect(bea.getByText(rights.edit).or(refused)).toBeVisible()
  await expect(story(bea)).toHaveAttribute('readonly')
  await typing
  const { offer } = await storedPlan(ada, id)
  expect(`Begun by Bea. ${more}`.startsWith(offer.story)).toBe(true)
  await expect(story(ada)).toHaveValue(offer.story)

  await entry(again, 'Cleo').getByRole('button', { name: 'Remove Cleo' }).click()
  await entry(again, 'Cleo').getByRole('group').getByRole('button', { name: 'Remove Cleo' }).click()
  await expect(entry(again, 'Cleo')).toBeHidden()
  await expect(cleo.getByText(closeCodes.removed.message)).toBeVisible()
  // Let in again, an open page goes on by itself, as soon as somebody looks at it.
  await letIn(ada, id, [cleo])
  await cleo.evaluate(`dispatchEvent(new Event('online'))`)
  await expect(savedState(cleo)).toHaveText('Saved')
  await expect(cleo.getByText(closeCodes.removed.message)).toBeHidden()
  await ada.request.delete(`/api/plans/${id}/people/${await personId(cleo)}`, { failOnStatusCode: true })
  await expect(cleo.getByText(closeCodes.removed.message)).toBeVisible()
  await cleo.goto('/')
  await expect(cleo.getByText('Make your first plan from')).toBeVisible()
})

test('people of one name are told apart, and the one that is meant is removed', async ({ person }) => {
  const [ada, one, other] = await Promise.all([person('Ada'), person('Sam'), person('Sam')])
  const id = await makePlan(ada)
  await letIn(ada, id, [one])
  await letIn(ada, id, [other], 'viewer')
  await openBoard(ada, id)
  const people = await openPeople(ada)
  const sams = people.getByRole('listitem', { name: /^Sam, joined / })
  await expect(sams).toHaveCount(2)
  const labels = await sams.evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')!))
  expect(new Set(labels).size).toBe(2)
  const viewer = sams.nth(1)
  await expect(viewer.getByRole('combobox')).toHaveValue('viewer')
  await viewer.getByRole('button', { name: `Remove ${labels[1]}` }).click()
  await viewer
    .getByRole('group')
    .getByRole('button', { name: `Remove ${labels[1]}` })
    .click()
  // With nobody else of that name, the name is enough.
  await expect(entry(people, 'Sam').getByRole('combobox')).toHaveValue('editor')
  expect((await other.request.get(`/api/plans/${id}/role`)).status()).toBe(404)
})

test('[G3] whose words came too late for their role reads on, is an editor again, and they go out by themselves', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea', { baseURL: cable.url })])
  const id = await makePlan(ada, { team: [bea] })
  await openBoard(bea, id)
  const { person: me } = (await (await bea.request.get('/api/session')).json()) as { person: { id: string } }
  const becomes = (role: string) =>
    ada.request.patch(`/api/plans/${id}/people/${me.id}`, { data: { role }, failOnStatusCode: true })
  await cable.cut()
  await story(bea).fill('Written on the train.')
  await expect(savedState(bea)).toHaveText('Offline, 1 edit kept here')
  await becomes('viewer')
  await cable.mend()
  await expect(bea.getByText(closeCodes.readOnly.message)).toBeVisible()
  await expect(bea.getByText('Should a lead let you edit again')).toBeVisible()
  await expect(bea.getByText(rights.edit)).toBeHidden()
  await expect(story(bea)).toHaveAttribute('readonly')
  expect((await storedPlan(ada, id)).offer.story).toBe('')
  await expect(savedState(bea)).toHaveText('1 edit not taken')

  // What the others write shows beside them, after a reload too.
  const price = (page: Page) => field(panel(page, 'Offer'), 'Price')
  await openBoard(ada, id)
  for (const amount of ['9.00', '12.00']) {
    await price(ada).fill(amount)
    await price(ada).press('Enter')
    await expect(price(bea)).toHaveValue(amount)
    await expect(story(bea)).toHaveValue('Written on the train.')
    const words = bea.getByRole('region', { name: 'What you wrote that was not taken' })
    await expect(words.getByRole('listitem')).toHaveCount(1)
    await expect(words).toContainText('Written on the train.')
    await bea.reload()
    await expect(savedState(bea)).toHaveText('1 edit not taken')
  }
  expect((await storedPlan(ada, id)).offer.story).toBe('')

  await becomes('editor')
  await expect(savedState(bea)).toHaveText('Saved')
  await expect(bea.getByText(closeCodes.readOnly.message)).toBeHidden()
  await expect(story(bea)).not.toHaveAttribute('readonly')
  expect((await storedPlan(ada, id)).offer.story).toBe('Written on the train.')
})
