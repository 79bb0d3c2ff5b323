import { AppError } from '@flashboard/shared/wire/errors'
import { sessionAnswer, sessionRequest } from '@flashboard/shared/wire/http'
import { Hono } from 'hono'
import * as people from '../store/people.ts'
import { newId } from '../chance.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import type { Services } from './services.ts'
import * as sessionCookie from './session-cookie.ts'

/** Who uses this device. A name is enough; saying another one renames the same person. */
export const sessionRoutes = (services: Pick<Services, 'db' | 'clock'>) =>
  new Hono()
    .post(
      '/',
      describe({
        summary: 'Say a name: opens a session on this device, or renames its person',
        ok: { status: 200, schema: sessionAnswer, is: 'The person; the cookie `session` is set' },
        refusals: ['bad_request', 'wrong_origin', 'too_large'],
      }),
      jsonBody(sessionRequest),
      async (c) => {
        const { name } = c.req.valid('json')
        const known = await sessionCookie.personOf(c, services)
        const person = { id: known?.id ?? newId(), name }
        if (known) {
          await people.rename(services.db, person)
        } else {
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
        const person = await sessionCookie.personOf(c, services)
        if (!person) throw new AppError('no_session', 'This device has no session. Say your name first.')
        return c.json({ person })
      },
    )
    .delete(
      '/',
      describe({
        summary: 'End this device’s session',
        ok: { status: 204, is: 'There is no session any more' },
        refusals: ['wrong_origin'],
      }),
      async (c) => {
        await sessionCookie.end(c, services)
        return c.body(null, 204)
      },
    )
