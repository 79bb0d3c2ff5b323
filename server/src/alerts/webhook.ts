/** Posts a message to a webhook: once, to where its address leads now, without following anything. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Webhook } from 'standardwebhooks'
import type { Destination } from '../store/alert-targets.ts'
import { version } from '../version.ts'
import { DeliveryError } from './delivery-error.ts'
import { type Message, slackBody, standardBody } from './message.ts'
import type { Networks } from './networks.ts'

interface Posting {
  /** UTC ms: what a signature is dated with. */
  now: number
  networks: Networks
  /** Ends the attempt. */
  signal: AbortSignal
}

/** @throws DeliveryError; whatever else is thrown is a fault of ours, or the signal's. */
export async function postWebhook(
  { address, format, secret }: Pick<Destination, 'address' | 'format' | 'secret'>,
  message: Message,
  { now, networks, signal }: Posting,
): Promise<void> {
  const url = new URL(address)
  networks.check(url.hostname)
  const isSigned = format === 'standard' && secret !== null
  const body = isSigned ? standardBody(message) : slackBody(message)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': `Flashboard/${version}`,
    ...(isSigned && signatureOf(message.id, body, secret, now)),
  }
  const status = await post(url, headers, body, networks, signal)
  if (status >= 200 && status < 300) return
  if (status === 410) throw new DeliveryError('The webhook answered that it is gone (410).', { isGone: true })
  if (status >= 300 && status < 400) {
    throw new DeliveryError(`The webhook answered with a redirect (${status}); give its final address.`)
  }
  throw new DeliveryError(`The webhook answered ${status}.`)
}

/** The headers of https://www.standardwebhooks.com. */
function signatureOf(id: string, body: string, secret: string, now: number) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(now), body),
  }
}

/** @returns the status; what else is answered is not read. */
async function post(
  url: URL,
  headers: Record<string, string | number>,
  body: string,
  { lookup }: Networks,
  signal: AbortSignal,
): Promise<number> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return await new Promise<number>((resolve, reject) => {
    // A connection of its own: a kept one would not have been looked up.
    const call = request(url, { method: 'POST', agent: false, headers, lookup, signal })
    call.on('response', (response) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    call.on('error', (error) => reject(signal.aborted ? signal.reason : unreached(error)))
    // Where it neither answers nor fails, as when it wants to speak another protocol.
    call.on('close', () => reject(new DeliveryError('The webhook closed the connection without an answer.')))
    call.end(body)
  })
}

const sentences: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The webhook’s host is not known.',
  EAI_AGAIN: 'The webhook’s host could not be looked up.',
  ECONNREFUSED: 'The webhook’s host refused the connection.',
  ECONNRESET: 'The webhook closed the connection without an answer.',
  ETIMEDOUT: 'The webhook’s host did not answer.',
  EHOSTUNREACH: 'The webhook’s host cannot be reached.',
  ENETUNREACH: 'The webhook’s host cannot be reached.',
  CERT_HAS_EXPIRED: 'The webhook’s certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The webhook’s certificate is signed by nobody known.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The webhook’s certificate is signed by nobody known.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The webhook’s certificate is signed by nobody known.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The webhook’s certificate is for another host.',
}

function unreached(error: Error): DeliveryError {
  if (error instanceof DeliveryError) return error
  const code = 'code' in error ? String(error.code) : ''
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
  return new DeliveryError(sentence ?? 'The webhook could not be reached.', { cause: error })
}
