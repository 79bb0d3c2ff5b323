/** Who may do what on a plan: one table, which the server enforces and the page shows. */

/** What there is to do, and the sentence that says why somebody may not. */
export const rights = {
  /** See the plan, its people, its log and its past; choose what one is told of it; leave it. */
  read: 'There is no plan at this address, or you are not in it: a lead of it can invite you.',
  /** Write the plan, name its versions and set it back to one. */
  edit: 'You can read this plan; a lead can let you edit.',
  /** Waive a requirement, and make the war room's calls. */
  call: 'Only a lead can waive a requirement or make the calls of launch day.',
  /** Invite people, change their roles, remove them. */
  admit: 'Only a lead can invite people, change their roles or remove them.',
  /** Take the plan whole, delete it, bring it back. */
  own: 'Only a lead can export all of a plan, delete it or bring it back.',
} as const

export type Right = keyof typeof rights

interface RoleRights {
  title: string
  /** What the role is for, in a few words. */
  does: string
  may: readonly Right[]
}

export const roles = {
  lead: {
    title: 'Lead',
    does: 'edits, makes the calls, and decides who is in',
    may: ['read', 'edit', 'call', 'admit', 'own'],
  },
  editor: { title: 'Editor', does: 'reads and edits the plan', may: ['read', 'edit'] },
  viewer: { title: 'Viewer', does: 'reads the plan', may: ['read'] },
} as const satisfies Record<string, RoleRights>

export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as Role[]

/** @param role nothing for somebody who is no member: they may nothing. */
export function may(role: Role | undefined, right: Right): boolean {
  return role !== undefined && (roles[role].may as readonly Right[]).includes(right)
}

/** The roles that have a right. */
export function rolesThatMay(right: Right): Role[] {
  return roleNames.filter((role) => may(role, right))
}
