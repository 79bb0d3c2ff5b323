import { healthAnswer } from '@flashboard/shared/wire/http'
import { Hono } from 'hono'
import { version } from '../version.ts'
import { describe } from './describe.ts'
import type { Services } from './services.ts'

export const healthRoutes = ({ clock }: Pick<Services, 'clock'>) =>
  new Hono().get(
    '/',
    describe({
      summary: 'Whether the server is up, its time and its version',
      ok: { status: 200, schema: healthAnswer, is: 'It is up' },
    }),
    (c) => c.json({ ok: true, now: clock.now(), version }),
  )
