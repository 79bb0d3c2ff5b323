/** Addresses at which there is nothing. */
import { expect, test } from './test.ts'

for (const path of ['/xyz', '/plans', '/you/x']) {
  test(`${path} says that nothing is there, is loaded once, and leads home`, async ({ person }) => {
    const ada = await person('Ada')
    let loads = 0
    ada.on('request', (request) => {
      if (request.isNavigationRequest()) loads++
    })
    await ada.goto(path)
    await expect(ada.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    await expect(ada).toHaveTitle('No such page · Flashboard')
    expect(loads).toBe(1)
    await ada.getByRole('link', { name: 'All plans' }).click()
    await expect(ada).toHaveURL(/\/$/)
  })
}
