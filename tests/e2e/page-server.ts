/** The whole product on a port of its own, with a database in a folder that goes with it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertPageBuilt, webRoot } from '@flashboard/server/build-page'
import { type RunningServer, type ServerConfig, startServer } from '@flashboard/server/main'

/** @throws where the page has not been built yet. */
export async function startPageServer(options: Partial<ServerConfig> = {}): Promise<RunningServer> {
  assertPageBuilt()
  const folder = temporaryFolder()
  // A copy, so that a build meanwhile does not change the page under those who have it open.
  const page = join(folder.path, 'page')
  cpSync(webRoot, page, { recursive: true })
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    // Everybody of a test comes from the same address.
    hasRateLimits: false,
    databasePath: join(folder.path, 'e2e.sqlite'),
    webRoot: page,
    ...options,
  })
  const stop = async () => {
    await server.stop()
    folder.remove()
  }
  return { ...server, stop }
}

export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'flashboard-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
