/** Requests and answers about who is in a plan. Instants are UTC milliseconds. */
import * as z from 'zod/mini'
import { INVITATION_DAYS_MAX, INVITATION_USES_MAX, invitationEnds } from '../access/invitations.ts'
import { roleNames } from '../access/roles.ts'

const instant = z.number().check(z.int(), z.nonnegative())
const role = z.enum(roleNames, 'Choose lead, editor or viewer.')
const days = `Give 1 to ${INVITATION_DAYS_MAX} days.`
const uses = `Give 1 to ${INVITATION_USES_MAX} uses.`

const member = z.object({ personId: z.string(), name: z.string(), role, joinedAt: instant })
export type MemberAnswer = z.infer<typeof member>

const invitation = z.object({
  id: z.string(),
  role,
  /** The name of who made it. */
  by: z.string(),
  createdAt: instant,
  expiresAt: instant,
  usesMax: z.number(),
  uses: z.number(),
})
export type InvitationAnswer = z.infer<typeof invitation>

export const peopleAnswer = z.object({
  now: instant,
  /** Leads first, then by when they joined. */
  members: z.array(member),
  /** Those that still let somebody in, the newest first; only for leads. */
  invitations: z.array(invitation),
})
export type PeopleAnswer = z.infer<typeof peopleAnswer>

/** What one may do in a plan oneself. */
export const roleAnswer = z.object({ role })

export const changeMemberRequest = z.object({ role })

export const newInvitationRequest = z.object({
  role,
  days: z.number(days).check(z.int(days), z.gte(1, days), z.lte(INVITATION_DAYS_MAX, days)),
  uses: z.number(uses).check(z.int(uses), z.gte(1, uses), z.lte(INVITATION_USES_MAX, uses)),
})
/** The secret is told only this once: the link is `/join#` and it. */
export const newInvitationAnswer = z.object({ invitation, secret: z.string() })

const wholeLink = 'Give the invitation’s secret: all that stands behind the # of its link.'
export const invitationRequest = z.object({ secret: z.string(wholeLink).check(z.maxLength(200, wholeLink)) })

/** What somebody joins who accepts. */
export const invitedAnswer = z.object({
  planName: z.string(),
  role,
  by: z.string(),
  expiresAt: instant,
  /** Why it lets nobody in any more, if so. */
  end: z.nullable(z.enum(Object.keys(invitationEnds) as (keyof typeof invitationEnds)[])),
  /** The plan's id and one's role there, for whoever is in it already. */
  already: z.nullable(z.object({ planId: z.string(), role })),
})
export type InvitedAnswer = z.infer<typeof invitedAnswer>

export const joinedAnswer = z.object({ planId: z.string(), role })
