import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import { letIn, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const NOTICE =
  'No connection to the server. Go on working: your edits stay on this device and merge when it is back.'
const MACRO = 'Your refund'
const PACKED = 'Compact encoder: packed'

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')
const body = (page: Page) => field(panel(page, 'Support macros'), `${MACRO}: body`)

test('edits made offline are counted, kept, and merged with what others wrote meanwhile', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada', { baseURL: cable.url }), person('Bea')])
  const id = await makePlan(bea, { team: [ada] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const before = await body(ada).inputValue()

  await cable.cut()
  await expect(savedState(ada)).toHaveText('Offline')
  await expect(ada.getByText(NOTICE)).toBeVisible()
  await story(ada).fill('The last pour.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await body(ada).press('Control+Home')
  await ada.keyboard.type('Hi! ')
  await field(panel(ada, 'Offer'), 'Hard cap').fill('9')
  await expect(savedState(ada)).toHaveText('Offline, 6 edits kept here')
  await body(bea).press('Control+End')
  await bea.keyboard.type(' Thanks.')
  await field(panel(bea, 'Gear checklist'), PACKED).check()
  await expect(savedState(bea)).toHaveText('Saved')
  await expect(savedState(ada)).toHaveText('Offline, 6 edits kept here')
  expect((await storedPlan(bea, id)).offer.story).toBe('')

  await cable.mend()
  await expect(savedState(ada)).toHaveText('Saved')
  // What the page calls saved is on the server already.
  const stored = await storedPlan(bea, id)
  expect(stored.offer.story).toBe('The last pour.')
  expect(stored.event.hardCap).toBe(9)
  await expect(ada.getByText(NOTICE)).toBeHidden()
  const merged = `Hi! ${before} Thanks.`
  for (const page of [ada, bea]) {
    await expect(story(page)).toHaveValue('The last pour.')
    await expect(body(page)).toHaveValue(merged)
    await expect(field(panel(page, 'Gear checklist'), PACKED)).toBeChecked()
    await expect(field(panel(page, 'Offer'), 'Hard cap')).toHaveValue('9')
  }
})

test('work done offline outlives the tab it was done in', async ({ person, cable }) => {
  const [ada, bea] = await Promise.all([person('Ada', { baseURL: cable.url }), person('Bea')])
  const id = await makePlan(bea, { team: [ada] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  await cable.cut()
  await expect(savedState(ada)).toHaveText('Offline')
  await story(ada).fill('Written in the stockroom.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await ada.close()
  expect((await storedPlan(bea, id)).offer.story).toBe('')

  await cable.mend()
  const later = await ada.context().newPage()
  await openBoard(later, id)
  await expect(story(later)).toHaveValue('Written in the stockroom.')
  await expect(story(bea)).toHaveValue('Written in the stockroom.')
})

test('a reload keeps everything', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).fill('One maker, one dial.')
  await field(panel(ada, 'Offer'), 'Price').fill('185')
  await expect(savedState(ada)).toHaveText('Saved')
  await ada.reload()
  await expect(story(ada)).toHaveValue('One maker, one dial.')
  await expect(field(panel(ada, 'Offer'), 'Price')).toHaveValue('185.00')
})

test('what showed as saved survives a killed server, and people are back by themselves', async ({
  person,
  child,
}) => {
  const ada = await person('Ada', { baseURL: child.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).pressSequentially('Kept through the kill.')
  await expect(savedState(ada)).toHaveText('Saved')
  await child.kill()
  await expect(savedState(ada)).toHaveText('Offline')

  await child.startAgain()
  await expect(savedState(ada)).toHaveText('Saved')
  // Another device holds no copy: what it sees, the server had on disk.
  const bea = await person('Bea', { baseURL: child.url })
  await letIn(ada, id, [bea])
  await openBoard(bea, id)
  await expect(story(bea)).toHaveValue('Kept through the kill.')
  await ada.reload()
  await expect(story(ada)).toHaveValue('Kept through the kill.')
})

test('what was saved is on the server even when nobody’s page is left to send it again', async ({
  person,
  child,
}) => {
  const arrival = { baseURL: child.url }
  const [ada, bea] = await Promise.all([person('Ada', arrival), person('Bea', arrival)])
  const id = await makePlan(ada, { team: [bea] })
  await openBoard(ada, id)
  await story(ada).fill('On disk before it was shown.')
  await expect(savedState(ada)).toHaveText('Saved')
  await Promise.all([child.kill(), ada.context().close()])
  await child.startAgain()
  await openBoard(bea, id)
  await expect(story(bea)).toHaveValue('On disk before it was shown.')
})
