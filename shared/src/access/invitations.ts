/** An invitation: a link that makes whoever opens it a member, until a time and so many times. */
import type { Role } from './roles.ts'

export const INVITATION_DAYS_MAX = 90
export const INVITATION_USES_MAX = 100
/** A plan has no more open ones at a time: whoever looks through them must still see which is which. */
export const INVITATIONS_MAX = 30

export interface InvitationTerms {
  role: Role
  /** UTC ms: from then on it lets nobody in. */
  expiresAt: number
  /** How many people may come by it. */
  usesMax: number
  /** How many have. */
  uses: number
  /** UTC ms: when a lead took it back. */
  revokedAt: number | null
}

/** Why an invitation lets nobody in any more, to whoever holds it. */
export const invitationEnds = {
  revoked: 'This invitation was taken back. Ask whoever sent it for a new one.',
  expired: 'This invitation has expired. Ask whoever sent it for a new one.',
  usedUp: 'This invitation has let in as many people as it was made for. Ask whoever sent it for a new one.',
} as const

export type InvitationEnd = keyof typeof invitationEnds

/** Why it lets nobody in at `now` (UTC ms); nothing while it does. */
export function endOf(
  { revokedAt, expiresAt, uses, usesMax }: InvitationTerms,
  now: number,
): InvitationEnd | undefined {
  if (revokedAt !== null) return 'revoked'
  if (now >= expiresAt) return 'expired'
  return uses >= usesMax ? 'usedUp' : undefined
}
