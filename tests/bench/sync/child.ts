/** Processes that the bench starts, and calls into them: one answer a call, over Node's own channel. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

type Api = Record<string, (...args: any[]) => unknown>

interface Waiting {
  resolve: (result: any) => void
  reject: (error: Error) => void
}

/** How much of what a process said last is told when it ends unasked. */
const LAST_WORDS_CHARS = 400

export class Child<A extends Api> {
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>
  readonly #waiting = new Map<number, Waiting>()
  #calls = 0
  #lastWords = ''

  /** @param script one that calls `answer`. */
  constructor(script: URL, nodeFlags: readonly string[], args: readonly string[]) {
    this.#process = spawn(process.execPath, [...nodeFlags, fileURLToPath(script), ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    this.#exited = once(this.#process, 'exit')
    this.#process.stderr!.setEncoding('utf8').on('data', (said: string) => {
      this.#lastWords = (this.#lastWords + said).slice(-LAST_WORDS_CHARS)
    })
    this.#process.on('message', (answer: { id: number; result?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.error === undefined) waiting?.resolve(answer.result)
      else waiting?.reject(new Error(answer.error))
    })
    this.#process.once('exit', (code, signal) => {
      const why = `a process ended (${signal ?? code}) ${this.#lastWords.trim()}`
      for (const { reject } of this.#waiting.values()) reject(new Error(why))
      this.#waiting.clear()
    })
  }

  call<M extends keyof A & string>(method: M, ...args: Parameters<A[M]>): Promise<Awaited<ReturnType<A[M]>>> {
    return new Promise((resolve, reject) => {
      const id = ++this.#calls
      this.#waiting.set(id, { resolve, reject })
      this.#process.send({ id, method, args }, (error) => {
        if (error && this.#waiting.delete(id)) reject(error)
      })
    })
  }

  /** As a crash would; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
  }

  /** Lets it exit by itself, having done what it was asked; resolves when it is gone. */
  async end(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect()
    await this.#exited
  }
}

/** In the process itself: answers the calls. */
export function answer(api: Api): void {
  process.on('message', async ({ id, method, args }: { id: number; method: string; args: unknown[] }) => {
    try {
      process.send!({ id, result: await api[method]!(...args) })
    } catch (error) {
      process.send!({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  // Nothing outlives the bench, however that has ended.
  process.on('disconnect', () => process.exit())
}
