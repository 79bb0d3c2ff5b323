/** A plan as it stood after some of its updates. */
import { setImmediate as untilOthersRan } from 'node:timers/promises'
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { migrateDocument, planMigrations } from '@flashboard/shared/plan/plan-doc-migrations'
import { type Plan, PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as snapshots from '../store/snapshots.ts'
import * as updates from '../store/updates.ts'
import { ofSchema, unreadable } from './stored-plan.ts'

/** So many updates are replayed before the sockets have their turn. */
const CHUNK_ROWS = 100

/**
 * Replays a plan's log once, from its snapshot where that lies before them all, and reads it on the way. However
 * long the log is, others have their turn in between. What was of an earlier schema is read as of this one.
 * @param seqs the updates after which to read.
 * @throws PlanUnreadableError where the log does not have them all, or does not replay.
 */
export async function readPlansAt(
  db: Database,
  planId: string,
  seqs: readonly number[],
  chance: Chance,
  migrations = planMigrations,
): Promise<Map<number, Plan>> {
  const wanted = new Set(seqs)
  const last = Math.max(...seqs)
  const read = new Map<number, Plan>()
  const doc = new Y.Doc()
  try {
    const plan = new PlanDoc(doc, chance)
    const readNow = () =>
      plan.schemaVersion === PLAN_SCHEMA_VERSION ? plan.read() : readMigrated(doc, chance, migrations)
    const apply = (stretch: readonly updates.StoredUpdate[]) => {
      // One transaction: garbage and merges are seen to once instead of an update.
      doc.transact(() => {
        for (const { bytes } of stretch) Y.applyUpdate(doc, bytes)
      })
      const { seq } = stretch.at(-1)!
      if (wanted.has(seq)) read.set(seq, readNow())
    }
    await ofSchema(db, planId)
    const snapshot = await snapshots.read(db, planId)
    const start = snapshot && snapshot.seq <= Math.min(...seqs) ? snapshot : undefined
    if (start) apply([start])
    for (let at = start?.seq ?? 0; at < last;) {
      const rows = await updates.readAfter(db, planId, at, Math.min(CHUNK_ROWS, last - at))
      if (rows.at(-1)?.seq !== at + rows.length) throw new RangeError('Rows are missing')
      for (const stretch of stretchesOf(rows, wanted)) {
        apply(stretch)
        await untilOthersRan()
      }
      at = rows.at(-1)!.seq
    }
  } catch (cause) {
    throw unreadable(planId, cause)
  } finally {
    doc.destroy()
  }
  return read
}

/** The document itself stays of its schema: what is replayed next builds on that. */
function readMigrated(doc: Y.Doc, chance: Chance, migrations: typeof planMigrations): Plan {
  const copy = new Y.Doc()
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    migrateDocument(copy, migrations)
    return new PlanDoc(copy, chance).read()
  } finally {
    copy.destroy()
  }
}

/** Cut behind each update after which the plan is wanted. */
function* stretchesOf(
  rows: readonly updates.StoredUpdate[],
  wanted: ReadonlySet<number>,
): Generator<updates.StoredUpdate[]> {
  let stretch: updates.StoredUpdate[] = []
  for (const row of rows) {
    stretch.push(row)
    if (!wanted.has(row.seq)) continue
    yield stretch
    stretch = []
  }
  if (stretch.length > 0) yield stretch
}
