/** What whoever runs the server does to a plan by its command line, where nobody in the plan can. */
import { INVITATIONS_MAX } from '@flashboard/shared/access/invitations'
import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Database } from './database.ts'
import * as invitations from './invitations.ts'
import * as members from './members.ts'
import * as people from './people.ts'
import * as plans from './plans.ts'

/** As the plan's log names them: a person without a session, whom nobody can be. */
const OPERATOR: Person = { id: 'operator', name: 'The operator' }

interface OperatorsInvitation {
  id: string
  planId: string
  role: Role
  secretHash: string
  createdAt: number
  expiresAt: number
}

/**
 * Makes an invitation for one person to a plan.
 * @returns what stands against it; nothing where it is made.
 */
export async function invite(
  db: Database,
  invitation: OperatorsInvitation,
): Promise<'noPlan' | 'deleted' | 'tooMany' | undefined> {
  return await db.transaction().execute(async (trx) => {
    const { planId, createdAt } = invitation
    if (!(await plans.read(trx, planId))) return 'noPlan'
    if ((await members.listOf(trx, planId)).length === 0) return 'deleted'
    if (!(await people.find(trx, OPERATOR.id))) await people.create(trx, OPERATOR, createdAt)
    const made = { ...invitation, by: OPERATOR, usesMax: 1 }
    return (await invitations.make(trx, made, INVITATIONS_MAX)) ? undefined : 'tooMany'
  })
}
