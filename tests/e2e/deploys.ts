/** A server that is brought to another build of the page at the same address, as a deploy does it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { webRoot } from '@flashboard/server/build-page'
import type { RunningServer } from '@flashboard/server/main'
import { startPageServer, temporaryFolder } from './page-server.ts'

export interface Deployed {
  url: string
  /** Stops it, and starts the next build, which has none of the code of this one. */
  deploy: () => Promise<void>
  remove: () => Promise<void>
}

export async function startDeployed(): Promise<Deployed> {
  const folder = temporaryFolder()
  const databasePath = join(folder.path, 'deployed.sqlite')
  const page = join(folder.path, 'page')
  cpSync(webRoot, page, { recursive: true })
  let server: RunningServer = await startPageServer({ webRoot: page, databasePath })
  const port = Number(new URL(server.url).port)
  return {
    url: server.url,
    deploy: async () => {
      await server.stop()
      makeNext(page)
      server = await startPageServer({ webRoot: page, databasePath, port })
    },
    remove: async () => {
      await server.stop()
      folder.remove()
    },
  }
}

const CODE = '_app/immutable/'

/** The same page under another version, its code under other addresses. */
function makeNext(page: string): void {
  const { version } = JSON.parse(readFileSync(join(page, '_app/version.json'), 'utf8')) as { version: string }
  const next = `${Number(version) + 1}`
  mkdirSync(join(page, '_app/next'))
  renameSync(join(page, CODE), join(page, `_app/next/${next}`))
  renameSync(join(page, '_app/next'), join(page, CODE))
  for (const path of readdirSync(page, { recursive: true, encoding: 'utf8' })) {
    const file = join(page, path)
    // Packed before, they would be what they were.
    if (/\.(br|gz)$/.test(path)) rmSync(file)
    else if (/\.(js|json|html)$/.test(path)) {
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replaceAll(version, next).replaceAll(CODE, `${CODE}${next}/`))
    }
  }
}
