import type { Locator, Page } from '@playwright/test'
import { entry, field, panel, tabTo } from './board.ts'
import { makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

const gear = (page: Page) => panel(page, 'Gear checklist')
const items = (page: Page) => gear(page).getByRole('list', { name: 'Gear' }).getByRole('listitem')

/** The list's entries by name, in the order on screen. */
async function expectOrder(page: Page, names: readonly string[]): Promise<void> {
  await expect
    .poll(() => items(page).evaluateAll((all) => all.map((item) => item.getAttribute('aria-label'))))
    .toEqual(names)
}

const playbook = [
  'Compact encoder',
  'Mount for the product camera',
  'Mount for the context camera',
  'Battery backup, charged',
  'Hotspot on a second carrier',
  'Microphone, with spare batteries',
  'Mobile point of sale for collection',
]

test('add, name, move, tick and remove with the keyboard alone; another person sees the order', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const add = gear(ada).getByRole('button', { name: 'Add item' })
  await add.focus()
  await ada.keyboard.press('Enter')
  await ada.keyboard.type('Spare lamp')
  await expectOrder(bea, [...playbook, 'Spare lamp'])

  await tabTo(field(gear(ada), 'Move Spare lamp'), 'Shift+Tab')
  await ada.keyboard.press('Enter')
  await ada.keyboard.press('ArrowUp')
  await ada.keyboard.press('ArrowUp')
  await ada.keyboard.press('Enter')
  const moved = [...playbook.slice(0, 5), 'Spare lamp', ...playbook.slice(5)]
  await expectOrder(ada, moved)
  await expectOrder(bea, moved)

  await tabTo(field(gear(ada), 'Spare lamp: packed'))
  await ada.keyboard.press('Space')
  await expect(field(gear(bea), 'Spare lamp: packed')).toBeChecked()
  await tabTo(gear(ada).getByRole('button', { name: 'Remove Spare lamp' }))
  await ada.keyboard.press('Enter')
  await expectOrder(bea, playbook)
})

test('after a move by keyboard the list still follows what others do', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const handle = field(gear(ada), 'Move Compact encoder')
  await handle.focus()
  // What moves things is fetched at the first sign of somebody at the page.
  await expect(handle).toBeEnabled()
  await ada.keyboard.press('Enter')
  await ada.keyboard.press('ArrowDown')
  await ada.keyboard.press('Enter')
  const moved = [playbook[1]!, playbook[0]!, ...playbook.slice(2)]
  await expectOrder(bea, moved)

  await gear(bea).getByRole('button', { name: 'Add item' }).click()
  await bea.keyboard.type('Bea’s lamp')
  await expectOrder(ada, [...moved, 'Bea’s lamp'])
  await gear(bea).getByRole('button', { name: 'Remove Compact encoder' }).click()
  await expectOrder(ada, [playbook[1]!, ...playbook.slice(2), 'Bea’s lamp'])
})

test('drag with the mouse', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  await drag(ada, field(gear(ada), 'Move Compact encoder'), entry(gear(ada), 'Battery backup, charged'))
  const moved = [...playbook.slice(1, 4), 'Compact encoder', ...playbook.slice(4)]
  await expectOrder(ada, moved)
  await expectOrder(bea, moved)
  await gear(bea).getByRole('button', { name: 'Remove Compact encoder' }).click()
  await expectOrder(ada, playbook.slice(1))
})

/** Drags a handle until its entry stands where another one stood. */
async function drag(page: Page, handle: Locator, to: Locator): Promise<void> {
  await handle.hover()
  await expect(handle).toBeEnabled()
  const from = (await handle.boundingBox())!
  const target = (await to.boundingBox())!
  const x = from.x + from.width / 2
  await page.mouse.move(x, from.y + from.height / 2)
  await page.mouse.down()
  const end = target.y + target.height / 2
  await page.mouse.move(x, end, { steps: 12 })
  await page.mouse.up()
}
