/** Requests and answers of the HTTP API. Instants are UTC milliseconds. */
import * as z from 'zod/mini'
import { roleNames } from '../access/roles.ts'
import { actor, planEvent, WAIVER_REASON_MAX, WAIVER_REASON_MIN } from '../log/events.ts'
import { gateStates } from '../readiness/states.ts'

const instant = z.number().check(z.int(), z.nonnegative())
/** Counted from a launch, so before 1970 where the launch was lost. */
const deadline = z.number().check(z.int())
/** Nothing that a screen or a sheet can't show. */
export const isShown = z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Leave out control characters.')
const personName = z
  .string('Say a name of 1 to 80 letters.')
  .check(
    z.trim(),
    z.minLength(1, 'Say a name of 1 to 80 letters.'),
    z.maxLength(80, 'A name has at most 80 letters.'),
    isShown,
  )

export const person = z.object({ id: z.string(), name: z.string() })
export type Person = z.infer<typeof person>

export const sessionRequest = z.object({ name: personName })
export const sessionAnswer = z.object({ person })

export const templates = ['playbook', 'sample', 'blank'] as const
export type Template = (typeof templates)[number]

export const createPlanRequest = z.object({
  template: z.enum(templates, 'Start from playbook, sample or blank.'),
  name: z
    .string('Name the plan.')
    .check(
      z.trim(),
      z.minLength(1, 'Name the plan.'),
      z.maxLength(120, 'A plan’s name has at most 120 letters.'),
      isShown,
    ),
  launchAt: z
    .number('Give the launch as UTC milliseconds.')
    .check(z.int('Give the launch as UTC milliseconds.')),
  /** Ninety minutes after the launch unless said. */
  endsAt: z.optional(
    z.number('Give the end as UTC milliseconds.').check(z.int('Give the end as UTC milliseconds.')),
  ),
  timeZone: z.string('Give an IANA time zone.').check(z.maxLength(60, 'Give an IANA time zone.')),
  currency: z.string('Give an ISO 4217 currency.').check(z.maxLength(3, 'Give an ISO 4217 currency.')),
})
export type CreatePlanRequest = z.infer<typeof createPlanRequest>

/** The next drop, from a plan: everything else is that plan's, moved with the launch. */
export const duplicatePlanRequest = z.pick(createPlanRequest, { name: true, launchAt: true })

const gateStateName = z.enum(Object.keys(gateStates) as (keyof typeof gateStates)[])

export const planSummary = z.object({
  id: z.string(),
  name: z.string(),
  launchAt: instant,
  timeZone: z.string(),
  currency: z.string(),
  role: z.enum(roleNames),
  /** How many updates the plan's log holds: grows with every edit saved. */
  seq: z.number(),
  /** The state that most needs somebody, and the gate that is in it; `null` when none is open. */
  worstGate: z.nullable(
    z.object({ id: z.string(), title: z.string(), state: gateStateName, open: z.number(), dueAt: deadline }),
  ),
})
export type PlanSummary = z.infer<typeof planSummary>

export const plansAnswer = z.object({ now: instant, plans: z.array(planSummary) })

export const planAnswer = z.object({
  id: z.string(),
  role: z.enum(roleNames),
  seq: z.number(),
  /** How many stored values did not parse and read as empty. */
  leftOut: z.number(),
  /** Every collection of the plan by name, as `shared/src/plan/schema.ts` has them. */
  plan: z.record(z.string(), z.unknown()),
})

const finding = z.object({
  /** One sentence: what is missing and by how much. */
  text: z.string(),
  /** The field that mends it, such as `offer/priceMinor`. */
  path: z.string(),
  /** Of evidence that an edit has made stale: whose edit that was, if anybody can be named, and when. */
  changed: z.optional(z.object({ by: z.nullable(actor), at: instant })),
})

export const readinessAnswer = z.object({
  now: instant,
  gates: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      dueAt: deadline,
      state: gateStateName,
      requirements: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          dueAt: deadline,
          state: gateStateName,
          findings: z.array(finding),
          /** How late it was met, in ms: with `metLate`, once the server has judged it. */
          lateByMs: z.optional(z.number()),
          /** The waiver in force. */
          waiver: z.optional(z.object({ by: z.nullable(actor), at: instant, reason: z.string() })),
          /** With `waived`: how it would stand without the waiver. */
          under: z.optional(gateStateName),
          /** Deadlines since moved under which it was late, and how late it was met, if it was. */
          lateBefore: z.optional(z.array(z.object({ dueAt: deadline, lateByMs: z.optional(z.number()) }))),
        }),
      ),
    }),
  ),
})

const afterWhich = 'Give `after` as the number of an event, or leave it out for all.'
export const logQuery = z.object({
  after: z.optional(z.string(afterWhich).check(z.regex(/^\d{1,15}$/, afterWhich))),
})
/** A plan's log after an event: numbered from 1, in order, without gaps. */
export const logAnswer = z.object({ events: z.array(planEvent) })

const reasonLength = `Give a reason of ${WAIVER_REASON_MIN} to ${WAIVER_REASON_MAX} letters.`
export const waiverRequest = z.object({
  /** The requirement's id, such as `sku-audit`. */
  requirement: z.string('Say which requirement.').check(z.maxLength(60, 'Say which requirement.')),
  reason: z
    .string(reasonLength)
    .check(
      z.trim(),
      z.minLength(WAIVER_REASON_MIN, reasonLength),
      z.maxLength(WAIVER_REASON_MAX, reasonLength),
      isShown,
    ),
})
export const waiverAnswer = z.object({ seq: z.number() })

export const healthAnswer = z.object({ ok: z.boolean(), now: instant, version: z.string() })
