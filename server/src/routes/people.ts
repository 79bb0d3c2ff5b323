/** Who is in a plan, and as what. */
import { may, type Role } from '@flashboard/shared/access/roles'
import {
  changeMemberRequest,
  peopleAnswer,
  type PeopleAnswer,
  roleAnswer,
} from '@flashboard/shared/wire/access'
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import * as invitations from '../store/invitations.ts'
import * as members from '../store/members.ts'
import * as planTokens from '../store/plan-tokens.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import { shownInvitation } from './plan-invitations.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'db' | 'clock' | 'rooms' | 'sockets' | 'logGrew'>

/** To be mounted where the plans are, behind the door. */
export const peopleRoutes = ({ db, clock, rooms, sockets, logGrew }: Parts) => {
  /**
   * What somebody wrote until now is kept; from the commit on nothing is, and their sockets close. Nothing closes
   * where they are already what they become.
   * @throws AppError `not_found`, `last_lead`; then nothing was changed.
   */
  const changing = async (
    planId: string,
    personId: string,
    change: () => Promise<Awaited<ReturnType<typeof members.remove>>>,
    { reason, becomes }: { reason: CloseReason; becomes?: Role },
  ) => {
    await rooms.drained()
    const was = await change()
    if (was === undefined)
      throw new AppError('not_found', 'This person is not in the plan. Nothing was changed.')
    if (was === members.LAST_LEAD) {
      const needed = 'A plan needs a lead, and this is its only one'
      throw new AppError(
        'last_lead',
        `${needed}. Nothing was changed; make somebody else a lead first, or delete the plan.`,
      )
    }
    if (was === becomes) return
    sockets.close({ planId, personId }, reason)
    logGrew(planId)
  }

  return new Hono<InPlan>()
    .get(
      '/:id/role',
      describe({
        summary: 'What you may do in a plan',
        ok: { status: 200, schema: roleAnswer, is: 'Your role' },
        refusals: ['no_session', 'not_found'],
      }),
      (c) => c.json({ role: c.var.plan.role }),
    )
    .get(
      '/:id/people',
      describe({
        summary: 'Who is in a plan, and for leads the invitations that are open',
        ok: { status: 200, schema: peopleAnswer, is: 'The members and the invitations' },
        refusals: ['no_session', 'not_found'],
      }),
      async (c) => {
        const { id, role } = c.var.plan
        const now = clock.now()
        const open = may(role, 'admit') ? await invitations.listOpen(db, id, now) : []
        const people = {
          now,
          members: await members.listOf(db, id),
          invitations: open.map(shownInvitation),
        }
        return c.json(people satisfies PeopleAnswer)
      },
    )
    .patch(
      '/:id/people/:person',
      describe({
        summary: 'Change what somebody may do in a plan; their pages open again with it',
        ok: { status: 204, is: 'They have the role' },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'not_allowed',
          'not_found',
          'last_lead',
          'too_large',
        ],
      }),
      only('admit'),
      jsonBody(changeMemberRequest),
      async (c) => {
        const planId = c.var.plan.id
        const change = { planId, personId: c.req.param('person'), by: c.var.person, at: clock.now() }
        const { role: to } = c.req.valid('json')
        const commit = () =>
          deciding({ db, clock }, c.var, 'admit', async (trx) => {
            const was = await members.changeRole(trx, { ...change, to })
            if (was !== members.LAST_LEAD && !may(to, 'admit')) await invitations.revokeMadeBy(trx, change)
            if (was !== members.LAST_LEAD && !may(to, 'call')) await planTokens.endMadeBy(trx, change)
            return was
          })
        await changing(planId, change.personId, commit, { reason: 'roleChanged', becomes: to })
        return c.body(null, 204)
      },
    )
    .delete(
      '/:id/people/:person',
      describe({
        summary: 'Remove somebody from a plan, as a lead; or leave it, which everybody may',
        ok: { status: 204, is: 'They are not in it any more, and what they had open of it is closed' },
        refusals: ['no_session', 'wrong_origin', 'not_allowed', 'not_found', 'last_lead'],
      }),
      async (c) => {
        const planId = c.var.plan.id
        const change = { planId, personId: c.req.param('person'), by: c.var.person, at: clock.now() }
        const isOneself = change.personId === c.var.person.id
        const commit = () =>
          deciding({ db, clock }, c.var, isOneself ? 'read' : 'admit', async (trx) => {
            const was = await members.remove(trx, change)
            if (was === members.LAST_LEAD) return was
            if (!isOneself) await invitations.revokeThoseOf(trx, change)
            await invitations.revokeMadeBy(trx, change)
            await planTokens.endMadeBy(trx, change)
            return was
          })
        await changing(planId, change.personId, commit, { reason: 'removed' })
        return c.body(null, 204)
      },
    )
}
