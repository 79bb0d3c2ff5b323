/**
 * Which browser the tests run in: CHROMIUM_PATH, else one on the PATH, else Playwright's own. Run as a program, it
 * installs that last one where there is no other.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The shell first: the others start an interface of their own with every window, which nobody sees. */
const NAMES = ['chromium-headless-shell', 'chromium', 'google-chrome'] as const

export const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
]

/**
 * The browser to start; `undefined` for Playwright's own.
 * @throws where CHROMIUM_PATH names nothing that can be started.
 */
export function browserPath(env: Readonly<Record<string, string | undefined>> = process.env) {
  const asked = env['CHROMIUM_PATH']
  if (asked) {
    if (canStart(asked)) return asked
    throw new Error(`CHROMIUM_PATH is "${asked}", which is no program. Leave it out, or name a browser.`)
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(canStart)
}

function canStart(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Does nothing where it is installed already. */
function installOwn(): void {
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright/package.json'))
  const { status } = spawnSync(
    process.execPath,
    [join(playwright, 'cli.js'), 'install', '--only-shell', 'chromium'],
    { stdio: 'inherit' },
  )
  if (status === 0) return
  process.stderr.write(
    'No browser for the tests: install chromium, or name one with CHROMIUM_PATH (on Debian: apt-get install chromium).\n',
  )
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url) && browserPath() === undefined) installOwn()
