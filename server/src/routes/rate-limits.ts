/**
 * How often a door may be knocked at: by one key (a session or an access token), and from one address, which a
 * whole team may share. Counted in memory: there is one process; a count on disk would cost an fsync a knock and keep
 * people's addresses; and what a restart forgets is minutes old.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import { AppError } from '@flashboard/shared/wire/errors'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import ipaddr from 'ipaddr.js'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Site } from './site.ts'

interface RateLimit {
  /** What there is too much of. */
  what: string
  windowMs: number
  /** How often from one address: an IPv4 address, an IPv6 network of 64 bits. */
  byAddress: number
  /** How often by one key, where there is one by then. */
  byKey?: number
}

/**
 * Each lies far above what a hundred people behind one address do on launch day, and bounds what a stranger's program
 * costs: work, or rows that nothing removes. Guessing is no reason: a secret has 256 random bits.
 */
const rateLimits = {
  /** Anything at all of the API, and calendar feeds: 30 a minute for each of the hundred. A page that is open asks for few. */
  request: { what: 'requests', windowMs: MINUTE_MS, byAddress: 3_000 },
  /** Saying a name, a passkey, the team's own sign-in: all of the hundred at once. Each may make a person. */
  signIn: { what: 'sign-ins', windowMs: 10 * MINUTE_MS, byAddress: 100 },
  /** What comes before one, or before a new passkey; some break it off and begin again. Each keeps a row for minutes. */
  beginSignIn: { what: 'sign-ins', windowMs: 10 * MINUTE_MS, byAddress: 300 },
  /** Looking at an invitation, and taking it: each of the hundred does one and the other, with one try more. */
  join: { what: 'invitations', windowMs: 10 * MINUTE_MS, byAddress: 300, byKey: 60 },
  /** Each may hold a file of 2 MiB. Nobody makes one a minute for an hour; a program that imports a season may. */
  makePlan: { what: 'new plans', windowMs: HOUR_MS, byAddress: 300, byKey: 60 },
  /** Three pages of each of the hundred, which come back from a restart and are cut off three times more within the minute. */
  openSocket: { what: 'connections', windowMs: MINUTE_MS, byAddress: 1_200, byKey: 120 },
} as const satisfies Record<string, RateLimit>

type Door = keyof typeof rateLimits
/** A door that is not in it is not counted. */
export type RateLimitTable = Partial<Record<Door, RateLimit>>

export class RateLimits {
  readonly #table: RateLimitTable
  readonly #counts = new Map<Door, { byAddress: RateLimiterMemory; byKey: RateLimiterMemory | undefined }>()

  constructor(table: RateLimitTable = rateLimits) {
    this.#table = table
    for (const [door, { windowMs, byAddress, byKey }] of Object.entries(table)) {
      const count = (points: number) => new RateLimiterMemory({ points, duration: windowMs / SECOND_MS })
      const counts = { byAddress: count(byAddress), byKey: byKey === undefined ? undefined : count(byKey) }
      this.#counts.set(door as Door, counts)
    }
  }

  /** Counts one knock. @returns how long to wait before the next, in ms; nothing where this one is let in. */
  async wait(door: Door, { address, key }: { address?: string; key?: string }): Promise<number | undefined> {
    const counts = this.#counts.get(door)
    if (!counts) return undefined
    return (await taken(counts.byAddress, address && networkOf(address))) ?? (await taken(counts.byKey, key))
  }

  /** @throws AppError `too_many` */
  async take(door: Door, by: { address?: string; key?: string }): Promise<void> {
    const waitMs = await this.wait(door, by)
    if (waitMs === undefined) return
    const { what } = this.#table[door]!
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / SECOND_MS))
    const message = `Too many ${what} from here. Nothing was changed; try again in ${inWords(retryAfterSeconds)}.`
    throw new AppError('too_many', message, { retryAfterSeconds })
  }
}

/** Refuses who comes through a door too often. Behind `requirePerson` it counts by session or token as well. */
export const limited = ({ limits, site }: { limits: RateLimits; site: Site }, door: Door) =>
  createMiddleware(async (c, next) => {
    await limits.take(door, { address: site.addressOf(c), ...keyOf(c) })
    await next()
  })

function keyOf(c: Context): { key?: string } {
  const key = c.get('keyId') as string | undefined
  return key === undefined ? {} : { key }
}

async function taken(count: RateLimiterMemory | undefined, key: string | undefined) {
  if (!count || key === undefined) return undefined
  try {
    await count.consume(key)
    return undefined
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext
    throw refused
  }
}

/** Whoever has one address of an IPv6 network has all of them. */
export function networkOf(told: string): string {
  // Some proxies tell the port too, which is another at each connection.
  const [, v6, v4] = /^(?:\[(.+)\]|([\d.]+)):\d+$/.exec(told) ?? []
  const address = v6 ?? v4 ?? told
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return (parsed as ipaddr.IPv6).parts.slice(0, 4).join(':')
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
