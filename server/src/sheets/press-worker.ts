/** The thread that prints sheets, one after another: what is on them is worked out here too. */
import { readlinkSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { AppError } from '@flashboard/shared/wire/errors'
import type { SheetPages } from '@flashboard/shared/wire/sheets'
import type { PressReply, PressRequest, Printed } from './press.ts'
import { sheetJob, type SheetOrder } from './sheet-job.ts'
import { Typesetter } from './typesetter.ts'

/** Steps of niceness: about a third of the processor where the sockets want all of it, and all where they do not. */
const GIVES_WAY_BY = 5

giveWay()
const typesetter = new Typesetter()

parentPort!.on('message', (request: PressRequest) => void answer(request))

async function answer(request: PressRequest): Promise<void> {
  const reply = await replyTo(request)
  parentPort!.postMessage(reply, 'printed' in reply ? [reply.printed.buffer] : [])
}

async function replyTo({ id, order, as }: PressRequest): Promise<PressReply> {
  try {
    return { id, printed: as === 'pdf' ? await typesetter.pdf(sheetJob(order)) : await pagesOf(order) }
  } catch (error) {
    if (!(error instanceof AppError)) return { id, error }
    const { code, message } = error
    return { id, refused: { code, message } }
  }
}

async function pagesOf(order: SheetOrder): Promise<Printed> {
  const pages = await typesetter.pages(sheetJob(order))
  const { revision, printedAt } = order
  return new TextEncoder().encode(JSON.stringify({ revision, printedAt, pages } satisfies SheetPages))
}

/**
 * Paper can wait where somebody types: the processor is the sockets' first. On Linux a thread has a priority of its
 * own, by its id, which the typesetter's own threads take over; elsewhere it keeps the server's.
 */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')))
    setPriority(thread, Math.min(getPriority() + GIVES_WAY_BY, constants.priority.PRIORITY_LOW))
  } catch {
    // No /proc: it prints all the same.
  }
}
