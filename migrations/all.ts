/** Every migration, in the order of its name. A migration that has run anywhere is never edited. */
import type { Migration } from 'kysely/migration'
import * as plans from './0001_plans.ts'
import * as planLog from './0002_plan_log.ts'
import * as alerts from './0003_alerts.ts'
import * as snapshots from './0004_snapshots.ts'
import * as epoch from './0005_epoch.ts'
import * as alertEpochs from './0006_alert_epochs.ts'
import * as snapshotState from './0007_snapshot_state.ts'
import * as devices from './0008_devices.ts'
import * as writers from './0009_writers.ts'
import * as invitations from './0010_invitations.ts'
import * as warRoom from './0011_war_room.ts'
import * as keys from './0012_keys.ts'
import * as passkeys from './0013_passkeys.ts'
import * as deletedPlans from './0014_deleted_plans.ts'
import * as accounts from './0015_accounts.ts'
import * as schemaVersions from './0016_schema_versions.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_plans': plans,
  '0002_plan_log': planLog,
  '0003_alerts': alerts,
  '0004_snapshots': snapshots,
  '0005_epoch': epoch,
  '0006_alert_epochs': alertEpochs,
  '0007_snapshot_state': snapshotState,
  '0008_devices': devices,
  '0009_writers': writers,
  '0010_invitations': invitations,
  '0011_war_room': warRoom,
  '0012_keys': keys,
  '0013_passkeys': passkeys,
  '0014_deleted_plans': deletedPlans,
  '0015_accounts': accounts,
  '0016_schema_versions': schemaVersions,
}
