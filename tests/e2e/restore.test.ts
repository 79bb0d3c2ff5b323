import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { field, panel } from './board.ts'
import type { ChildServer } from './child-server.ts'
import { makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

const KEEP = fileURLToPath(new URL('../../server/src/keep.ts', import.meta.url))

const keep = ({ databasePath }: ChildServer, command: string, file: string) =>
  execFileSync(process.execPath, [KEEP, command, file], {
    env: { ...process.env, DATABASE: databasePath },
    encoding: 'utf8',
  })

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
  expect(keep(server, 'backup', file)).toContain('holds 1 plans')
  await story(ada).fill('Written after the backup.')
  await expect(savedState(ada)).toHaveText('Saved')

  expect(() => keep(server, 'restore', file)).toThrow('Another Flashboard has')
  await server.kill()
  keep(server, 'restore', file)
  await server.startAgain()

  await expect(ada.getByText('The plan was put back from a backup')).toBeVisible()
  await expect(story(ada)).toHaveValue('Written after the backup.')
  const downloaded = ada.waitForEvent('download')
  await ada.getByRole('button', { name: 'Download this device’s copy' }).click()
  const copy = JSON.parse(readFileSync(await (await downloaded).path(), 'utf8'))
  expect(copy.plan.offer.story).toBe('Written after the backup.')

  await ada.getByRole('button', { name: 'Start from the server’s plan' }).click()
  await ada.getByRole('button', { name: 'Remove it and open the server’s plan' }).click()
  await expect(story(ada)).toHaveValue('As it was backed up.')
  await story(ada).fill('Going on from the backup.')
  await expect(savedState(ada)).toHaveText('Saved')
  await ada.reload()
  await expect(story(ada)).toHaveValue('Going on from the backup.')
})
