/** Connections that die without a word, as they do when a laptop sleeps or a phone changes networks. */
import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import { makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')

/** Lets the page's own clock run until it says that it is in step; the server is asked in real time. */
async function comesBack(page: Page): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(1_000)
    await expect(savedState(page)).toHaveText('Saved', { timeout: 500 })
  }).toPass()
}

/** From here on the page's clock runs only as the test has it. */
async function standStill(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 1_000)
}

test('[C7] a connection that died in silence is noticed within 15 s, and at once by a page that wakes', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await ada.clock.install()
  await openBoard(ada, id)
  await expect(savedState(ada)).toHaveText('Saved')

  cable.hush()
  await story(ada).fill('Said into the silence.')
  await expect(savedState(ada)).toHaveText('Saving 1 edit')
  await ada.clock.runFor(15_000)
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await cable.mend()
  await comesBack(ada)
  expect((await storedPlan(ada, id)).offer.story).toBe('Said into the silence.')

  cable.hush()
  await story(ada).fill('Said as the lid closed.')
  await expect(savedState(ada)).toHaveText('Saving 1 edit')
  // What the browser says when a laptop's network is back.
  await ada.evaluate(`void window.dispatchEvent(new Event('online'))`)
  await ada.clock.runFor(5_000)
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await cable.mend()
  await comesBack(ada)
  expect((await storedPlan(ada, id)).offer.story).toBe('Said as the lid closed.')

  cable.hush()
  await story(ada).fill('Said as the network went.')
  await expect(savedState(ada)).toHaveText('Saving 1 edit')
  await ada.evaluate(`void window.dispatchEvent(new Event('offline'))`)
  await ada.clock.runFor(5_000)
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
})

test('[C7] a plan opens over a line that needs most of a minute for it', async ({ person, cable }) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await ada.clock.install()
  cable.narrow('down')
  await ada.goto(`/plans/${id}`)
  await expect.poll(cable.sockets).toBe(1)
  await standStill(ada)
  for (let second = 0; second < 50; second += 10) {
    cable.carry(1_000)
    await ada.clock.runFor(10_000)
  }
  await expect(ada.getByText('Opening the plan')).toBeVisible()
  await cable.mend()
  await comesBack(ada)
  expect(cable.sockets()).toBe(1)
})

test('[C7] a page with much to send is given the time that a slow line takes, and no more', async ({
  person,
  cable,
}) => {
  const ada = await person('Ada', { baseURL: cable.url })
  const id = await makePlan(ada)
  await ada.clock.install()
  await openBoard(ada, id)
  await standStill(ada)
  const bodies = await panel(ada, 'Support macros')
    .getByLabel(/: body$/)
    .all()
  // 240 KB, which are 15 s at 128 kbit/s.
  const writeMuch = async () => {
    for (const letter of 'abcdef') {
      for (const body of bodies.slice(0, 4)) await body.fill(letter.repeat(10_000))
    }
  }

  cable.narrow('up')
  await writeMuch()
  await expect(savedState(ada)).toHaveText('Saving 24 edits')
  await ada.clock.runFor(18_000)
  await cable.mend()
  await comesBack(ada)
  expect(cable.sockets()).toBe(1)

  cable.hush()
  await writeMuch()
  await ada.clock.runFor(24_000)
  await expect(savedState(ada)).toHaveText('Offline, 24 edits kept here')
})
