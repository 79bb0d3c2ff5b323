/** Who one is, and by what one is known. A person's own, and by a session alone: no program does this for them. */
import { Hono } from 'hono'
import { accountRoutes } from './accounts.ts'
import { accessTokenRoutes } from './access-tokens.ts'
import { arrivalRoutes } from './arrival.ts'
import { passkeyRoutes } from './passkeys.ts'
import { deviceRoutes } from './devices.ts'
import { yourDataRoutes } from './your-data.ts'
import type { Services } from './services.ts'
import { requireSession } from './session-cookie.ts'

export const youRoutes = (
  services: Pick<
    Services,
    'db' | 'rooms' | 'plans' | 'clock' | 'site' | 'sockets' | 'limits' | 'logGrew' | 'provider'
  >,
) =>
  new Hono()
    .use(requireSession(services))
    .route('/devices', deviceRoutes(services))
    .route('/tokens', accessTokenRoutes(services))
    .route('/passkeys', passkeyRoutes(services))
    .route('/accounts', accountRoutes(services))
    .route('/arrival', arrivalRoutes(services))
    .route('/', yourDataRoutes(services))
