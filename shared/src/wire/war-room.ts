/** Requests and answers of the war room. Instants are UTC milliseconds. */
import * as z from 'zod/mini'
import { runCommand } from '../run/commands.ts'
import { SALE_LINES_MAX } from '../run/decide-sale.ts'

const instant = z.number().check(z.int(), z.nonnegative())

const keyLength = 'Give a key of 8 to 64 letters of your own: a request sent again has the same.'
export const runCommandRequest = z.object({
  key: z.string(keyLength).check(z.minLength(8, keyLength), z.maxLength(64, keyLength)),
  command: runCommand,
})
/** `seq` is the number of the last event that it gave; `repeated` where that was already so. */
export const runCommandAnswer = z.object({ seq: z.number(), repeated: z.boolean() })

/** What an address for a program that has no session is for. */
export const tokenPurposes = ['sales', 'overlay'] as const
export type TokenPurpose = (typeof tokenPurposes)[number]

const secretLength = 'A secret has 8 to 200 letters.'
export const tokenRequest = z.object({
  purpose: z.enum(tokenPurposes, 'Say sales or overlay.'),
  /** What the shop signs with; one is made where it is left out. With `sales`. */
  secret: z.optional(
    z.string(secretLength).check(z.minLength(8, secretLength), z.maxLength(200, secretLength)),
  ),
})
/** The only time that path and secret are told. */
export const tokenAnswer = z.object({ id: z.string(), path: z.string(), secret: z.nullable(z.string()) })
export const tokensAnswer = z.object({
  tokens: z.array(
    z.object({
      id: z.string(),
      purpose: z.enum(tokenPurposes),
      /** Who made it: it ends when they may lead the plan no more. */
      by: z.string(),
      createdAt: instant,
      usedAt: z.nullable(instant),
    }),
  ),
})

/** A sale as a shop or a program of one's own tells it. */
const orderId = z
  .string('Give the order’s id.')
  .check(z.minLength(1, 'Give the order’s id.'), z.maxLength(100))
export const plainSale = z.object({
  orderId,
  lines: z
    .array(
      z.object({
        /** The SKU's code, or the name of a SKU or bundle. */
        sku: z.string('Give the SKU’s code.').check(z.maxLength(300)),
        /** Negative for a refund. */
        quantity: z.number('Give a whole quantity.').check(z.int('Give a whole quantity.')),
        /** The hub's name. */
        hub: z.optional(z.string().check(z.maxLength(300))),
        preorder: z.optional(z.boolean()),
      }),
      'Say what was sold.',
    )
    .check(
      z.minLength(1, 'Say what was sold.'),
      z.maxLength(SALE_LINES_MAX, `A sale has at most ${SALE_LINES_MAX} lines.`),
    ),
})
export type PlainSale = z.infer<typeof plainSale>
export const saleAnswer = z.object({
  /** False where the order was recorded before, or has nothing of this plan. */
  recorded: z.boolean(),
  /** What of it this plan does not know: goods, which are not recorded, and hubs, whose goods count as from no named hub. */
  leftOut: z.array(z.string()),
})

/** How old what a stream shows may get before it is hidden. */
export const OVERLAY_FRESH_MS = 10_000

export const overlayAnswer = z.object({
  now: instant,
  name: z.string(),
  /** Ms until the launch, holds counted out; negative after it. */
  leftMs: z.number(),
  isHeld: z.boolean(),
  phase: z.string(),
  /** Ms until the end, holds counted out; `null` where the plan has none. */
  endsInMs: z.nullable(z.number()),
  /** Never more than cap, free stock and quota can back; `null` where there is nothing to say: no cap, or nothing to sell yet. */
  unitsLeft: z.nullable(z.number()),
})
export type OverlayAnswer = z.infer<typeof overlayAnswer>
export type TokensAnswer = z.infer<typeof tokensAnswer>
