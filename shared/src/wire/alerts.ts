/**
 * Requests and answers about the word that is sent of a plan: each person chooses for themselves, plan by plan.
 * On the page everybody is told; the rest goes to *targets*, and to a calendar that follows a *feed*.
 */
import * as z from 'zod/mini'
import { type AlertKind, alertKinds } from '../log/alerts.ts'
import { type WebhookFormat, webhookFormats } from './webhook-formats.ts'

const instant = z.number().check(z.int(), z.nonnegative())

/** How many targets a person may have in one plan. */
export const TARGETS_MAX = 5
const URL_MAX = 2_000

const kinds = z
  .array(z.enum(Object.keys(alertKinds) as AlertKind[]), 'Choose what to be told about.')
  .check(z.minLength(1, 'Choose at least one thing to be told about.'), z.maxLength(20))

export const target = z.object({
  id: z.string(),
  via: z.enum(['webhook', 'email']),
  /** With `webhook`. */
  format: z.optional(z.enum(Object.keys(webhookFormats) as WebhookFormat[])),
  /** The email address; of a webhook its host and the end of its path, because whoever has it all can write there. */
  address: z.string(),
  kinds,
  /** False until the code that was sent to an email address has come back. */
  isConfirmed: z.boolean(),
  /** How many alerts wait to be sent, or sent again. */
  waiting: z.number(),
  deliveredAt: z.nullable(instant),
  /** Why the last attempt failed, and when; none once one has worked. */
  lastError: z.nullable(z.object({ at: instant, text: z.string() })),
})
export type Target = z.infer<typeof target>

export const alertsAnswer = z.object({
  /** The calendar feed, if there is one. Its address is only told when it is made. */
  feed: z.nullable(z.object({ createdAt: instant })),
  targets: z.array(target),
  /** Why no email can be sent from here; `null` when it can. */
  emailOff: z.nullable(z.string()),
})
export type AlertsAnswer = z.infer<typeof alertsAnswer>

/** The path of the new feed on this server; an earlier one has stopped. */
export const feedAnswer = z.object({ path: z.string() })

const webhookUrl = z
  .string('Give the webhook’s address.')
  .check(
    z.trim(),
    z.minLength(1, 'Give the webhook’s address.'),
    z.maxLength(URL_MAX, 'That address is too long.'),
  )
const emailAddress = z
  .string('Give an email address.')
  .check(z.trim(), z.maxLength(254, 'That address is too long.'), z.email('That is no email address.'))

export const newTargetRequest = z.discriminatedUnion(
  'via',
  [
    z.object({
      via: z.literal('webhook'),
      format: z.enum(Object.keys(webhookFormats) as WebhookFormat[], 'Choose slack or standard.'),
      url: webhookUrl,
      kinds,
    }),
    z.object({ via: z.literal('email'), address: emailAddress, kinds }),
  ],
  'Choose webhook or email.',
)
export type NewTargetRequest = z.infer<typeof newTargetRequest>

/** `secret` (`whsec_…`) comes with a signed webhook, and only this once. */
export const newTargetAnswer = z.object({ target, secret: z.optional(z.string()) })

export const changeTargetRequest = z.object({ kinds })
export const confirmTargetRequest = z.object({
  code: z.string('Type the code.').check(z.trim(), z.regex(/^\d{6}$/, 'The code has six digits.')),
})
/** What came of a test message: `null` when it arrived, else why not. */
export const testTargetAnswer = z.object({ error: z.nullable(z.string()) })
