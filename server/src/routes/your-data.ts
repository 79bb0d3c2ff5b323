/** What is a person's own: to take along, and to delete. */
import { fileName } from '@flashboard/shared/files/file-name'
import { counted, named } from '@flashboard/shared/plan/format'
import { AppError } from '@flashboard/shared/wire/errors'
import { Hono } from 'hono'
import * as accessTokens from '../store/access-tokens.ts'
import * as accounts from '../store/accounts.ts'
import * as alertTargets from '../store/alert-targets.ts'
import * as calendarFeeds from '../store/calendar-feeds.ts'
import * as deletedPlans from '../store/deleted-plans.ts'
import * as events from '../store/events.ts'
import * as formerPeople from '../store/former-people.ts'
import * as invitations from '../store/invitations.ts'
import type { Standing } from '../store/members.ts'
import * as passkeys from '../store/passkeys.ts'
import * as plans from '../store/plans.ts'
import { emptyWriteAheadLog } from '../store/purge.ts'
import * as sessions from '../store/sessions.ts'
import * as updates from '../store/updates.ts'
import { describe } from './describe.ts'
import { asDownload } from './download.ts'
import { nameOf } from './plan-reading.ts'
import type { Services } from './services.ts'
import { drop, type SignedIn } from './session-cookie.ts'

type Parts = Pick<Services, 'db' | 'rooms' | 'plans' | 'clock' | 'site' | 'sockets' | 'logGrew'>

/** To be mounted behind `requireSession`. */
export const yourDataRoutes = (services: Parts) => {
  const { db, rooms, clock, site, sockets, logGrew } = services

  /** A person's place in a plan, what they did there by its log, and where they are told of it. */
  const placeIn = async (row: Standing, personId: string) => {
    const { id, role } = row
    const log = await events.readAfter(db, id, 0)
    const targets = await alertTargets.listOf(db, { planId: id, personId })
    return {
      id,
      name: await nameOf(services, row),
      role,
      edits: await updates.countOf(db, id, personId),
      log: log.filter(({ actor }) => actor?.personId === personId),
      // A webhook's address is a secret that opens what lies behind it; an email address is not.
      alerts: targets.map(({ via, format, address, kinds }) => ({
        via,
        format,
        kinds,
        ...(via === 'email' && { address }),
      })),
      calendarFeedSince: (await calendarFeeds.createdAt(db, { planId: id, personId })) ?? null,
    }
  }

  /** @throws AppError `last_lead` */
  const mustLead = async (leads: readonly Standing[]): Promise<never> => {
    const name = (await nameOf(services, leads[0]!)) || 'an unnamed plan'
    const others = leads.length > 1 ? ` and of ${counted(leads.length - 1, 'plan')} more` : ''
    throw new AppError(
      'last_lead',
      `You are the only lead of “${name}”${others}. Nothing was deleted; make somebody else a lead there, or delete the plan first.`,
    )
  }

  return new Hono<SignedIn>()
    .get(
      '/export',
      describe({
        summary:
          'What is yours as one file: name, devices, passkeys, accounts, tokens, invitations that you made, and your part in each plan, deleted ones that can come back among them',
        ok: { status: 200, file: 'application/json', is: 'The file; no secret is in it' },
        refusals: ['no_session'],
      }),
      async (c) => {
        const { person, session } = c.var
        const now = clock.now()
        const places = []
        for (const row of await plans.listOf(db, person.id)) places.push(await placeIn(row, person.id))
        const deleted = []
        for (const row of await deletedPlans.placesOf(db, person.id, now)) {
          deleted.push({ ...(await placeIn(row, person.id)), deletedAt: row.deletedAt })
        }
        asDownload(c, fileName(named(person.name, 'person'), 'json', 'what is yours'))
        const yours = {
          format: 'flashboard-person',
          exportedAt: now,
          person,
          session: session.id,
          devices: await sessions.listOf(db, person.id, now),
          passkeys: await passkeys.listOf(db, person.id),
          accounts: await accounts.listOf(db, person.id),
          tokens: await accessTokens.listOf(db, person.id),
          invitations: await invitations.madeBy(db, person.id),
          plans: places,
          deletedPlans: deleted,
        }
        return c.body(`${JSON.stringify(yours, null, 2)}\n`)
      },
    )
    .delete(
      '/',
      describe({
        summary: 'Delete what is yours, for good; what you wrote in plans stays there without your name',
        ok: { status: 204, is: 'Nobody is known by this session any more' },
        refusals: ['no_session', 'wrong_origin', 'last_lead'],
      }),
      async (c) => {
        const { person } = c.var
        await rooms.drained()
        const done = await formerPeople.leave(db, person, clock.now())
        if ('leads' in done) return await mustLead(done.leads)
        sockets.close({ personId: person.id }, 'noSession')
        for (const planId of done.left) logGrew(planId)
        await emptyWriteAheadLog(db)
        drop(c, site)
        return c.body(null, 204)
      },
    )
}
