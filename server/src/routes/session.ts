import { sessionAnswer, sessionRequest } from '@flashboard/shared/wire/http'
import { type Context, Hono } from 'hono'
import * as keys from '../store/keys.ts'
import * as people from '../store/people.ts'
import * as sessions from '../store/sessions.ts'
import { newId } from '../chance.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'

/** Who uses this device. A name is enough; saying another one renames the same person. */
export const sessionRoutes = (services: Pick<Services, 'db' | 'clock' | 'site' | 'sockets' | 'limits'>) =>
  new Hono()
    .post(
      '/',
      describe({
        summary: 'Say a name: opens a session on this device, or renames its person',
        ok: {
          status: 200,
          schema: sessionAnswer,
          is: 'The person; a cookie is set: `session`, over https `__Host-session`',
        },
        refusals: ['bad_request', 'wrong_origin', 'too_large', 'too_many'],
      }),
      jsonBody(sessionRequest),
      async (c) => {
        const { name } = c.req.valid('json')
        const session = await sessionHere(c, services)
        const known = session?.person
        const person = { id: known?.id ?? newId(), name }
        if (session && known) {
          await services.db.transaction().execute(async (trx) => {
            // Who has deleted what is theirs meanwhile keeps no name.
            if (!(await keys.personOf(trx, session.id, services.clock.now()))) throw sessionCookie.noSession()
            await people.rename(trx, person)
          })
          // Their open pages come back at once, and are here under the new name.
          if (known.name !== name) services.sockets.close({ personId: person.id }, 'resync')
        } else {
          await services.limits.take('signIn', { address: services.site.addressOf(c) })
          await people.create(services.db, person, services.clock.now())
          await sessionCookie.open(c, services, person.id)
        }
        return c.json({ person })
      },
    )
    .get(
      '/',
      describe({
        summary: 'Whose session this is',
        ok: { status: 200, schema: sessionAnswer, is: 'The person' },
        refusals: ['no_session'],
      }),
      async (c) => {
        const session = await sessionHere(c, services)
        if (!session) throw sessionCookie.noSession()
        return c.json({ person: session.person })
      },
    )
    .delete(
      '/',
      describe({
        summary: 'Sign out this device; what it has open is closed at once',
        ok: { status: 204, is: 'There is no session any more' },
        refusals: ['wrong_origin'],
      }),
      async (c) => {
        const session = await sessionCookie.sessionOf(c, services)
        if (session) {
          await sessions.end(services.db, session.person.id, session.id)
          services.sockets.close({ keyId: session.id }, 'noSession')
        }
        sessionCookie.drop(c, services.site)
        return c.body(null, 204)
      },
    )

async function sessionHere(c: Context, services: Pick<Services, 'db' | 'clock' | 'site'>) {
  return (await sessionCookie.sessionOf(c, services)) ?? (await sessionCookie.takeOver(c, services))
}
