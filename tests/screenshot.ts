/**
 * Takes the pictures in docs/screenshots: the sample plan, 46 hours before its launch, with two people on it.
 * The server's clock is set, so that the pictures are the same whenever they are taken.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '@flashboard/server/config'
import { systemClock } from '@flashboard/server/clock/clock'
import { type Browser, chromium, expect, type Page } from '@playwright/test'
import { browserPath, launchArguments } from './e2e/browser.ts'
import { letIn } from './e2e/plans.ts'
import { startPageServer } from './e2e/page-server.ts'
import { planFile } from '@flashboard/shared/files/plan-file'
import { planSeed } from '@flashboard/shared/plan/templates'
import { planOf } from '@flashboard/shared/plan/test-plan'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'

const FOLDER = join(projectRoot, 'docs/screenshots')
const TIME_ZONE = 'Europe/Lisbon'
/** 19:00 in Lisbon. */
const LAUNCH_AT = Date.UTC(2026, 10, 26, 19)
const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

/** What everybody's clock shows: when the plan was made, in time for all its gates. */
let now = LAUNCH_AT - 100 * HOUR_MS

const server = await startPageServer({ clock: { ...systemClock, now: () => now } })
const executablePath = browserPath()
const browser = await chromium.launch({
  args: launchArguments,
  ...(executablePath === undefined ? {} : { executablePath }),
})

try {
  const lead = await arrive(browser, 'Lead', DESK)
  // Of a file: made as a sample so early, nothing in it would be done later than that.
  const response = await lead.request.post('/api/plans/import', {
    data: planFile(
      planOf(
        planSeed('sample', {
          name: 'Meridian 38, the 90-minute drop',
          launchAt: LAUNCH_AT,
          endsAt: LAUNCH_AT + 90 * MINUTE_MS,
          timeZone: TIME_ZONE,
          currency: 'EUR',
        }),
      ),
    ),
    failOnStatusCode: true,
  })
  const { id } = (await response.json()) as { id: string }

  now = LAUNCH_AT - 46 * HOUR_MS
  await lead.clock.setFixedTime(now)
  const stock = await arrive(browser, 'Stock', DESK)
  const phone = await arrive(browser, 'Support', PHONE)
  await letIn(lead, id, [stock, phone])
  await open(lead, `/plans/${id}`)
  await open(stock, `/plans/${id}`)
  await stock.getByLabel('Preorder quota').focus()
  await expect(lead.getByRole('img', { name: 'Stock' })).toBeVisible()
  await expect(lead.getByRole('region', { name: 'Offer' }).getByText('Stock', { exact: true })).toBeVisible()
  await take(lead, 'board.png')

  await open(phone, `/plans/${id}`)
  await take(phone, 'board-phone.png')
  await phone.context().close()

  now = LAUNCH_AT - 4 * MINUTE_MS - 12_000
  await lead.clock.setFixedTime(now)
  await open(lead, `/plans/${id}/war-room`)
  await expect(lead.getByRole('timer')).toHaveText('−04:12')
  await expect(lead.getByText('yours agrees')).toBeVisible()
  await take(lead, 'war-room.png')
} finally {
  await browser.close()
  await server.stop()
}

/** Somebody who has said their name, on a machine whose clock agrees with the server's. */
async function arrive(browser: Browser, name: string, viewport: typeof DESK): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport,
    locale: 'en-GB',
    timezoneId: TIME_ZONE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(now)
  await page.request.post('/api/session', { data: { name }, failOnStatusCode: true })
  return page
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('timer')).toBeVisible()
  await page.evaluate('document.fonts.ready.then(() => {})')
}

async function take(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, name)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  process.stdout.write(`${path}\n`)
}
