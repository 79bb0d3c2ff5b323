import { defineConfig } from '@playwright/test'
import { browserPath, launchArguments } from './e2e/browser.ts'

const executablePath = browserPath()

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  // On a shared machine something else may take both cores; what passes only then is reported as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: 'list',
  // Long enough that no machine's speed decides; a test that passes never waits for them.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    // The plans are made for Lisbon; a page's own zone and language must not decide what they show.
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    viewport: { width: 1440, height: 900 },
    // One picture at the end, not of every step: of a board those take longer than the tests do.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { args: launchArguments, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  projects: [{ name: 'chromium' }],
})
