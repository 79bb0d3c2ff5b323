import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { makePlan } from './plans.ts'
import { expect, test } from './test.ts'

/** As a studio's program opens it: nobody has said a name there. */
const STREAM = { viewport: { width: 1920, height: 1080 } }

test('[RUN12] the overlay counts on no ground, and hides when the server has not answered for ten seconds', async ({
  person,
  newcomer,
  child,
}) => {
  const ada = await person('Ada', { baseURL: child.url })
  const id = await makePlan(ada, { template: 'sample', launchInMs: 12 * MINUTE_MS })
  const made = await ada.request.post(`/api/plans/${id}/tokens`, { data: { purpose: 'overlay' } })
  const { path, id: token } = (await made.json()) as { path: string; id: string }

  const stream = await newcomer({ baseURL: child.url, ...STREAM })
  await stream.clock.install()
  await stream.goto(path)
  const shown = stream.getByRole('region', { name: 'On the stream' })
  await expect(shown).toContainText(/Opens in\s*1[12]:\d\d/)
  await expect(shown).toContainText(/\d+ left/)
  await expect(stream.getByText('Your name')).toBeHidden()
  const ground = await stream.evaluate(
    `[document.documentElement, document.body].map((part) => getComputedStyle(part).backgroundColor)`,
  )
  expect(ground).toEqual(['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'])

  await child.kill()
  await stream.clock.runFor(8_000)
  await expect(shown).toBeVisible()
  await stream.clock.runFor(3_000)
  await expect(shown).toBeHidden()

  await child.startAgain()
  await stream.clock.runFor(4_000)
  await expect(shown).toBeVisible()
  // An address that was ended shows nothing at once.
  await ada.request.delete(`/api/plans/${id}/tokens/${token}`, { failOnStatusCode: true })
  await stream.clock.runFor(4_000)
  await expect(shown).toBeHidden()
})
