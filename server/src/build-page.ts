/** Builds the page before it is served. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './config.ts'

const webFolder = join(projectRoot, 'web')

/** The folder that the built page is in. */
export const webRoot = join(webFolder, 'build')

/** @throws where the build fails, with what it said last; and where `signal` calls it off. */
export async function buildPage(signal: AbortSignal): Promise<void> {
  // By Vite's own file: pnpm may not be on the PATH.
  const vite = join(webFolder, 'node_modules/vite/bin/vite.js')
  const build = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: webFolder,
    signal,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  build.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4_000)
  })
  const [code] = (await once(build, 'close')) as [number | null]
  if (code !== 0) throw new Error(`The page could not be built.\n${complaint.trim()}`)
}

export class PageMissingError extends Error {
  constructor() {
    super('The page has not been built yet. Start once without --no-build.')
    this.name = 'PageMissingError'
  }
}

/** @throws PageMissingError */
export function assertPageBuilt(): void {
  if (!existsSync(join(webRoot, 'index.html'))) throw new PageMissingError()
}
