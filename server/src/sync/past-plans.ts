/** A plan as it stood after some of its updates. */
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as snapshots from '../store/snapshots.ts'
import * as updates from '../store/updates.ts'
import { PlanUnreadableError } from './stored-plan.ts'

/**
 * Replays a plan's log once, from its snapshot where that lies before them all, and reads it on the way.
 * @param seqs the updates after which to read.
 * @throws PlanUnreadableError where the log does not have them all, or does not replay.
 */
export async function readPlansAt(
  db: Database,
  planId: string,
  seqs: readonly number[],
  chance: Chance,
): Promise<Map<number, Plan>> {
  const wanted = new Set(seqs)
  const last = Math.max(...seqs)
  const read = new Map<number, Plan>()
  const doc = new Y.Doc()
  try {
    const plan = new PlanDoc(doc, chance)
    const snapshot = await snapshots.read(db, planId)
    const start = snapshot && snapshot.seq <= Math.min(...seqs) ? snapshot : undefined
    const apply = ({ seq, bytes }: updates.StoredUpdate) => {
      Y.applyUpdate(doc, bytes)
      if (wanted.has(seq)) read.set(seq, plan.read())
    }
    if (start) apply(start)
    for (const update of await updates.readAfter(db, planId, start?.seq ?? 0)) {
      if (update.seq > last) break
      apply(update)
    }
  } catch (cause) {
    throw new PlanUnreadableError(planId, { cause })
  } finally {
    doc.destroy()
  }
  if (read.size < wanted.size) throw new PlanUnreadableError(planId)
  return read
}
