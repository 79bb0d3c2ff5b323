/** Requests and answers about who one is, and by what one is known. Instants are UTC milliseconds. */
import * as z from 'zod/mini'
import { isShown, person } from './http.ts'

const instant = z.number()

const device = z.object({
  id: z.string(),
  /** Browser and system in plain words: "Firefox on Windows". */
  device: z.string(),
  createdAt: instant,
  /** Within the hour. */
  lastSeenAt: instant,
  /** When it is signed out unless it is used again. */
  expiresAt: instant,
  isThis: z.boolean(),
})
export type Device = z.infer<typeof device>
export const devicesAnswer = z.object({ devices: z.array(device) })

/** What a program may do in a person's name. */
export const tokenScopes = {
  read: { title: 'Read', does: 'reads your plans' },
  write: { title: 'Read and write', does: 'does in your plans whatever you may do' },
} as const
export type TokenScope = keyof typeof tokenScopes

const TOKEN_DAYS_MAX = 366
export const TOKENS_MAX = 20

const label = (what: string) =>
  z
    .string(`Give the ${what} a name of 1 to 60 letters.`)
    .check(
      z.trim(),
      z.minLength(1, `Give the ${what} a name of 1 to 60 letters.`),
      z.maxLength(60, `Give the ${what} a name of 1 to 60 letters.`),
      isShown,
    )

const tokenScope = z.enum(Object.keys(tokenScopes) as [TokenScope, ...TokenScope[]], 'Choose read or write.')
const tokenDays = `Let it last 1 to ${TOKEN_DAYS_MAX} days.`

export const newTokenRequest = z.object({
  name: label('token'),
  scope: tokenScope,
  days: z
    .number(tokenDays)
    .check(z.int(tokenDays), z.minimum(1, tokenDays), z.maximum(TOKEN_DAYS_MAX, tokenDays)),
})

const accessToken = z.object({
  id: z.string(),
  name: z.string(),
  scope: tokenScope,
  createdAt: instant,
  expiresAt: instant,
  /** Within the hour; `null` until it is used. */
  lastUsedAt: z.nullable(instant),
})
export type AccessToken = z.infer<typeof accessToken>
export const tokensAnswer = z.object({ tokens: z.array(accessToken) })
export const newTokenAnswer = z.object({
  token: accessToken,
  /** Told only this once. */
  secret: z.string(),
})

/** A socket that brings a ticket names it as its subprotocol: this, and then the ticket. */
export const TICKET_PROTOCOL = 'ticket.'
export const ticketAnswer = z.object({ ticket: z.string(), expiresAt: instant })

const passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastUsedAt: z.nullable(instant),
})
export type Passkey = z.infer<typeof passkey>
export const passkeysAnswer = z.object({ passkeys: z.array(passkey) })
export const renamePasskeyRequest = z.object({ name: label('passkey') })

/** What goes to and comes from the browser's own dialogue, as its standard has it. */
export const passkeyOptionsAnswer = z.object({ options: z.record(z.string(), z.unknown()) })
const credential = z.looseObject({ id: z.string(), response: z.looseObject({}) })
export const newPasskeyRequest = z.object({ response: credential })
export const signInRequest = z.object({ response: credential })

/** By what this server lets people be who they are elsewhere, beside a passkey. */
export const signInWaysAnswer = z.object({
  /** The team's own provider, by what its people call it. */
  team: z.nullable(z.object({ name: z.string() })),
})
export const signInBegunAnswer = z.object({
  /** Where the browser is to go. It comes back to `TEAM_SIGN_IN_PATH`. */
  address: z.string(),
})

/** The page that a provider sends a browser back to. Where its person goes on, their own tab remembers. */
export const TEAM_SIGN_IN_PATH = '/signed-in'
export const signInAnswer = z.object({
  /** All that the provider put into the address, `?` first. */
  answer: z.string('Send what stands behind the ? of the address.').check(z.maxLength(8_192)),
})

/** An account with the team's provider, by which a person is known here. */
const account = z.object({
  id: z.string(),
  issuer: z.string(),
  /** What its person knows it by: an address or a name. */
  label: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
})
export type Account = z.infer<typeof account>
export const accountsAnswer = z.object({ accounts: z.array(account) })

export const arrivalAnswer = z.object({
  /** Who this device is. */
  person,
  /** Who it is to become, once its plans are brought along: nobody could get at them any more otherwise. */
  waits: z.nullable(z.object({ person, plans: z.number() })),
})
