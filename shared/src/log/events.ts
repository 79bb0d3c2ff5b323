/**
 * What is remembered of a plan for good, as one table of event kinds. The server alone appends, by its own
 * clock; everybody reads. States are folds over these events and the time.
 *
 * `seq` is the order, without gaps. `at` is when the thing happened: when the server received the edit, or the
 * deadline itself, and so may lie a little before the event ahead of it.
 */
import * as z from 'zod/mini'
import { roleNames } from '../access/roles.ts'
import { actor, count, event, id, instant } from './event-shape.ts'
import { runEvents } from './run-events.ts'

export { type Actor, actor } from './event-shape.ts'

/** Counted from a launch, so before 1970 where the launch was lost. */
const deadline = z.number().check(z.int())

/** Why a requirement is waived: enough to be read later, short enough to be read aloud. */
export const WAIVER_REASON_MIN = 3
export const WAIVER_REASON_MAX = 500

export const planEvent = z.discriminatedUnion('kind', [
  event('planCreated', { template: z.string() }),
  event('personJoined', {
    personId: id,
    name: z.string(),
    role: z.enum(roleNames),
    /** Who made the invitation that they came by. */
    invitedBy: z.optional(actor),
  }),
  event('invitationMade', {
    invitation: id,
    role: z.enum(roleNames),
    usesMax: count,
    expiresAt: instant,
  }),
  event('invitationRevoked', { invitation: id, role: z.enum(roleNames) }),
  event('roleChanged', { personId: id, name: z.string(), from: z.enum(roleNames), to: z.enum(roleNames) }),
  /** Those who leave by themselves are the actor. */
  event('personRemoved', { personId: id, name: z.string() }),
  /** It can be brought back for a while. */
  event('planDeleted', {}),
  event('planBroughtBack', {}),
  event('launchMoved', { from: instant, to: instant }),
  event('requirementTurned', {
    requirement: id,
    /** Whether the plan has anything that the requirement is about; where not, it is not met either. */
    applies: z.boolean(),
    isMet: z.boolean(),
    /** The deadline as it was then. */
    dueAt: deadline,
    /** The number of the edit that turned it. */
    updateSeq: count,
    /** What was missing: the first sentences. */
    findings: z.array(z.string()),
    /** When the work was done by its own stamp, where that reached the server much later. */
    claimedAt: z.optional(instant),
  }),
  event('evidenceExpired', {
    /** The field that holds the evidence, such as `offer/overlayTest`. */
    path: id,
    /** What it was called then: "the overlay test". */
    called: z.string(),
    /** The evidence's own `at`: made anew, it starts afresh. */
    provenAt: instant,
    /** The facts that are not as it found them from here on; empty where that was undone. */
    stale: z.array(z.string()),
    /** The number of the edit that did it. */
    updateSeq: count,
    /** What that edit changed: the first sentences. */
    findings: z.array(z.string()),
  }),
  event('deadlineNeared', {
    gate: id,
    dueAt: deadline,
    /** The requirements due then that were not met: at risk from here on. */
    unmet: z.array(id),
    judgedAt: z.optional(instant),
  }),
  event('deadlinePassed', {
    gate: id,
    dueAt: deadline,
    /** The requirements due then that were not met. */
    unmet: z.array(id),
    /** When it was really judged, where that was later: the server was down, or the launch moved past it. */
    judgedAt: z.optional(instant),
  }),
  event('waiverGiven', { requirement: id, reason: z.string() }),
  event('waiverWithdrawn', { requirement: id }),
  event('versionNamed', {
    name: id,
    /** The number of the last edit in it. */
    updateSeq: count,
  }),
  event('restored', {
    /** The number of the last edit in what the plan was set back to, and when that was. */
    toSeq: count,
    toAt: instant,
    /** What that was called, where it had a name. */
    name: z.optional(id),
    /** Where only an earlier restore was taken back, with what came since left as it was: the number of its edit. */
    takesBack: z.optional(count),
    /** The number of the last edit before. */
    beforeSeq: count,
    /** The number of the edit that did it, the last where it took several. */
    updateSeq: count,
  }),
  ...runEvents,
])
export type PlanEvent = z.infer<typeof planEvent>
export type EventKind = PlanEvent['kind']
export type EventOf<K extends EventKind> = Extract<PlanEvent, { kind: K }>

type WithoutSeq<E> = E extends unknown ? Omit<E, 'seq'> : never
/** An event before the log has numbered it. */
export type NewEvent = WithoutSeq<PlanEvent>

/** The events that this code knows, in their order; of other versions' events and of damage nothing. */
export function readEvents(events: readonly unknown[]): PlanEvent[] {
  return events.flatMap((each) => {
    const read = planEvent.safeParse(each)
    return read.success ? [read.data] : []
  })
}
