import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import type { Plan } from '@flashboard/shared/plan/schema'
import { activityButton, field, openActivity, openHistory, panel, tabTo } from './board.ts'
import { editPlan, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const sample = (page: Page, ...team: Page[]) => makePlan(page, { template: 'sample', team })

async function nameVersion(history: Locator, name: string): Promise<void> {
  await history.getByRole('button', { name: 'Name the plan as it is now' }).click()
  await history.getByLabel('Name of the version').fill(name)
  await history.getByRole('button', { name: 'Name it' }).click()
  await expect(history.getByRole('button', { name })).toBeVisible()
}

/** What is said to have changed, a line each. */
const changes = (history: Locator) => history.getByRole('listitem')

async function planAt(page: Page, id: string, seq: number): Promise<Plan> {
  const response = await page.request.get(`/api/plans/${id}/versions/${seq}`, { failOnStatusCode: true })
  return ((await response.json()) as { plan: Plan }).plan
}

test('[H7] a version is named, two people edit and delete, one looks at what changed, restores, and takes it back', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await sample(ada, bea)
  await openBoard(ada, id)
  await openBoard(bea, id)
  const named = await storedPlan(ada, id)
  await nameVersion(await openHistory(ada), 'Before the shoot')
  await ada.reload()
  await expect(savedState(ada)).toHaveText('Saved')

  const hub = named.hubs[0]!.name
  await editPlan(ada, id, (plan) => {
    plan.set('offer/story', `Sold out soon. ${named.offer.story}`)
    plan.remove('hubs', named.hubs[0]!.id)
    for (const { id: cue } of named.cues) plan.remove('cues', cue)
  })
  await editPlan(bea, id, (plan) => plan.set('offer/priceMinor', 21_000))
  const edited = await storedPlan(ada, id)

  // Bea looks at what the last moment did, then at the version.
  const history = await openHistory(bea)
  await history.getByRole('region', { name: 'Moments' }).getByRole('button').first().click()
  await expect(changes(history).filter({ hasText: 'Price' })).toContainText('€210.00')
  await history.getByRole('button', { name: 'All of the history' }).click()
  const version = history.getByRole('button', { name: /^Before the shoot/ })
  await version.click()
  await expect(history.getByRole('heading', { name: 'Before the shoot' })).toBeFocused()
  await history.getByRole('button', { name: 'See the plan as it was' }).click()
  await expect(changes(history).filter({ hasText: 'Price' })).toContainText(/Bea.*€185\.00.*€210\.00/s)
  await expect(changes(history).filter({ hasText: `Hub ${hub}` })).toContainText(/Ada.*Removed/s)
  await expect(changes(history).filter({ hasText: 'Sold out soon.' })).toContainText('Story')
  await history.getByText('Run of show', { exact: false }).first().click()
  await expect(history.getByRole('term').filter({ hasText: named.cues[0]!.callOut })).toBeVisible()

  await history.getByRole('button', { name: 'Restore this version' }).click()
  const asks = history.getByRole('group', { name: 'Restore this version' })
  await expect(asks).toContainText(
    /^Everything is set back to .+; what was done since stays in the history\./,
  )
  await expect(asks).toContainText(
    /\d+ changes by Ada and Bea since then would be set back\. Ada has the plan open now\./,
  )
  await asks.getByRole('button', { name: 'Leave the plan as it is' }).click()
  await expect(history.getByRole('button', { name: 'Restore this version' })).toBeFocused()
  expect(await storedPlan(ada, id)).toEqual(edited)
  await history.getByRole('button', { name: 'Restore this version' }).click()
  await asks.getByRole('button', { name: 'Restore it' }).click()
  await expect(history.getByRole('status').filter({ hasText: 'Done.' })).toBeFocused()

  // Both see it, the log and the list say so, and nothing of what was done is lost.
  expect(await storedPlan(ada, id)).toEqual(named)
  await expect(field(panel(ada, 'Offer'), 'Price')).toHaveValue(/185/)
  await expect(field(panel(bea, 'Offer'), 'Price')).toHaveValue(/185/)
  await expect(panel(ada, 'Run of show').getByRole('listitem')).toHaveCount(named.cues.length)
  const notice = ada.getByRole('region', { name: 'The plan was set back' })
  await expect(notice).toContainText('Bea set the plan back to “Before the shoot”, ')
  await expect(activityButton(ada)).toHaveAccessibleName(/^Activity \d+ new$/)
  await expect(bea.getByRole('region', { name: 'The plan was set back' })).toHaveCount(0)
  await notice.getByRole('button', { name: 'See what changed' }).click()
  const theirs = ada.getByRole('dialog', { name: 'History' })
  await expect(changes(theirs).filter({ hasText: 'Price' })).toContainText(/Bea.*€210\.00.*€185\.00/s)
  await theirs.getByRole('button', { name: 'Close history' }).click()
  await expect(notice.getByRole('button', { name: 'See what changed' })).toBeFocused()
  await notice.getByRole('button', { name: 'I have read this' }).click()
  await expect(notice).toHaveCount(0)
  const list = await openActivity(ada)
  const entry = list.getByRole('listitem').filter({ hasText: 'Plan set back to “Before the shoot”' })
  await expect(entry).toContainText('by Bea. What was done since stays in the history.')
  await expect(list.getByRole('listitem').filter({ hasText: 'Version named' })).toContainText('by Ada.')
  const { events } = await (await ada.request.get(`/api/plans/${id}/log`)).json()
  const restored = events.find(({ kind }: { kind: string }) => kind === 'restored')
  expect(restored).toMatchObject({ actor: { name: 'Bea' }, name: 'Before the shoot' })
  expect(await planAt(ada, id, restored.beforeSeq)).toEqual(edited)
  expect(await planAt(ada, id, restored.updateSeq)).toEqual(named)

  // What Ada did since is hers: taking the restore back leaves it.
  await editPlan(ada, id, (plan) => {
    plan.set('offer/preorderQuota', 44)
    plan.set(`cues/${named.cues[0]!.id}/owner`, 'Ada herself')
  })
  await history.getByRole('button', { name: 'Take it back' }).click()
  await expect(history.getByRole('status').filter({ hasText: 'Taken back.' })).toBeFocused()
  await expect(history.getByRole('status').filter({ hasText: 'left as it is' })).toContainText(
    `Cue ${named.cues[0]!.callOut}`,
  )
  const back = await storedPlan(ada, id)
  expect(back).toEqual({
    ...edited,
    offer: { ...edited.offer, preorderQuota: 44 },
    cues: [{ ...named.cues[0]!, owner: 'Ada herself' }],
  })
  await expect(field(panel(ada, 'Offer'), 'Price')).toHaveValue(/210/)
  await history.getByRole('button', { name: 'All of the history' }).click()
  await expect(version).toBeFocused()
  const moments = history.getByRole('region', { name: 'Moments' }).getByRole('button')
  await expect(moments.filter({ hasText: 'Bea: set back to' })).toHaveCount(1)

  // It can be taken back from there, too: the plan is set back once more.
  await moments.filter({ hasText: 'Bea: took a restore back' }).click()
  await history.getByRole('button', { name: 'Take this restore back' }).click()
  await expect(history.getByRole('status').filter({ hasText: 'Taken back.' })).toBeFocused()
  expect((await storedPlan(ada, id)).offer).toEqual({ ...named.offer, preorderQuota: 44 })
})

