/** What is remembered of launch day: the event kinds of the war room. */
import * as z from 'zod/mini'
import { supportTopics } from '../plan/schema.ts'
import { actor, count, event, id, instant } from './event-shape.ts'

export const votes = { go: 'Go', noGo: 'No-go', hold: 'Hold' } as const
export type Vote = keyof typeof votes
const vote = z.enum(Object.keys(votes) as [Vote, ...Vote[]])

export const saleSources = { key: 'by hand', csv: 'from a file', hook: 'from the shop' } as const
export type SaleSource = keyof typeof saleSources
const saleSource = z.enum(Object.keys(saleSources) as [SaleSource, ...SaleSource[]])

export type IssueTopic = keyof typeof supportTopics
const issueTopic = z.enum(Object.keys(supportTopics) as [IssueTopic, ...IssueTopic[]])
/** Counted up from 1 in each run. */
const issue = z.number().check(z.int(), z.positive())

const WHOLE = 'Give a whole number of units.'

/** One line of a sale: so many of a SKU, or of a bundle. */
export const saleLine = z.object({
  /** A SKU's or a bundle's id. */
  itemId: id,
  /** Where it leaves from; nothing for a preorder, and where the shop does not say. */
  hubId: z.nullable(id),
  /** Negative for a refund. */
  quantity: z.number(WHOLE).check(z.int(WHOLE)),
  isPreorder: z.boolean(),
})
export type SaleLine = z.infer<typeof saleLine>

/** A line of a shop's order that this plan does not know. */
const leftOut = z.object({ sku: z.string(), quantity: z.number().check(z.int()) })
export type LeftOut = z.infer<typeof leftOut>

/** A cue by its id, with its words as they were then. */
const cue = { cueId: id, callOut: z.string() }

export const runEvents = [
  event('runStarted', {}),
  event('deskHandedOver', { to: actor }),
  /** By a lead, from a caller whose connection was gone. */
  event('deskTaken', { from: actor }),
  /** Ends the cue that was on. */
  event('cueStarted', { ...cue, plannedAt: instant }),
  event('cueFinished', cue),
  event('cueSkipped', cue),
  /** The last step: a cue that is on is undone, and the one before it is on again; one that was finished is on again; one that was skipped waits again. */
  event('cueWentBack', { ...cue, undoes: z.enum(['start', 'finish', 'skip']) }),
  event('cueNudged', { ...cue, owner: z.string() }),
  event('cueAcknowledged', { ...cue, how: z.enum(['read', 'ready']) }),
  event('heldCount', { reason: z.string() }),
  event('countResumed', {}),
  event('pollOpened', { consoles: z.array(z.object({ id, name: z.string() })) }),
  event('voteCast', {
    consoleId: id,
    console: z.string(),
    vote,
    reason: z.string(),
    /** The requirement that a no-go points at. */
    about: z.optional(id),
    /** What of somebody else's this vote took the place of. */
    over: z.optional(z.object({ by: actor, vote, reason: z.string() })),
  }),
  event('pollClosed', {
    outcome: z.enum(['go', 'noGo', 'waived']),
    reason: z.string(),
    /** What stood against a go, a sentence each. */
    against: z.array(z.string()),
  }),
  event('launched', { plannedAt: instant }),
  event('saleRecorded', {
    source: saleSource,
    /** With the source, what makes it one sale however often it comes. */
    orderId: id,
    /** None where the order has nothing of this plan. */
    lines: z.array(saleLine),
    /** The lines in words, with the names as they were then. */
    what: z.optional(z.string()),
    leftOut: z.optional(z.array(leftOut)),
    /** Names of hubs that the plan did not have: what is said to leave from there leaves from no named hub. */
    unknownHubs: z.optional(z.array(z.string())),
  }),
  /** Fifteen minutes more: the first begin with the launch. */
  event('sprintStarted', {}),
  event('issueLogged', {
    issue,
    /** The order or the customer. */
    who: z.string(),
    topic: issueTopic,
    what: z.string(),
    /** Empty where nobody has it yet. */
    owner: z.string(),
  }),
  event('issueSorted', { issue, topic: issueTopic, what: z.string() }),
  event('issueOwned', { issue, owner: z.string() }),
  event('issueClosed', { issue, what: z.string() }),
  event('issueReopened', { issue, what: z.string() }),
  event('noteWritten', { text: z.string() }),
  /** Before its launch, for good: another may be started. */
  event('runCalledOff', { reason: z.string() }),
  event('runClosed', { sold: count, preorders: count }),
] as const
