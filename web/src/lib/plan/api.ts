/** The HTTP API, typed from the server's routes; the one file that knows the server, and only as a type. */
import type { App } from '@flashboard/server/app'
import type { ErrorAnswer } from '@flashboard/shared/wire/errors'
import { hc } from 'hono/client'

/** A network that never answers, as in a stockroom, counts as none. */
const PATIENCE_MS = 8_000

export const api = hc<App>('/', {
  fetch: (input: RequestInfo | URL, init?: RequestInit) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(PATIENCE_MS) }).catch((cause) => {
      throw notAnswered(init?.method !== 'GET', { cause })
    }),
}).api

/** What a person reads when a request did not work; `code` is the server's, or `offline`. */
export class RequestError extends Error {
  readonly code: ErrorAnswer['code'] | 'offline'

  constructor(code: ErrorAnswer['code'] | 'offline', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RequestError'
    this.code = code
  }
}

interface Answer<T> {
  ok: boolean
  status: number
  json(): Promise<T>
}

/**
 * The one funnel for requests: the answer's JSON, or a RequestError whose message can be shown.
 * @throws RequestError
 */
export async function answerOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const response = await request
  // An answer without a body has nothing to say but that it is done.
  if (response.status === 204) return undefined as T
  if (response.ok) return response.json()
  const refused = (await response.json().catch(() => undefined)) as Partial<ErrorAnswer> | undefined
  // Whatever stands before the server says so where it is not there, in words of its own.
  if (refused?.code === undefined && [502, 503, 504].includes(response.status)) throw notAnswered(true)
  throw new RequestError(
    refused?.code ?? 'internal',
    refused?.message ?? 'The server had a fault. Nothing was changed; try again.',
  )
}

/** @param isForm whether somebody filled something in for it. */
const notAnswered = (isForm: boolean, options?: ErrorOptions) =>
  new RequestError(
    'offline',
    isForm
      ? 'The server does not answer. What you typed is kept; try again when you are online.'
      : 'The server does not answer; try again when you are online.',
    options,
  )
