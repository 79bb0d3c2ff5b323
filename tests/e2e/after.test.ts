/** From the launch to T+21 d, on a server whose clock the test sets on. */
import { systemClock } from '@flashboard/server/clock/clock'
import type { RunningServer } from '@flashboard/server/main'
import { DAY_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Locator, Page } from '@playwright/test'
import { entry, field, gateButton, openGate, openGroup, panel, requirement } from './board.ts'
import { startPageServer } from './page-server.ts'
import { makePlan, openBoard } from './plans.ts'
import { expect, test as base } from './test.ts'

interface Later extends Pick<RunningServer, 'url'> {
  /** Sets the server's clock on. */
  wait: (ms: number) => void
}

const test = base.extend<{ later: Later }>({
  later: async ({}, use) => {
    let waitedMs = 0
    const server = await startPageServer({
      clock: { ...systemClock, now: () => systemClock.now() + waitedMs },
    })
    await use({ url: server.url, wait: (ms) => void (waitedMs += ms) })
    await server.stop()
  },
})

const about = { name: 'Launched drop', launchInMs: 2 * MINUTE_MS }

test('the sprint is met once its owner has started it and each issue is owned or closed', async ({
  person,
  later,
}) => {
  const at = { baseURL: later.url }
  const [ana, ben] = await Promise.all([person('Ana', at), person('Ben', at)])
  const id = await makePlan(ana, { ...about, team: [ben] })
  later.wait(6 * MINUTE_MS)
  await Promise.all([openBoard(ana, id), openBoard(ben, id)])
  await expect(gateButton(ana, '+15 min').getByRole('img', { name: 'At risk' })).toBeVisible()
  const gate = await openGate(ben, '+15 min')
  await expect(gate.getByRole('heading')).toHaveText('15 minutes after launch')
  const sprint = requirement(gate, 'Support sprint under way')
  const support = (page: Page) => panel(page, 'Support macros')
  for (const page of [ana, ben]) await openGroup(support(page), 'Sprint')

  await field(support(ana), 'Sprint owner').fill('Ana')
  await field(support(ben), 'Sprint started').check()
  await expect(sprint).toContainText(
    'The sprint was started by Ben; its owner is Ana: name the owner as they are named here.',
  )
  await field(support(ben), 'Sprint started').uncheck()
  await field(support(ana), 'Sprint started').check()
  await expect(sprint).toContainText('Met')

  await support(ana).getByRole('button', { name: 'Add issue' }).click()
  await ana.keyboard.type('Order 1042')
  await expect(sprint).toContainText('Order 1042 has no owner and is not closed.')
  await expect(support(ben)).toContainText('started, 1 of 1 issue open')
  await entry(support(ben), 'Order 1042').getByRole('checkbox').check()
  await expect(sprint).toContainText('Met')
  await expect(gateButton(ana, '+15 min')).toContainText('All met')
})

test('what the first day asks for is filled in under “After the drop”', async ({ person, later }) => {
  const ana = await person('Ana', { baseURL: later.url })
  const id = await makePlan(ana, about)
  later.wait(DAY_MS)
  await openBoard(ana, id)
  const after = panel(ana, 'After the drop')
  await expect(after).toContainText('+24 h: 1 open')
  for (const group of ['Live metrics', 'Shipping timeline']) await openGroup(after, group)
  for (const figure of ['Orders', 'Peak viewers', 'Support tickets']) await field(after, figure).fill('0')
  await field(after, 'Link').fill('https://shop.example/shipping')
  await field(after, 'Published').check()
  await expect(gateButton(ana, '+24 h')).toContainText('All met')
  await expect(after).toContainText('+24 h met')
})

test('a plan long over says so, and calls nobody', async ({ person, later }) => {
  const ana = await person('Ana', { baseURL: later.url })
  const id = await makePlan(ana, about)
  later.wait(22 * DAY_MS)
  await makePlan(ana, { name: 'Next drop', launchInMs: 40 * DAY_MS })
  await ana.goto('/')
  await expect(ana.getByRole('listitem')).toHaveText([/^\s*Next drop/, /^\s*Launched drop/])
  const row = ana.getByRole('link', { name: 'Launched drop' })
  await expect(row).toContainText('Over, 72 hours missed')
  await expect(row.getByRole('img')).toHaveCount(0)
  await openBoard(ana, id)
  await expect(ana.getByRole('navigation')).toContainText('The follow-up is over')
  await expect(gateButton(ana, '+21 days')).toContainText('Missed, 1 of 1 open')
})

for (const width of [1440, 1280, 1000]) {
  test(`no stop stands in another’s way on a rail ${width} pixels wide`, async ({ person }) => {
    const ana = await person('Ana', { viewport: { width, height: 800 } })
    await openBoard(ana, await makePlan(ana, { launchInMs: 20 * DAY_MS }))
    const words = ana.getByRole('navigation').locator('li:not([aria-hidden]) > * > :is(strong, span)')
    const boxes = await boxesOf(words)
    expect(boxes.length).toBeGreaterThanOrEqual(14)
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) expect(doCross(box, other)).toBe(false)
      expect(box.x + box.width).toBeLessThan(width)
    }
  })
}

test('on a phone the rail begins where the plan is, and slides to every other stop', async ({
  person,
  later,
}) => {
  const ana = await person('Ana', {
    baseURL: later.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  const id = await makePlan(ana, about)
  later.wait(6 * MINUTE_MS)
  await openBoard(ana, id)
  await expect(gateButton(ana, '+15 min')).toBeInViewport({ ratio: 1 })
  await gateButton(ana, '+15 min').focus()
  for (const title of ['+24 h', '+21 days']) {
    await ana.keyboard.press('Tab')
    await expect(gateButton(ana, title)).toBeFocused()
    await expect(gateButton(ana, title)).toBeInViewport({ ratio: 1 })
  }
  await gateButton(ana, '72 hours').tap()
  await expect(ana.getByRole('region', { name: '72 hours gate' })).toBeVisible()
})

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>

async function boxesOf(words: Locator): Promise<Box[]> {
  return (await Promise.all((await words.all()).map((each) => each.boundingBox()))).map((box) => box!)
}

function doCross(a: Box, b: Box): boolean {
  const apart = a.x + a.width <= b.x || b.x + b.width <= a.x
  return !apart && a.y + a.height > b.y && b.y + b.height > a.y
}