test('a name that is none is refused beside its box, and what is already so is not restored', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await sample(ada)
  await openBoard(ada, id)
  const history = await openHistory(ada)
  await history.getByRole('button', { name: 'Name the plan as it is now' }).click()
  const name = history.getByLabel('Name of the version')
  await expect(name).toBeFocused()
  await history.getByRole('button', { name: 'Name it' }).click()
  await expect(name).toHaveAccessibleDescription('Give a name of 1 to 80 letters.')
  await history.getByRole('button', { name: 'Cancel' }).click()
  await expect(history.getByRole('button', { name: 'Name the plan as it is now' })).toBeFocused()

  await history.getByRole('region', { name: 'Moments' }).getByRole('button').first().click()
  await history.getByRole('button', { name: 'Restore this version' }).click()
  await history.getByRole('button', { name: 'Restore it' }).click()
  await expect(history.getByRole('status').filter({ hasText: 'Nothing was different' })).toBeVisible()
  await expect(history.getByRole('button', { name: 'Take it back' })).toBeHidden()
})

test('by the keyboard alone, a past is opened, looked at and left', async ({ person }) => {
  const ada = await person('Ada')
  await openBoard(ada, await sample(ada))
  await tabTo(activityButton(ada))
  await ada.keyboard.press('Enter')
  const list = ada.getByRole('dialog', { name: 'Activity' })
  await expect(list).toBeFocused()
  await tabTo(list.getByRole('button', { name: 'History' }))
  await ada.keyboard.press('Enter')
  const history = ada.getByRole('dialog', { name: 'History' })
  await expect(history).toBeFocused()
  const first = history.getByRole('region', { name: 'Moments' }).getByRole('button').first()
  await expect(first).toBeVisible()
  await tabTo(first)
  await ada.keyboard.press('Enter')
  await expect(history.locator('h3').first()).toBeFocused()
  await tabTo(history.getByRole('button', { name: 'See the plan as it was' }))
  await ada.keyboard.press('Enter')
  await expect(history.getByText('Nothing: the plan is as it was then.')).toBeVisible()
  await ada.keyboard.press('Escape')
  await expect(history).toBeHidden()
  await expect(list.getByRole('button', { name: 'History' })).toBeFocused()
})

for (const { colorScheme, viewport } of [
  { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
] as const) {
  test(`in ${colorScheme} at ${viewport.width} it has no barriers, and fits`, async ({ person }) => {
    const ada = await person('Ada', { colorScheme, viewport })
    await openBoard(ada, await sample(ada))
    const history = await openHistory(ada)
    await nameVersion(history, 'A name of a version that is rather long for a narrow page')
    await expectFine(ada, history)
    await history.getByRole('region', { name: 'Moments' }).getByRole('button').first().click()
    await history.getByRole('button', { name: 'Rename this version' }).click()
    await expect(history.getByLabel('Name of the version')).toHaveValue(/^A name of a version/)
    await history.getByRole('button', { name: 'Restore this version' }).click()
    await expect(changes(history).first()).toBeVisible()
    await expectFine(ada, history)
    await history.getByRole('button', { name: 'See the plan as it was' }).click()
    await expect(history.getByText('Nothing: the plan is as it was then.')).toBeVisible()
    await expectFine(ada, history)
  })
}

async function expectFine(page: Page, history: Locator): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#history').analyze()
  const barriers = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(barriers.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([])
  const within = history.getByRole('region', { name: 'The plan’s past' })
  expect(await within.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
}
