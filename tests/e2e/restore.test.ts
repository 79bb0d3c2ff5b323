import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { activityButton, field, openActivity, panel } from './board.ts'
import type { ChildServer } from './child-server.ts'
import { makePlan, openBoard, savedState, storedPlan, waive } from './plans.ts'
import { expect, test } from './test.ts'

const KEEP = fileURLToPath(new URL('../../server/src/keep.ts', import.meta.url))

const keep = ({ databasePath }: ChildServer, command: string, file: string) =>
  execFileSync(process.execPath, [KEEP, command, file], {
    env: { ...process.env, DATABASE: databasePath },
    encoding: 'utf8',
  })

async function putBack(server: ChildServer, file: string): Promise<void> {
  await server.kill()
  keep(server, 'restore', file)
  await server.startAgain()
}

async function startOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start from the server’s plan' }).click()
  await page.getByRole('button', { name: 'Remove it and open the server’s plan' }).click()
  await expect(savedState(page)).toHaveText('Saved')
}

/** A device that takes its time. */
const OPEN_STORAGE_ON_RELEASE = `
  const { addEventListener: listen } = EventTarget.prototype
  const isReleased = new Promise((release) => addEventListener('release', release))
  IDBOpenDBRequest.prototype.addEventListener = function (type, listener, options) {
    const opened = (event) => isReleased.then(() => listener.call(this, event))
    listen.call(this, type, type === 'success' ? opened : listener, options)
  }
`
/** Then waits for whoever reads there first. */
const RELEASE_STORAGE = `(async () => {
  dispatchEvent(new Event('release'))
  const [{ name }] = await indexedDB.databases()
  const request = indexedDB.open(name)
  await new Promise((resolve) => request.addEventListener('success', resolve))
  const transaction = request.result.transaction(['updates'], 'readwrite')
  await new Promise((resolve) => transaction.addEventListener('complete', resolve))
})()`

const story = (page: Page) => field(panel(page, 'Offer'), 'Story')

