/** What the routes work with. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import type { PlanMigration } from '@flashboard/shared/plan/plan-doc-migrations'
import type { Logger } from 'pino'
import type { Courier } from '../alerts/courier.ts'
import type { Mail } from '../alerts/mail.ts'
import type { Networks } from '../alerts/networks.ts'
import type { Clock } from '../clock/clock.ts'
import type { GateClock } from '../clock/gate-clock.ts'
import type { Database } from '../store/database.ts'
import type { PrintShop } from '../sheets/print-shop.ts'
import type { Heartbeat } from '../sync/heartbeat.ts'
import type { OpenSockets } from '../sync/open-sockets.ts'
import type { PlanReader } from '../sync/plan-reader.ts'
import type { RoomRegistry } from '../sync/room-registry.ts'
import type { RunStates } from '../sync/run-states.ts'
import type { Provider } from './provider.ts'
import type { RateLimits } from './rate-limits.ts'
import type { Site } from './site.ts'

export interface Services {
  db: Database
  rooms: RoomRegistry
  plans: PlanReader
  migrations?: readonly PlanMigration[]
  runs: RunStates
  gates: GateClock
  /** A plan's log has more events: whoever waits for them is told. */
  logGrew: (planId: string) => void
  courier: Courier
  networks: Networks
  mail: Mail
  printShop: PrintShop
  heartbeat: Heartbeat
  sockets: OpenSockets
  site: Site
  limits: RateLimits
  /** The team's own sign-in, where the operator has set one. */
  provider: Provider | undefined
  clock: Clock
  chance: Chance
  log: Logger
}
