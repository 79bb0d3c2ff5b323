/** A browser of its own on a profile that stays, which a test can kill as a crash or a power button would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from '@playwright/test'
import { browserPath, launchArguments } from './browser.ts'

interface MortalBrowser {
  page: Page
  /** Ends all its processes at once, without a chance to do anything. */
  kill: () => Promise<void>
  /** Ends it as its person would. */
  quit: () => Promise<void>
}

export async function openBrowser(profile: string): Promise<MortalBrowser> {
  const child = spawn(
    browserPath() ?? chromium.executablePath(),
    [...launchArguments, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    // A group of its own, so that its processes die with it.
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const browser = await chromium.connectOverCDP(await addressOf(child))
  const context = browser.contexts()[0]!
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    kill: () => end(child, browser, () => process.kill(-child.pid!, 'SIGKILL')),
    quit: async () => {
      const devtools = await browser.newBrowserCDPSession()
      await end(child, browser, () => void devtools.send('Browser.close').catch(() => {}))
    },
  }
}

async function end(child: ChildProcess, browser: Browser, how: () => void): Promise<void> {
  const exited = once(child, 'exit')
  how()
  await exited
  await browser.close().catch(() => {})
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stderr!)) {
    const [, address] = /DevTools listening on (\S+)/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('The browser ended as it started')
}
