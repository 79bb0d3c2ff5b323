/**
 * Where sheets are printed: one thread, one sheet after another, so that it never takes the processor from the
 * sockets. Who wants more than their share, or more than it can do soon, is told to come back.
 */
import { Worker } from 'node:worker_threads'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Clock } from '../clock/clock.ts'
import type { SheetJob } from './sheet-job.ts'

/** A PDF file, or a picture a page. */
export type Printed = Uint8Array | string[]
export interface PressRequest {
  id: number
  job: SheetJob
  as: 'pdf' | 'pages'
}
export type PressReply = { id: number; printed: Printed } | { id: number; error: unknown }

const WAITING_MAX = 60
const WAITING_MAX_EACH = 20
/** The largest sheet that is let in takes a tenth of that; whatever takes longer is stuck. */
export const STUCK_MS = 30_000

interface Order extends PressRequest {
  personId: string
  resolve: (printed: Printed) => void
  reject: (error: unknown) => void
}

export class Press {
  readonly #timers: Pick<Clock, 'after'>
  readonly #start: () => Worker
  readonly #waiting: Order[] = []
  #printing: Order | undefined
  #worker: Worker | undefined
  #count = 0
  #isStopped = false

  constructor(timers: Pick<Clock, 'after'>, start = startWorker) {
    this.#timers = timers
    this.#start = start
  }

  /** @throws AppError `too_many`, `not_saved`; anything else is a fault. */
  print(job: SheetJob, as: 'pdf', personId: string): Promise<Uint8Array>
  print(job: SheetJob, as: 'pages', personId: string): Promise<string[]>
  print(job: SheetJob, as: PressRequest['as'], personId: string): Promise<Printed> {
    const own = this.#waiting.filter((order) => order.personId === personId).length
    if (own >= WAITING_MAX_EACH || this.#waiting.length >= WAITING_MAX) {
      const message = 'Many sheets are being printed just now. This one was not; try again in a moment.'
      return Promise.reject(new AppError('too_many', message))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: ++this.#count, job, as, personId, resolve, reject })
      this.#next()
    })
  }

  /** What is not printed by then is refused. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const orders = [...this.#waiting.splice(0), ...(this.#printing ? [this.#printing] : [])]
    const message = 'The server is going down. Nothing was printed; try again in a moment.'
    for (const { reject } of orders) reject(new AppError('not_saved', message))
    await this.#worker?.terminate()
  }

  #next(): void {
    if (this.#printing || this.#isStopped) return
    const order = this.#waiting.shift()
    if (!order) return
    this.#printing = order
    const worker = (this.#worker ??= this.#open())
    const { id, job, as } = order
    const callOff = this.#timers.after(STUCK_MS, () => {
      this.#fail(worker, new Error('A sheet took too long'))
      void worker.terminate()
    })
    const settle = () => {
      callOff()
      this.#printing = undefined
    }
    this.#printing = {
      ...order,
      resolve: (printed) => (settle(), order.resolve(printed)),
      reject: (error) => (settle(), order.reject(error)),
    }
    worker.postMessage({ id, job, as } satisfies PressRequest, [])
  }

  #open(): Worker {
    const worker = this.#start()
    // It must not keep a process alive that has nothing else to do.
    worker.unref()
    worker.on('message', (reply: PressReply) => this.#settle(reply))
    worker.on('error', (error) => this.#fail(worker, error))
    worker.on('exit', () => this.#fail(worker, new Error('The thread for sheets has ended')))
    return worker
  }

  #settle(reply: PressReply): void {
    const order = this.#printing
    if (order?.id !== reply.id) return
    if ('error' in reply) order.reject(reply.error)
    else order.resolve(reply.printed)
    this.#next()
  }

  /** What waits behind the sheet that ended the thread is printed by another. */
  #fail(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    this.#printing?.reject(error)
    this.#next()
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./press-worker.ts', import.meta.url))
}
