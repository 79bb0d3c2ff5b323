/** The schema that a document is of: part of plan-doc's layout. */
import type * as Y from 'yjs'

/** The server's to write, and no page shows a plan without it. */
export const META = 'meta'
const SCHEMA_VERSION = 'schemaVersion'

/** The schema that a document is of; 0 where it holds no plan. */
export function schemaVersionOf(doc: Y.Doc): number {
  const version = doc.getMap(META).get(SCHEMA_VERSION)
  return Number.isSafeInteger(version) ? (version as number) : 0
}

export function setSchemaVersion(doc: Y.Doc, version: number): void {
  doc.getMap(META).set(SCHEMA_VERSION, version)
}
