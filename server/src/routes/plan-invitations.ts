/** The invitations to a plan, for its leads. */
import { INVITATIONS_MAX } from '@flashboard/shared/access/invitations'
import { DAY_MS } from '@flashboard/shared/plan/time'
import {
  type InvitationAnswer,
  newInvitationAnswer,
  newInvitationRequest,
} from '@flashboard/shared/wire/access'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import { newSecret } from '../secret.ts'
import * as invitations from '../store/invitations.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'db' | 'clock' | 'chance' | 'logGrew'>

/** To be mounted where the plans are, behind the door. */
export const planInvitationRoutes = ({ db, clock, chance, logGrew }: Parts) =>
  new Hono<InPlan>()
    .post(
      '/:id/invitations',
      describe({
        summary: 'Make an invitation: a role, how many days it is good, and for how many people',
        ok: { status: 201, schema: newInvitationAnswer, is: 'The invitation; its secret is told only here' },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'not_allowed',
          'not_found',
          'too_large',
          'too_many',
        ],
      }),
      only('admit'),
      jsonBody(newInvitationRequest),
      async (c) => {
        const { role, days, uses: usesMax } = c.req.valid('json')
        const createdAt = clock.now()
        const { secret, hash: secretHash } = newSecret()
        const made = {
          id: chance.newId(),
          planId: c.var.plan.id,
          by: c.var.person,
          createdAt,
          role,
          expiresAt: createdAt + days * DAY_MS,
          usesMax,
        }
        const isMade = await deciding({ db, clock }, c.var, 'admit', (trx) =>
          invitations.make(trx, { ...made, secretHash }, INVITATIONS_MAX),
        )
        if (!isMade) {
          const most = `This plan has ${INVITATIONS_MAX} open invitations already`
          throw new AppError('too_many', `${most}. Nothing was made; take one back first.`)
        }
        logGrew(c.var.plan.id)
        return c.json({ invitation: shownInvitation({ ...made, uses: 0 }), secret }, 201)
      },
    )
    .delete(
      '/:id/invitations/:invitation',
      describe({
        summary: 'Take an invitation back: it lets nobody in any more',
        ok: { status: 204, is: 'It lets nobody in' },
        refusals: ['no_session', 'wrong_origin', 'not_allowed', 'not_found'],
      }),
      only('admit'),
      async (c) => {
        const { id: planId } = c.var.plan
        const revoking = { planId, id: c.req.param('invitation'), by: c.var.person, at: clock.now() }
        const isThere = await deciding({ db, clock }, c.var, 'admit', (trx) =>
          invitations.revoke(trx, revoking),
        )
        if (!isThere) throw new AppError('not_found', 'This plan has no such invitation.')
        logGrew(planId)
        return c.body(null, 204)
      },
    )

/** As leads see it. */
export function shownInvitation(
  invitation: Pick<
    invitations.Invitation,
    'id' | 'role' | 'by' | 'createdAt' | 'expiresAt' | 'usesMax' | 'uses'
  >,
): InvitationAnswer {
  const { id, role, by, createdAt, expiresAt, usesMax, uses } = invitation
  return { id, role, by: by.name, createdAt, expiresAt, usesMax, uses }
}
