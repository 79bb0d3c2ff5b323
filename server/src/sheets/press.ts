/**
 * Where sheets are printed, from the plan on: one thread, one sheet after another, so that it never takes the processor
 * from the sockets. Who wants more than their share, or more than it can do soon, is told to come back.
 */
import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode } from '@flashboard/shared/wire/errors'
import type { Clock } from '../clock/clock.ts'
import type { SheetOrder } from './sheet-job.ts'

/** A PDF file, or what the page gets: `SheetPages` as JSON, megabytes that nobody else need write out. */
export type Printed = Uint8Array<ArrayBuffer>
export interface PressRequest {
  id: number
  order: SheetOrder
  as: 'pdf' | 'pages'
}
/** An error of ours loses what it is between threads: it comes as its parts. */
export type PressReply =
  | { id: number; printed: Printed }
  | { id: number; refused: { code: ErrorCode; message: string } }
  | { id: number; error: unknown }

const WAITING_MAX = 60
const WAITING_MAX_EACH = 20
/** The largest sheet that is let in takes a tenth of that; whatever takes longer is stuck. */
export const STUCK_MS = 30_000

interface Waiting extends PressRequest {
  personId: string
  resolve: (printed: Printed) => void
  reject: (error: unknown) => void
}

export class Press {
  readonly #timers: Pick<Clock, 'after'>
  readonly #start: () => Worker
  readonly #waiting: Waiting[] = []
  #printing: Waiting | undefined
  #worker: Worker | undefined
  #count = 0
  #isStopped = false

  constructor(timers: Pick<Clock, 'after'>, start = startWorker) {
    this.#timers = timers
    this.#start = start
  }

  /** @throws AppError `too_large`, `too_many`, `not_saved`; anything else is a fault. */
  print(order: SheetOrder, as: PressRequest['as'], personId: string): Promise<Printed> {
    if (this.#isStopped) return Promise.reject(goingDown())
    const own = this.#waiting.filter((each) => each.personId === personId).length
    if (own >= WAITING_MAX_EACH || this.#waiting.length >= WAITING_MAX) {
      const message = 'Many sheets are being printed just now. This one was not; try again in a moment.'
      return Promise.reject(new AppError('too_many', message))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: ++this.#count, order, as, personId, resolve, reject })
      this.#next()
    })
  }

  /** What is not printed by then is refused. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const unprinted = [...this.#waiting.splice(0), ...(this.#printing ? [this.#printing] : [])]
    for (const { reject } of unprinted) reject(goingDown())
    await this.#worker?.terminate()
  }

  #next(): void {
    if (this.#printing || this.#isStopped) return
    const next = this.#waiting.shift()
    if (!next) return
    const worker = (this.#worker ??= this.#open())
    const { id, order, as } = next
    const callOff = this.#timers.after(STUCK_MS, () => {
      this.#fail(worker, new Error('A sheet took too long'))
      void worker.terminate()
    })
    const settle = () => {
      callOff()
      this.#printing = undefined
    }
    this.#printing = {
      ...next,
      resolve: (printed) => (settle(), next.resolve(printed)),
      reject: (error) => (settle(), next.reject(error)),
    }
    worker.postMessage({ id, order, as } satisfies PressRequest, [])
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
    const printing = this.#printing
    if (printing?.id !== reply.id) return
    if ('error' in reply) printing.reject(reply.error)
    else if ('refused' in reply) printing.reject(new AppError(reply.refused.code, reply.refused.message))
    else printing.resolve(reply.printed)
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

function goingDown(): AppError {
  return new AppError('not_saved', 'The server is going down. Nothing was printed; try again in a moment.')
}

function startWorker(): Worker {
  return new Worker(new URL('./press-worker.ts', import.meta.url))
}
