/** Joining a plan by an invitation. Its secret comes in a request's body: an address would end up in logs. */
import { endOf, invitationEnds } from '@flashboard/shared/access/invitations'
import {
  invitationRequest,
  invitedAnswer,
  type InvitedAnswer,
  joinedAnswer,
} from '@flashboard/shared/wire/access'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import { hashOf } from '../secret.ts'
import * as invitations from '../store/invitations.ts'
import * as members from '../store/members.ts'
import * as plans from '../store/plans.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { limited } from './rate-limits.ts'
import { readPlan } from './plan-reading.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'

type Parts = Pick<Services, 'db' | 'clock' | 'site' | 'plans' | 'logGrew' | 'limits'>

export const invitationRoutes = (services: Parts) => {
  const { db, clock, logGrew } = services
  return new Hono()
    .post(
      '/look',
      describe({
        summary: 'What an invitation is to; nothing is joined by it, and no session is needed',
        ok: { status: 200, schema: invitedAnswer, is: 'The plan’s name, the role, and who invites' },
        refusals: ['bad_request', 'wrong_origin', 'not_found', 'too_large', 'too_many', 'plan_unreadable'],
      }),
      limited(services, 'join'),
      jsonBody(invitationRequest),
      async (c) => {
        const invitation = await invitations.findBySecret(db, hashOf(c.req.valid('json').secret))
        const row = invitation && (await plans.read(db, invitation.planId))
        if (!invitation || !row) throw unknown()
        const { role, by, expiresAt } = invitation
        const session = await sessionCookie.sessionOf(c, services)
        const known = session && (await members.roleOf(db, row.id, session.person.id))
        const already = known === undefined ? null : { planId: row.id, role: known }
        const end = endOf(invitation, clock.now()) ?? null
        // What a plan is called is for those who may still come.
        const planName = end === null || already ? (await readPlan(services, row)).plan.event.name : ''
        const invited = { planName, role, by: by.name, expiresAt, end, already }
        return c.json(invited satisfies InvitedAnswer)
      },
    )
    .post(
      '/accept',
      describe({
        summary: 'Join a plan by an invitation; who is in it already stays what they are',
        ok: { status: 200, schema: joinedAnswer, is: 'The plan, and your role in it' },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'not_found',
          'invitation_over',
          'too_large',
          'too_many',
        ],
      }),
      sessionCookie.requirePerson(services),
      limited(services, 'join'),
      jsonBody(invitationRequest),
      async (c) => {
        const secretHash = hashOf(c.req.valid('json').secret)
        const accepted = await invitations.accept(db, { secretHash, person: c.var.person, at: clock.now() })
        if (!accepted) throw unknown()
        if ('end' in accepted) throw new AppError('invitation_over', invitationEnds[accepted.end])
        const { planId, role, isNew } = accepted
        if (isNew) logGrew(planId)
        return c.json({ planId, role })
      },
    )
}

function unknown(): AppError {
  const message =
    'This invitation is not known here. Check that all of the link was copied, or ask for a new one.'
  return new AppError('not_found', message)
}
