/** The product as `npm start` runs it, in a process that a test can kill and start again at the same address. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './page-server.ts'

const START = fileURLToPath(new URL('../../server/src/start.ts', import.meta.url))

export interface ChildServer {
  url: string
  databasePath: string
  /** Ends it without a chance to do anything; resolves when it is gone. */
  kill: () => Promise<void>
  /** The same port and the same database. */
  startAgain: () => Promise<void>
  /** Ends it, and removes its database. */
  remove: () => Promise<void>
}

export async function startChildServer(): Promise<ChildServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const databasePath = join(folder.path, 'e2e.sqlite')
  const env = { ...process.env, PORT: String(port), DATABASE: databasePath, RATE_LIMITS: 'off' }
  let child = await listening(env)
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    databasePath,
    kill,
    startAgain: async () => void (child = await listening(env)),
    remove: async () => {
      await kill()
      folder.remove()
    },
  }
}

/** @throws where it ends before it says its address. */
async function listening(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, [START, '--no-build'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The server ended as it started')))
  // Once it has said its address nobody waits for its end any more.
  ended.catch(() => {})
  await Promise.race([once(createInterface(child.stdout), 'line'), ended])
  return child
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
