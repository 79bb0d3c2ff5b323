/** Every migration, in the order of its name. A migration that has run anywhere is never edited. */
import type { Migration } from 'kysely/migration'
import * as plans from './0001_plans.ts'
import * as planLog from './0002_plan_log.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_plans': plans,
  '0002_plan_log': planLog,
}
