/** A plan as it stood after some of its updates. */
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import * as updates from '../store/updates.ts'
import { PlanUnreadableError } from './stored-document.ts'

/**
 * Replays a plan's log once and reads it on the way.
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
    for (const { seq, bytes } of await updates.readAll(db, planId)) {
      if (seq > last) break
      Y.applyUpdate(doc, bytes)
      if (wanted.has(seq)) read.set(seq, plan.read())
    }
  } catch (cause) {
    throw new PlanUnreadableError(planId, { cause })
  } finally {
    doc.destroy()
  }
  if (read.size < wanted.size) throw new PlanUnreadableError(planId)
  return read
}
