/**
 * What brings plans from each schema to the next: part of plan-doc's layout. The server alone runs it, with nobody in the
 * plan; CONTRIBUTING has how one is written.
 */
import type * as Y from 'yjs'
import { schemaVersionOf, setSchemaVersion } from './plan-doc-meta.ts'
import { PLAN_SCHEMA_VERSION } from './schema.ts'

export interface PlanMigration {
  /** The schema that it leads to, from the one before. */
  to: number
  /** Rewrites a document. What it throws leaves the plan as it was, and closed. */
  document: (doc: Y.Doc) => void
  /** The same for a plan in a file: collections by name, read off JSON and not checked. What it throws refuses the file. */
  file: (plan: any) => unknown
}

/** In their order, without gaps, up to `PLAN_SCHEMA_VERSION`. */
export const planMigrations: readonly PlanMigration[] = []

/**
 * Brings a document to the schema of this code, in one transaction.
 * @throws RangeError where nothing leads there, and whatever a migration throws; the document is then half of each.
 */
export function migrateDocument(doc: Y.Doc, migrations: readonly PlanMigration[]): void {
  doc.transact(() => {
    for (const { to, document } of migrationsFrom(schemaVersionOf(doc), migrations)) {
      document(doc)
      setSchemaVersion(doc, to)
    }
  })
}

/** Brings a plan out of a file to the schema of this code. @throws as `migrateDocument` does. */
export function migrateFile(plan: unknown, version: number, migrations: readonly PlanMigration[]): unknown {
  return migrationsFrom(version, migrations).reduce((migrated, { file }) => file(migrated), plan)
}

function migrationsFrom(version: number, migrations: readonly PlanMigration[]): readonly PlanMigration[] {
  const way = migrations.filter(({ to }) => to > version)
  const leadsHere =
    way.length === PLAN_SCHEMA_VERSION - version && way.every(({ to }, index) => to === version + 1 + index)
  if (!leadsHere) throw new RangeError(`Nothing leads from schema ${version} to ${PLAN_SCHEMA_VERSION}`)
  return way
}
