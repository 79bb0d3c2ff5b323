/** The thread that sets sheets, one after another. */
import { parentPort } from 'node:worker_threads'
import type { PressReply, PressRequest } from './press.ts'
import { Typesetter } from './typesetter.ts'

const typesetter = new Typesetter()

parentPort!.on('message', (request: PressRequest) => void answer(request))

async function answer({ id, job, as }: PressRequest): Promise<void> {
  parentPort!.postMessage(await replyTo(id, job, as), [])
}

async function replyTo(id: number, job: PressRequest['job'], as: PressRequest['as']): Promise<PressReply> {
  try {
    return { id, printed: as === 'pdf' ? await typesetter.pdf(job) : await typesetter.pages(job) }
  } catch (error) {
    return { id, error }
  }
}
