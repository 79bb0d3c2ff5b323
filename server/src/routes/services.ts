/** What the routes work with. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import type { Logger } from 'pino'
import type { Clock } from '../clock/clock.ts'
import type { GateClock } from '../clock/gate-clock.ts'
import type { Database } from '../store/database.ts'
import type { Heartbeat } from '../sync/heartbeat.ts'
import type { PlanReader } from '../sync/plan-reader.ts'
import type { RoomRegistry } from '../sync/room-registry.ts'

export interface Services {
  db: Database
  rooms: RoomRegistry
  plans: PlanReader
  gates: GateClock
  heartbeat: Heartbeat
  clock: Clock
  chance: Chance
  log: Logger
}
