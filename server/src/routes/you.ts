/** Who one is, and by what one is known. A person's own, and by a session alone: no program does this for them. */
import { Hono } from 'hono'
import { accessTokenRoutes } from './access-tokens.ts'
import { deviceRoutes } from './devices.ts'
import type { Services } from './services.ts'
import { requireSession } from './session-cookie.ts'

export const youRoutes = (services: Pick<Services, 'db' | 'clock' | 'site' | 'sockets'>) =>
  new Hono()
    .use(requireSession(services))
    .route('/devices', deviceRoutes(services))
    .route('/tokens', accessTokenRoutes(services))
