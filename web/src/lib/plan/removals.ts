/** Tells what a transaction took out of a plan's lists, or out and back under its old id. */
import { holdersOf } from '@flashboard/shared/plan/plan-doc-holders'
import type { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import type * as Y from 'yjs'

interface Removal {
  before: Plan
  after: Plan
  /** The ids under which nothing stands now, or something else than did. */
  renewed: ReadonlySet<string>
}

/** @param isWatched whether a transaction that begins is looked at. */
export function watchRemovals(
  edits: PlanDoc,
  isWatched: (transaction: Y.Transaction) => boolean,
  onRemoval: (removal: Removal) => void,
): void {
  const { doc } = edits
  let then: { plan: Plan; holders: Map<string, unknown> } | undefined
  doc.on('beforeTransaction', (transaction: Y.Transaction) => {
    then = isWatched(transaction) ? { plan: edits.read(), holders: holdersOf(doc) } : undefined
  })
  doc.on('afterTransaction', () => {
    if (!then) return
    const { plan: before, holders } = then
    then = undefined
    const now = holdersOf(doc)
    const renewed = new Set([...holders.keys()].filter((id) => now.get(id) !== holders.get(id)))
    if (renewed.size > 0) onRemoval({ before, after: edits.read(), renewed })
  })
}
