/** Evidence that an edit has undone is not printed as done. */
import type { Plan } from '../plan/schema.ts'
import { proofsIn, staleFindings } from '../readiness/evidence.ts'
import type { Finding } from '../readiness/requirement.ts'

/** What of it no longer holds, by the evidence's path. */
export type StaleByPath = ReadonlyMap<string, readonly Finding[]>

export function staleByPath(plan: Plan): StaleByPath {
  return Map.groupBy(staleFindings(proofsIn(plan)), ({ path }): string => path)
}
