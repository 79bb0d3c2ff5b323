/** A person's devices: the sessions that are open in their name. */
import { AppError } from '@flashboard/shared/wire/errors'
import { devicesAnswer } from '@flashboard/shared/wire/you'
import { Hono } from 'hono'
import * as sessions from '../store/sessions.ts'
import { describe } from './describe.ts'
import type { Services } from './services.ts'
import type { SignedIn } from './session-cookie.ts'

/** To be mounted behind `requireSession`. */
export const deviceRoutes = ({ db, clock, sockets }: Pick<Services, 'db' | 'clock' | 'sockets'>) => {
  const end = async (personId: string, keyId: string) => {
    if (!(await sessions.end(db, personId, keyId))) return false
    sockets.close({ keyId }, 'noSession')
    return true
  }

  return new Hono<SignedIn>()
    .get(
      '/',
      describe({
        summary: 'Your devices: where you are signed in, the one used last first',
        ok: { status: 200, schema: devicesAnswer, is: 'The devices, this one marked' },
        refusals: ['no_session'],
      }),
      async (c) => {
        const { id, person } = c.var.session
        const devices = await sessions.listOf(db, person.id, clock.now())
        return c.json({ devices: devices.map((each) => ({ ...each, isThis: each.id === id })) })
      },
    )
    .delete(
      '/',
      describe({
        summary: 'Sign out all your devices but this one; what they have open is closed at once',
        ok: { status: 204, is: 'You are signed in here alone' },
        refusals: ['no_session', 'wrong_origin'],
      }),
      async (c) => {
        const { id, person } = c.var.session
        for (const each of await sessions.listOf(db, person.id, clock.now())) {
          if (each.id !== id) await end(person.id, each.id)
        }
        return c.body(null, 204)
      },
    )
    .delete(
      '/:device',
      describe({
        summary: 'Sign out one of your devices; what it has open is closed at once',
        ok: { status: 204, is: 'It is signed out' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        if (await end(c.var.person.id, c.req.param('device'))) return c.body(null, 204)
        throw new AppError(
          'not_found',
          'None of your devices is at this address. It may be signed out already.',
        )
      },
    )
}
