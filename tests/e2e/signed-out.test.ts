/** A device that was signed out from elsewhere: what it says, what it keeps, and to whom it shows it. */
import type { Page } from '@playwright/test'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { named, withAuthenticator } from './authenticator.ts'
import { field, panel } from './board.ts'
import type { Cable } from './cable.ts'
import { appKept, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const WORDS = 'Only Ada may read this.'

/** Ends the session of a page that has a board open, from elsewhere, while it holds an edit that was not sent. */
async function signOutWithWords(page: Page, cable: Cable, serverUrl: string): Promise<void> {
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  await cable.cut()
  await story(page).fill(WORDS)
  await expect(savedState(page)).toHaveText('Offline, 1 edit kept here')
  const { status } = await fetch(`${serverUrl}api/session`, { method: 'DELETE', headers: { cookie } })
  expect(status).toBe(204)
  await cable.mend()
  await expect(page.getByRole('alert').filter({ hasText: closeCodes.noSession.message })).toBeVisible()
}

test('[M9] copies of whoever was signed out are told of where all was sent, and can be removed', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  await openBoard(ada, await makePlan(ada, { name: 'Spring drop' }))
  await expect(savedState(ada)).toHaveText('Saved')
  const cookie = (await ada.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await fetch(`${server.url}api/session`, { method: 'DELETE', headers: { cookie } })
  await ada.goto('/')
  const others = ada.getByRole('region', { name: 'Kept of others' })
  await expect(others).toContainText('left 1 copy of plans here')
  await expect(others).not.toContainText('Spring drop')
  await others.getByRole('button', { name: 'Remove what they left' }).click()
  await others.getByRole('button', { name: 'Remove for good' }).click()
  await expect(others).toBeHidden()
  await expect.poll(() => ada.evaluate('indexedDB.databases().then((all) => all.length)')).toBe(0)
})

test('a browser that keeps no cookies is told so, and not that it was signed out', async ({ newcomer }) => {
  const ada = await newcomer()
  // As the server answers a browser that sends none back.
  const nobody = { code: 'no_session', message: 'This device has no session. Say your name first.' }
  await ada.route('**/api/session', (route) =>
    route.request().method() === 'GET' ? route.fulfill({ status: 401, json: nobody }) : route.continue(),
  )
  await ada.goto('/')
  await ada.getByLabel('Your name, as the others see it').fill('Ada')
  await ada.getByRole('button', { name: 'Start' }).click()
  await expect(ada.getByRole('alert')).toContainText('This browser keeps no cookies of this site.')
  await expect(ada.getByText('This device was signed out')).toBeHidden()
})

test('[M9] words of whoever was signed out are theirs to copy while the page is open, and nobody else’s to read', async ({
  person,
  cable,
  server,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada, { name: 'Spring drop' })
  await openBoard(ada, id)
  await signOutWithWords(ada, cable, server.url)
  const words = ada.getByRole('region', { name: 'What you wrote that was not taken' })
  await expect(words).toContainText(WORDS)
  await expect(words.getByRole('button')).toHaveText(['Copy as text', 'Download this device’s copy'])

  await ada.getByRole('button', { name: 'Sign in' }).click()
  await expect(ada.getByText('This device was signed out')).toBeVisible()
  const others = ada.getByRole('region', { name: 'Kept of others' })
  await expect(others).toContainText('wrote here what was never sent: 1 edit.')
  await ada.getByLabel('Your name, as the others see it').fill('Bea')
  await ada.getByRole('button', { name: 'Start' }).click()
  await expect(ada.getByRole('heading', { name: 'This plan can’t be opened' })).toBeVisible()
  await ada.getByRole('link', { name: 'All plans' }).click()
  await expect(others).toContainText('1 edit.')
  await expect(ada.getByText(WORDS)).toBeHidden()
  await expect(ada.getByText('Spring drop')).toBeHidden()

  // Bea signs out, and takes nothing of Ada's with her.
  await ada.goto('/you')
  await ada.getByRole('button', { name: 'Sign out', exact: true }).click()
  await ada.getByRole('button', { name: 'Sign out here' }).click()
  await expect(others).toContainText('1 edit.')
  await others.getByRole('button', { name: 'Remove what they left' }).click()
  await others.getByRole('button', { name: 'Remove for good' }).click()
  await expect(others).toBeHidden()
  await expect.poll(() => ada.evaluate('indexedDB.databases().then((all) => all.length)')).toBe(0)
})

test('[M9] who signs in again as who they were has their words sent', async ({ person, cable, server }) => {
  const ada = await person('Ada', { baseURL: named(cable.url) })
  await withAuthenticator(ada)
  const id = await makePlan(ada, { name: 'Spring drop' })
  await ada.goto('/you')
  await ada.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(ada.getByLabel('Name of the passkey')).toHaveValue(/ on /)
  await openBoard(ada, id)
  await signOutWithWords(ada, cable, server.url)
  await ada.getByRole('button', { name: 'Sign in' }).click()
  await ada.getByRole('button', { name: 'use my passkey' }).click()
  await expect(savedState(ada)).toHaveText('Saved')
  expect((await storedPlan(ada, id)).offer.story).toBe(WORDS)
})

test('[M9] whom the server does not know is nobody without it either', async ({ person, cable, server }) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada, { name: 'Spring drop' })
  await openBoard(ada, id)
  await appKept(ada)
  await signOutWithWords(ada, cable, server.url)
  await ada.goto('/')
  await expect(ada.getByRole('button', { name: 'Start' })).toBeVisible()
  await cable.cut()
  await ada.goto(`/plans/${id}`)
  await expect(ada.getByRole('button', { name: 'Start' })).toBeVisible()
  await expect(ada.getByText(WORDS)).toBeHidden()
})