test('[B2] a page from before a restore pushes nothing back: it says why, hands out its copy, and starts over', async ({
  person,
  child: server,
}, testInfo) => {
  const ada = await person('Ada', { baseURL: server.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  await story(ada).fill('As it was backed up.')
  await expect(savedState(ada)).toHaveText('Saved')
  const file = testInfo.outputPath('backup.sqlite')
  expect(keep(server, 'backup', file)).toContain('holds 1 plan with')
  await story(ada).fill('Written after the backup.')
  await expect(savedState(ada)).toHaveText('Saved')

  expect(() => keep(server, 'restore', file)).toThrow('Another Flashboard has')
  await putBack(server, file)

  await expect(ada.getByText('The plan was put back from a backup')).toBeVisible()
  await expect(story(ada)).toHaveValue('Written after the backup.')
  // It said "Saved" once, and others have it, too: nobody is told that they wrote it, or to load the same page again.
  const lacking = ada.getByRole('region', { name: 'What this page has and the server’s plan lacks' })
  await expect(lacking.getByRole('listitem')).toContainText('Written after the backup.')
  await expect(lacking).toContainText('Some of it may be others’')
  await expect(ada.getByRole('button', { name: 'Reload' })).toBeHidden()
  const downloaded = ada.waitForEvent('download')
  await ada.getByRole('button', { name: 'Download this device’s copy' }).click()
  const copy = JSON.parse(readFileSync(await (await downloaded).path(), 'utf8'))
  expect(copy.plan.offer.story).toBe('Written after the backup.')

  await startOver(ada)
  await expect(story(ada)).toHaveValue('As it was backed up.')
  await ada.getByText('What the server’s plan lacked').click()
  await expect(ada.getByText('look whether it stands in the plan again')).toBeVisible()
  await ada.getByRole('button', { name: 'Put these words away' }).click()
  await story(ada).fill('Going on from the backup.')
  await expect(savedState(ada)).toHaveText('Saved')
  await ada.reload()
  await expect(story(ada)).toHaveValue('Going on from the backup.')
})

test('[B2] of two tabs the one that starts over leaves the other alone, and is left alone', async ({
  person,
  child: server,
}, testInfo) => {
  const ada = await person('Ada', { baseURL: server.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  const other = await ada.context().newPage()
  await openBoard(other, id)
  const file = testInfo.outputPath('backup.sqlite')
  keep(server, 'backup', file)
  await server.kill()
  await story(other).fill('Of before.')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  keep(server, 'restore', file)
  await server.startAgain()

  await expect(other.getByText('The plan was put back from a backup')).toBeVisible()
  await startOver(ada)
  const removed = other.getByRole('alert').filter({ hasText: 'Another tab removed this device’s copy' })
  await expect(removed).toContainText('then start from the server’s plan here, too.')
  await expect(removed.getByRole('button')).toHaveCount(0)
  await startOver(other)
  await expect(story(other)).toHaveValue('')
  await story(ada).fill('Going on.')
  await expect(story(other)).toHaveValue('Going on.')
  await expect(savedState(ada)).toHaveText('Saved')
})

test('[B2] a page that has nothing of its own starts over by itself, and says why; so does another tab of it', async ({
  person,
  child: server,
}, testInfo) => {
  const arrival = { baseURL: server.url }
  const [ada, bea] = await Promise.all([person('Ada', arrival), person('Bea', arrival)])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  await story(ada).fill('As it was backed up.')
  await expect(savedState(ada)).toHaveText('Saved')
  const file = testInfo.outputPath('backup.sqlite')
  keep(server, 'backup', file)
  await putBack(server, file)
  for (const page of [ada, bea]) {
    await expect(page.getByText('put back from a backup, so this page was loaded again')).toBeVisible()
    await expect(savedState(page)).toHaveText('Saved')
    await expect(story(page)).toHaveValue('As it was backed up.')
    await page.getByRole('button', { name: 'I have read this' }).click()
  }

  await story(ada).fill('Written after the backup.')
  await expect(savedState(ada)).toHaveText('Saved')
  const other = await ada.context().newPage()
  await openBoard(other, id)
  await putBack(server, file)
  await expect(other.getByText('What this page has and the server’s plan lacks')).toBeVisible()
  await startOver(ada)
  await expect(other.getByText('Another tab removed this device’s copy')).toContainText('loaded again')
  await expect(savedState(other)).toHaveText('Saved')
  await expect(story(other)).toHaveValue('As it was backed up.')
})

test('[B2] a copy that opens late pushes nothing back either', async ({
  person,
  child: server,
}, testInfo) => {
  const ada = await person('Ada', { baseURL: server.url })
  const id = await makePlan(ada)
  await openBoard(ada, id)
  const file = testInfo.outputPath('backup.sqlite')
  keep(server, 'backup', file)
  await story(ada).fill('Written after the backup.')
  await expect(savedState(ada)).toHaveText('Saved')
  await putBack(server, file)

  const late = await ada.context().newPage()
  await ada.close()
  await late.addInitScript(OPEN_STORAGE_ON_RELEASE)
  await openBoard(late, id)
  await late.evaluate(RELEASE_STORAGE)
  await expect(story(late)).toHaveValue('')
  await story(late).fill('Going on.')
  await expect(savedState(late)).toHaveText('Saved')
  expect((await storedPlan(late, id)).offer.story).toBe('Going on.')
})

test('after a restore, what is done then is news to whoever had seen a longer log', async ({
  person,
  child: server,
}, testInfo) => {
  const arrival = { baseURL: server.url }
  const [ada, bea] = await Promise.all([person('Ada', arrival), person('Bea', arrival)])
  const id = await makePlan(ada, { team: [bea] })
  await openBoard(bea, id)
  const file = testInfo.outputPath('backup.sqlite')
  keep(server, 'backup', file)
  for (const reason of ['First', 'Second', 'Third']) await waive(ada, id, 'sku-audit', reason)
  await expect(activityButton(bea)).toHaveAccessibleName('Activity 3 new')
  await (await openActivity(bea)).getByRole('button', { name: 'Close activity' }).click()
  await expect(activityButton(bea)).toHaveAccessibleName('Activity')
  await putBack(server, file)

  await expect(bea.getByText('put back from a backup, so this page was loaded again')).toBeVisible()
  await expect(savedState(bea)).toHaveText('Saved')
  await waive(ada, id, 'sku-audit', 'After the restore')
  await expect(activityButton(bea)).toHaveAccessibleName('Activity 1 new')
})
