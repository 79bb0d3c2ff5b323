/** One attempt to bring one message to one target, within a time limit. */
import { formatDuration } from '@flashboard/shared/plan/format'
import type { Clock } from '../clock/clock.ts'
import type { Destination } from '../store/alert-targets.ts'
import type { Complain } from '../sync/commit-queue.ts'
import { DeliveryError } from './delivery-error.ts'
import type { Mail } from './mail.ts'
import { mailText, type Message } from './message.ts'
import type { Networks } from './networks.ts'
import { postWebhook } from './webhook.ts'

export interface DeliveryParts {
  clock: Pick<Clock, 'now' | 'after'>
  networks: Networks
  mail: Mail
  complain: Complain
}

/** The server ends: this was not the receiver's failure. */
export class StoppedError extends Error {}

/**
 * @param stopping ends the attempt with the server.
 * @returns why it failed, or `undefined` when it arrived.
 * @throws StoppedError
 */
export async function attempt(
  parts: DeliveryParts,
  destination: Destination,
  message: Message,
  { limitMs, stopping }: { limitMs: number; stopping: AbortSignal },
): Promise<DeliveryError | undefined> {
  const { clock, complain } = parts
  const late = new AbortController()
  const callOff = clock.after(limitMs, () =>
    late.abort(new DeliveryError(`There was no answer within ${formatDuration(limitMs)}.`)),
  )
  try {
    await send(parts, destination, message, AbortSignal.any([late.signal, stopping]))
    return undefined
  } catch (error) {
    if (stopping.aborted) throw new StoppedError('The server stops', { cause: error })
    if (error instanceof DeliveryError) return error
    complain(error, 'an alert could not be sent')
    return new DeliveryError('This server had a fault.', { cause: error })
  } finally {
    callOff()
  }
}

async function send(
  { clock, networks, mail }: DeliveryParts,
  destination: Destination,
  message: Message,
  signal: AbortSignal,
): Promise<void> {
  if (destination.via === 'webhook') {
    await postWebhook(destination, message, { now: clock.now(), networks, signal })
  } else {
    const { id, at, subject } = message
    await mail.send({ id, at, subject, to: destination.address, text: mailText(message) }, signal)
  }
}
