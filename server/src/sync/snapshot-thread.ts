/** Makes snapshots in a thread of its own, which is started when the first is wanted and ends with the server. */
import { Worker } from 'node:worker_threads'
import type { Snapshot } from '../store/snapshots.ts'

export interface SnapshotRequest {
  id: number
  planId: string
}
export type SnapshotReply = { id: number; snapshot: Snapshot } | { id: number; error: unknown }

interface Waiting {
  resolve: (snapshot: Snapshot) => void
  reject: (error: unknown) => void
}

export class SnapshotThread {
  readonly #databasePath: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #count = 0

  constructor(databasePath: string) {
    this.#databasePath = databasePath
  }

  /** @throws where the plan cannot be read, and where the thread ended over it. */
  make(planId: string): Promise<Snapshot> {
    this.#worker ??= this.#start()
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const id = ++this.#count
      this.#waiting.set(id, { resolve, reject })
      worker.postMessage({ id, planId } satisfies SnapshotRequest, [])
    })
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./snapshot-worker.ts', import.meta.url), {
      workerData: { path: this.#databasePath },
    })
    // It must not keep a process alive that has nothing else to do.
    worker.unref()
    worker.on('message', (reply: SnapshotReply) => this.#settle(reply))
    worker.on('error', (error) => this.#fail(worker, error))
    worker.on('exit', () => this.#fail(worker, new Error('The thread for snapshots has ended')))
    return worker
  }

  #settle(reply: SnapshotReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(reply.error)
    else waiting?.resolve(reply.snapshot)
  }

  /** The next snapshot starts another. One that failed is heard of again as it ends, when there may be another. */
  #fail(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
