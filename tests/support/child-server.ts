/** Starts a server in a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { atEnd } from './at-end.ts'

interface ChildServer {
  url: string
  port: number
  /** Ends it without a chance to do anything; resolves when it is gone. */
  kill: () => Promise<void>
  /** Asks it to end (SIGTERM); resolves to its exit code when it is gone. */
  stop: () => Promise<number | null>
}

/** @param port any free one where it is left out. */
export async function startChildServer(databasePath: string, port = 0): Promise<ChildServer> {
  const script = fileURLToPath(new URL('server-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, databasePath, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A third of a start is compiling what the last one compiled.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'flashboard-compiled') },
  })
  const exited = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }
  const stop = async () => {
    child.kill('SIGTERM')
    return ((await exited) as [number | null])[0]
  }
  atEnd(kill)
  const died = exited.then(() => Promise.reject(new Error('The server ended before it listened')))
  // After the first line nobody waits for its end any more.
  died.catch(() => {})
  const [url] = (await Promise.race([once(createInterface(child.stdout), 'line'), died])) as [string]
  return { url, port: Number(new URL(url).port), kill, stop }
}
