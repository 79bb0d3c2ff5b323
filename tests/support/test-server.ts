/** A real server on a port of its own, in this process; stopped when the test is over. */
import { join } from 'node:path'
import { type RunningServer, type ServerConfig, startServer } from '@flashboard/server/main'
import { atEnd } from './at-end.ts'
import { temporaryFolder } from './temporary-store.ts'

interface TestServer extends RunningServer {
  databasePath: string
}

export async function openTestServer(again: Partial<ServerConfig> = {}): Promise<TestServer> {
  const { databasePath = join(temporaryFolder(), 'test.sqlite') } = again
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    hasRateLimits: false,
    ...again,
    databasePath,
  })
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= server.stop())
  atEnd(stop)
  return { ...server, databasePath, stop }
}
