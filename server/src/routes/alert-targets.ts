import { randomBytes } from 'node:crypto'
import {
  changeTargetRequest,
  confirmTargetRequest,
  newTargetAnswer,
  newTargetRequest,
  type NewTargetRequest,
  target as targetAnswer,
  TARGETS_MAX,
  testTargetAnswer,
} from '@flashboard/shared/wire/alerts'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import * as emailProof from '../alerts/email-proof.ts'
import { webhookAddress } from '../alerts/webhook-address.ts'
import * as alertTargets from '../store/alert-targets.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, ownerOf } from './plan-door.ts'
import { readPlan } from './plan-reading.ts'
import type { Services } from './services.ts'
import { shownTargets } from './shown-target.ts'

/** How long after a test of a target the next one may come. */
export const TEST_PAUSE_MS = 10_000

type Parts = Pick<Services, 'db' | 'clock' | 'chance' | 'plans' | 'courier' | 'networks' | 'mail'>

/** To be mounted where the plans are, behind the door. */
export const alertTargetRoutes = (services: Parts) => {
  const { db, clock, chance, courier, networks, mail } = services

  /** @throws AppError `not_found`, for somebody else's too. */
  const ownTarget = async (here: InPlan['Variables'], id: string) => {
    const owner = ownerOf(here)
    const target = await alertTargets.read(db, id)
    if (target?.planId !== owner.planId || target.personId !== owner.personId) {
      throw new AppError('not_found', 'You have no such target in this plan. Nothing was changed.')
    }
    return target
  }

  const shown = async (id: string) => {
    const target = await alertTargets.read(db, id)
    if (!target) throw new AppError('not_found', 'The target was removed meanwhile.')
    return (await shownTargets(db, [target]))[0]!
  }

  /** Where it leads, and whether that must be proved first. */
  const destinationOf = async (request: NewTargetRequest) => {
    const nothing = { format: null, secret: null }
    if (request.via === 'email') return { ...nothing, ...request, confirmedAt: null }
    const { via, format, url, kinds } = request
    const address = await webhookAddress(url, networks, clock)
    const secret = format === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : null
    return { via, format, address, secret, kinds, confirmedAt: clock.now() }
  }

  return new Hono<InPlan>()
    .post(
      '/:id/alerts/targets',
      describe({
        summary: 'Add a webhook or an email address that is told of a plan; an address gets a code first',
        ok: {
          status: 201,
          schema: newTargetAnswer,
          is: 'The target, and what a signed webhook is signed with',
        },
        refusals: [
          'bad_request',
          'no_session',
          'wrong_origin',
          'not_found',
          'too_large',
          'address_refused',
          'email_off',
          'too_many',
          'email_failed',
        ],
      }),
      jsonBody(newTargetRequest),
      async (c) => {
        const request = c.req.valid('json')
        const owner = ownerOf(c.var)
        if (request.via === 'email' && mail.off !== null) throw new AppError('email_off', mail.off)
        const destination = await destinationOf(request)
        const { secret } = destination
        const added = { id: chance.newId(), ...owner, ...destination, createdAt: clock.now() }
        const isAdded = await deciding({ db, clock }, c.var, 'read', (trx) =>
          alertTargets.add(trx, added, TARGETS_MAX),
        )
        if (!isAdded) {
          const most = `You have ${TARGETS_MAX} targets in this plan already`
          throw new AppError('too_many', `${most}. Nothing was added; remove one first.`)
        }
        if (request.via === 'email') await proveOrRemove(added)
        const target = await shown(added.id)
        return c.json({ target, ...(secret !== null && { secret }) }, 201)
      },
    )
    .patch(
      '/:id/alerts/targets/:target',
      describe({
        summary: 'Choose what a target is told about',
        ok: { status: 200, schema: targetAnswer, is: 'The target' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_found', 'too_large'],
      }),
      jsonBody(changeTargetRequest),
      async (c) => {
        const { id } = await ownTarget(c.var, c.req.param('target'))
        await alertTargets.changeKinds(db, id, c.req.valid('json').kinds)
        return c.json(await shown(id))
      },
    )
    .delete(
      '/:id/alerts/targets/:target',
      describe({
        summary: 'Remove a target, and what waits for it',
        ok: { status: 204, is: 'Nothing more is sent there' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        const { id } = await ownTarget(c.var, c.req.param('target'))
        await alertTargets.remove(db, id)
        return c.body(null, 204)
      },
    )
    .post(
      '/:id/alerts/targets/:target/code',
      describe({
        summary: 'Send an email address its code again; the earlier one is no good any more',
        ok: { status: 204, is: 'A new code is on its way, or the address is confirmed already' },
        refusals: [
          'no_session',
          'wrong_origin',
          'bad_request',
          'not_found',
          'email_off',
          'too_many',
          'email_failed',
        ],
      }),
      async (c) => {
        const target = await ownTarget(c.var, c.req.param('target'))
        requireEmail(target)
        if (target.confirmedAt === null) await emailProof.sendCode(services, target)
        return c.body(null, 204)
      },
    )
    .post(
      '/:id/alerts/targets/:target/confirm',
      describe({
        summary: 'Prove an email address by the code that was sent there',
        ok: { status: 200, schema: targetAnswer, is: 'The target, which is told from now on' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_found', 'too_large', 'wrong_code'],
      }),
      jsonBody(confirmTargetRequest),
      async (c) => {
        const target = await ownTarget(c.var, c.req.param('target'))
        requireEmail(target)
        if (target.confirmedAt === null) {
          await emailProof.confirm(services, target.id, c.req.valid('json').code)
        }
        return c.json(await shown(target.id))
      },
    )
    .post(
      '/:id/alerts/targets/:target/test',
      describe({
        summary: 'Send a target one message now',
        ok: { status: 200, schema: testTargetAnswer, is: 'What came of it' },
        refusals: ['bad_request', 'no_session', 'wrong_origin', 'not_found', 'too_many', 'plan_unreadable'],
      }),
      async (c) => {
        const target = await ownTarget(c.var, c.req.param('target'))
        if (target.confirmedAt === null) {
          throw new AppError(
            'bad_request',
            'Type the code that was sent to this address first. Nothing was sent.',
          )
        }
        const { plan } = await readPlan(services, c.var.plan)
        if (!(await alertTargets.claimTest(db, target.id, clock.now(), TEST_PAUSE_MS))) {
          const pause = 'A test was sent less than 10 seconds ago'
          throw new AppError('too_many', `${pause}. Nothing was sent; try again in a moment.`)
        }
        return c.json({ error: await courier.test(target, plan.event.name) })
      },
    )

  async function proveOrRemove(added: { id: string; personId: string; address: string }): Promise<void> {
    try {
      await emailProof.sendCode(services, { ...added, codeSentAt: null })
    } catch (error) {
      await alertTargets.remove(db, added.id)
      throw error
    }
  }
}

function requireEmail({ via }: alertTargets.AlertTarget): void {
  if (via === 'email') return
  throw new AppError('bad_request', 'A webhook needs no code. Nothing was changed.')
}
