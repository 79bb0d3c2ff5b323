/** The team's own sign-in, with a provider that knows whoever comes. */
import { TestProvider } from '../support/test-provider.ts'
import { startPageServer } from './page-server.ts'
import { makePlan } from './plans.ts'
import { expect, test } from './test.ts'

test('the team’s button links an account, and makes one the same person on another device', async ({
  person,
  newcomer,
}) => {
  const provider = await TestProvider.open()
  const server = await startPageServer({ provider: provider.settings })
  try {
    const at = { baseURL: server.url }
    const ada = await person('Ada here', at)
    const id = await makePlan(ada, { name: 'Kept drop' })
    await ada.goto('/you')
    await ada.getByRole('button', { name: 'Sign in with Acme' }).click()
    await expect(ada.getByRole('listitem', { name: 'ada@example.org' })).toBeVisible()
    await expect(ada).toHaveURL(`${server.url}you`)

    // Back where one was, and who one is.
    const phone = await newcomer(at)
    await phone.goto(`/plans/${id}`)
    await phone.getByRole('button', { name: 'Sign in with Acme' }).click()
    await expect(phone.getByRole('heading', { name: 'Kept drop' })).toBeVisible()
    await expect(phone).toHaveURL(`${server.url}plans/${id}`)

    await ada.getByRole('button', { name: 'Unlink' }).click()
    await expect(ada.getByRole('listitem', { name: 'ada@example.org' })).toBeHidden()
    provider.refusal = { error: 'access_denied' }
    await ada.getByRole('button', { name: 'Sign in with Acme' }).click()
    await expect(ada.getByRole('alert')).toHaveText(
      'The sign-in with Acme was broken off. Nothing was changed.',
    )
    await ada.getByRole('button', { name: 'Back' }).click()
    await expect(ada.getByRole('heading', { name: 'Ada here' })).toBeVisible()
  } finally {
    await server.stop()
    await provider.close()
  }
})
