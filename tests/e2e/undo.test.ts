import type { Page } from '@playwright/test'
import { entry, field, panel } from './board.ts'
import { makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')

/** In one go: letters that come with pauses, as from a slow machine, are more than one step to undo. */
async function write(page: Page, words: string): Promise<void> {
  await story(page).focus()
  await page.keyboard.insertText(words)
}

test('undo takes back one’s own words only, and redo brings them back', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const undo = ada.getByRole('button', { name: 'Undo' })
  const redo = ada.getByRole('button', { name: 'Redo' })
  await expect(undo).toBeDisabled()

  await write(ada, 'Ada was here.')
  await expect(story(bea)).toHaveValue('Ada was here.')
  await story(bea).press('Control+End')
  await bea.keyboard.type(' So was Bea.')
  await expect(story(ada)).toHaveValue('Ada was here. So was Bea.')

  await undo.click()
  await expect(story(ada)).toHaveValue(' So was Bea.')
  await expect(story(bea)).toHaveValue(' So was Bea.')
  await expect(undo).toBeDisabled()
  await redo.click()
  await expect(story(ada)).toHaveValue('Ada was here. So was Bea.')
  await expect(story(bea)).toHaveValue('Ada was here. So was Bea.')
  await expect(redo).toBeDisabled()
})

test('the keys for undo and redo work in a text field and beside it', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  await field(panel(bea, 'Event'), 'Name').fill('Bea’s drop')
  await expect(ada.getByRole('heading', { name: 'Bea’s drop' })).toBeVisible()

  await write(ada, 'A story.')
  await ada.keyboard.press('Control+z')
  await expect(story(ada)).toHaveValue('')
  await expect(story(bea)).toHaveValue('')
  // Nothing of Ada's is left to undo: not the others' words, and not the template's.
  await ada.keyboard.press('Control+z')
  await expect(field(panel(ada, 'Event'), 'Name')).toHaveValue('Bea’s drop')
  await ada.keyboard.press('Control+Shift+z')
  await expect(story(ada)).toHaveValue('A story.')

  const gear = panel(ada, 'Gear checklist')
  await gear.getByRole('button', { name: 'Remove Compact encoder' }).click()
  await expect(entry(gear, 'Compact encoder')).toBeHidden()
  await ada.keyboard.press('Control+z')
  await expect(entry(gear, 'Compact encoder')).toBeVisible()
  await expect(entry(panel(bea, 'Gear checklist'), 'Compact encoder')).toBeVisible()
  await ada.keyboard.press('Control+y')
  await expect(entry(panel(bea, 'Gear checklist'), 'Compact encoder')).toBeHidden()
  await expect(savedState(ada)).toHaveText('Saved')
})
