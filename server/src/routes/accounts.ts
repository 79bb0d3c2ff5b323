/** A person's accounts with the team's provider. They are linked by signing in with them, and unlinked here. */
import { AppError } from '@flashboard/shared/wire/errors'
import { accountsAnswer } from '@flashboard/shared/wire/you'
import { Hono } from 'hono'
import * as accounts from '../store/accounts.ts'
import { describe } from './describe.ts'
import type { Services } from './services.ts'
import type { SignedIn } from './session-cookie.ts'

/** To be mounted behind `requireSession`. */
export const accountRoutes = ({ db }: Pick<Services, 'db'>) =>
  new Hono<SignedIn>()
    .get(
      '/',
      describe({
        summary: 'Your accounts with the team’s provider',
        ok: { status: 200, schema: accountsAnswer, is: 'The accounts, the oldest first' },
        refusals: ['no_session'],
      }),
      async (c) => c.json({ accounts: await accounts.listOf(db, c.var.person.id) }),
    )
    .delete(
      '/:account',
      describe({
        summary: 'Unlink an account: it is nobody’s here any more. Devices that are signed in stay so',
        ok: { status: 204, is: 'It is unlinked' },
        refusals: ['no_session', 'wrong_origin', 'not_found'],
      }),
      async (c) => {
        if (await accounts.remove(db, c.var.person.id, c.req.param('account'))) return c.body(null, 204)
        throw new AppError(
          'not_found',
          'None of your accounts is at this address. It may be unlinked already.',
        )
      },
    )
