/** Who one is: name, devices, passkeys and tokens, on two devices and more. */
import type { Page } from '@playwright/test'
import { named, withAuthenticator } from './authenticator.ts'
import { field, panel } from './board.ts'
import { makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

async function openYou(page: Page): Promise<void> {
  await page.goto('/you')
  await expect(page.getByRole('listitem').filter({ hasText: 'this one' })).toBeVisible()
}

test('a passkey makes one the same person on a new device, which can be signed out from here', async ({
  person,
  newcomer,
  server,
}) => {
  const at = { baseURL: named(server.url) }
  const ada = await person('Ada', at)
  const adas = await withAuthenticator(ada)
  const id = await makePlan(ada, { name: 'Kept drop' })
  await openYou(ada)
  await ada.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(ada.getByLabel('Name of the passkey')).toHaveValue(/ on /)
  await ada.getByLabel('Name of the passkey').fill('My phone')
  await ada.getByLabel('Name of the passkey').press('Tab')

  const phone = await newcomer(at)
  const phones = await withAuthenticator(phone)
  await phones.take(adas)
  await phone.goto('/')
  await phone.getByRole('button', { name: 'use my passkey' }).click()
  await expect(phone.getByRole('link', { name: 'Kept drop' })).toBeVisible()
  await openBoard(phone, id)

  await openYou(ada)
  await expect(ada.getByLabel('Name of the passkey')).toHaveValue('My phone')
  await expect(ada.getByText('Not used yet')).toBeHidden()
  await ada.getByRole('button', { name: 'Sign out there' }).click()
  await expect(ada.getByRole('button', { name: 'Sign out there' })).toBeHidden()
  await expect(phone.getByText('You were signed out here').first()).toBeVisible()

  await ada.getByRole('listitem', { name: 'My phone' }).getByRole('button', { name: 'Remove' }).click()
  await expect(ada.getByLabel('Name of the passkey')).toBeHidden()
  await phone.goto('/')
  await phone.getByRole('button', { name: 'use my passkey' }).click()
  await expect(phone.getByRole('alert')).toHaveText(
    'This passkey was not taken. Nothing was changed; try again.',
  )
})

test('who signs in as somebody else takes along the plans that would be lost, and is told what was not sent', async ({
  person,
  server,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: named(server.url) })
  const laptop = await person('Ada on the laptop', { baseURL: named(cable.url) })
  const adas = await withAuthenticator(ada)
  await openYou(ada)
  await ada.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(ada.getByLabel('Name of the passkey')).toBeVisible()

  const id = await makePlan(laptop, { name: 'Made before' })
  await (await withAuthenticator(laptop)).take(adas)
  await openBoard(laptop, id)
  await cable.cut()
  await field(panel(laptop, 'Offer'), 'Story').fill('Written offline.')
  await expect(savedState(laptop)).toHaveText('Offline, 1 edit kept here')
  // Elsewhere before it is sent.
  await laptop.goto('about:blank')
  await cable.mend()
  await openYou(laptop)
  await laptop.getByRole('button', { name: 'Sign in as somebody with a passkey' }).click()
  await expect(laptop.getByText('1 plan of this device can be opened by nobody else')).toBeVisible()
  await expect(
    laptop.getByText('Not sent from this device yet, and would stay behind: 1 edit.'),
  ).toBeVisible()
  await laptop.getByRole('button', { name: 'Stay as you are' }).click()
  await openBoard(laptop, id)
  await openYou(laptop)
  await laptop.getByRole('button', { name: 'Sign in as somebody with a passkey' }).click()
  await expect(laptop.getByRole('group', { name: 'Sign in as Ada' })).toBeVisible()
  await expect(laptop.getByText('would stay behind')).toBeHidden()
  await laptop.getByRole('button', { name: 'Be Ada, with these plans' }).click()
  await expect(laptop.getByRole('heading', { name: 'Ada', exact: true })).toBeVisible()
  await ada.goto('/')
  await expect(ada.getByRole('link', { name: 'Made before' })).toBeVisible()
  expect((await storedPlan(ada, id)).offer.story).toBe('Written offline.')
})

test('a token is shown once, and revoked; signing out leaves nothing on the device', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { name: 'Kept drop' })
  await openBoard(ada, id)
  await ada.goto('/')
  await ada.getByRole('link', { name: 'You, Ada' }).click()
  await ada.getByLabel('Your name, as the others see it').fill('Ada L.')
  await ada.getByRole('button', { name: 'Rename' }).click()
  await expect(ada.getByRole('heading', { name: 'Ada L.' })).toBeVisible()

  await ada.getByRole('textbox', { name: 'Name', exact: true }).fill('Stock import')
  await ada.getByRole('button', { name: 'Make a token' }).click()
  await expect(ada.getByLabel('The new token')).toHaveValue(/^fb_[\w-]{43}$/)
  const token = await ada.getByLabel('The new token').inputValue()
  const headers = { authorization: `Bearer ${token}` }
  expect((await ada.request.get('/api/plans', { headers })).status()).toBe(200)
  await ada.getByRole('listitem', { name: 'Stock import' }).getByRole('button', { name: 'Revoke' }).click()
  await expect(ada.getByRole('listitem', { name: 'Stock import' })).toBeHidden()
  expect((await ada.request.get('/api/plans', { headers })).status()).toBe(401)

  await ada.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(ada.getByRole('group', { name: 'Sign out here' })).toContainText('signed in nowhere else')
  await ada.getByRole('button', { name: 'Sign out here' }).click()
  await expect(ada.getByRole('button', { name: 'Start' })).toBeVisible()
  const kept = 'indexedDB.databases().then((all) => all.length + localStorage.length)'
  await expect.poll(() => ada.evaluate(kept)).toBe(0)
})
