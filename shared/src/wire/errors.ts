/** Refusals over HTTP: `{ code, message }`, the code from this list, the message for a person to read. */
import * as z from 'zod/mini'

export const errorStatus = {
  bad_request: 400,
  no_session: 401,
  wrong_origin: 403,
  not_allowed: 403,
  /** A shop's message that is not signed as agreed. */
  wrong_signature: 401,
  not_found: 404,
  /** Somebody must lead a plan. */
  last_lead: 409,
  /** The run does not stand where this could be done. */
  not_now: 409,
  /** The sale is in the log. */
  recorded_before: 409,
  /** It expired, was used up, or was taken back. */
  invitation_over: 410,
  too_large: 413,
  launch_in_past: 422,
  end_before_launch: 422,
  unknown_time_zone: 422,
  unknown_currency: 422,
  /** A webhook's address that leads where this server does not write. */
  address_refused: 422,
  wrong_code: 422,
  /** Passkeys need a site with a name, and https. */
  passkeys_off: 422,
  passkey_refused: 422,
  /** This server knows no OpenID Connect provider. */
  sign_in_off: 422,
  sign_in_refused: 422,
  /** This server has no mail server. */
  email_off: 422,
  too_many: 429,
  /** The mail server did not take a message. */
  email_failed: 502,
  /** The OpenID Connect provider does not answer. */
  provider_away: 502,
  plan_unreadable: 503,
  /** The disk refused, or the server is going down. */
  not_saved: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof errorStatus

export const errorAnswer = z.object({
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
})
export type ErrorAnswer = z.infer<typeof errorAnswer>

/** A request refused for a reason that its sender can read and act on. Anything else thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** With `too_many`: when it is worth trying again. */
  readonly retryAfterSeconds: number | undefined

  /** @param message what happened, what was kept, what to do: one or two sentences. */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.retryAfterSeconds = options?.retryAfterSeconds
  }

  get status(): (typeof errorStatus)[ErrorCode] {
    return errorStatus[this.code]
  }
}
