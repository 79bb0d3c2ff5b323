/** Who may do what on a plan: one table, read by the server and by the page. */

export const roles = {
  lead: { title: 'Lead', mayRead: true, mayEdit: true, mayCall: true },
  editor: { title: 'Editor', mayRead: true, mayEdit: true, mayCall: false },
  viewer: { title: 'Viewer', mayRead: true, mayEdit: false, mayCall: false },
} as const satisfies Record<string, RoleRights>

interface RoleRights {
  title: string
  /** See the plan, its people and its readiness. */
  mayRead: boolean
  /** Write the plan. */
  mayEdit: boolean
  /** Make the war room's calls and waive a requirement. */
  mayCall: boolean
}

export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as Role[]
