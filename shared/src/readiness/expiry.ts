/** What the log says of evidence: which facts each piece of it has lost, by whom and when. */
import type { Actor, PlanEvent } from '../log/events.ts'
import type { FieldPath } from '../plan/field-path.ts'
import type { Plan } from '../plan/schema.ts'
import { changesOf, clauseOf, proofsIn } from './evidence.ts'

/** Who made a fact stale, and when the server received that edit (UTC ms). */
export interface Cause {
  /** None where nobody can be named: it was stale before the log first told of it. */
  by: Actor | null
  at: number
}

/** By evidence, then by the facts of it that are stale. */
export type Expiries = ReadonlyMap<string, ReadonlyMap<string, Cause>>

const NOTHING: ReadonlyMap<string, Cause> = new Map()

/** Every piece of evidence that the log names; made anew, it is another piece. */
export function expiriesOf(log: readonly PlanEvent[]): Expiries {
  const all = new Map<string, ReadonlyMap<string, Cause>>()
  for (const event of log) {
    if (event.kind !== 'evidenceExpired') continue
    const { path, provenAt, stale, at, actor } = event
    const before = expiryIn(all, path, provenAt)
    const now = stale.map((fact) => [fact, before.get(fact) ?? { by: actor, at }] as const)
    all.set(keyOf(path, provenAt), new Map(now))
  }
  return all
}

/** The stale facts of one piece of evidence and their causes. */
export function expiryIn(expiries: Expiries, path: FieldPath, provenAt: number): ReadonlyMap<string, Cause> {
  return expiries.get(keyOf(path, provenAt)) ?? NOTHING
}

function keyOf(path: FieldPath, provenAt: number): string {
  return `${path}@${provenAt}`
}

/** One reason why evidence is stale now. */
export interface Staleness {
  /** "the price has changed". */
  clause: string
  /** None before the server has judged it. */
  changed?: Cause
}

/** The evidence of a plan that is stale, by its path. */
export function staleEvidence(plan: Plan, expiries: Expiries): Map<FieldPath, readonly Staleness[]> {
  const stale = new Map<FieldPath, readonly Staleness[]>()
  for (const proof of proofsIn(plan)) {
    const changes = changesOf(proof)
    if (changes.length === 0) continue
    const causes = expiryIn(expiries, proof.path, proof.evidence.at)
    stale.set(
      proof.path,
      changes.map((change) => {
        const changed = causes.get(change.fact)
        return { clause: clauseOf(proof, change), ...(changed && { changed }) }
      }),
    )
  }
  return stale
}
