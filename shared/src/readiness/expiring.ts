/**
 * What edits did to evidence since the log was last told: the part of `turning` that looks at facts instead of
 * requirements. Only what holds after the last edit is told, so that a flood of edits to and fro adds no more
 * to the log than one of them would.
 */
import type { PlanEvent } from '../log/events.ts'
import type { FieldPath } from '../plan/field-path.ts'
import type { Plan } from '../plan/schema.ts'
import { type Change, changesOf, type Proof, proofsIn, sentenceOf } from './evidence.ts'
import { expiriesOf, expiryIn } from './expiry.ts'

/** The log follows this many pieces of evidence a plan: no team signs so many, a broken client might. */
export const EVIDENCE_FOLLOWED = 500
/** How many sentences of what changed an event keeps. */
const FINDINGS_KEPT = 3

export interface Expiry {
  path: FieldPath
  called: string
  provenAt: number
  /** All facts that are stale from here on, in code-unit order. */
  stale: string[]
  /** What has just changed. */
  findings: string[]
  /** Whether that was so before the first of the edits, so that nobody of these did it. */
  isOlder: boolean
}

/** A piece of evidence in one plan. */
interface Look {
  proof: Proof
  provenAt: number
  changes: ReadonlyMap<string, Change>
}

/** Whether the log says of all evidence what the plan says. */
export function isExpiryJudged(log: readonly PlanEvent[], plan: Plan): boolean {
  return untold(log, plan).length === 0
}

/**
 * For each of the plans after an edit, what the log lacks of it.
 * @param start the plan before the first edit; none where nothing was judged before.
 */
export function expiriesBetween(
  log: readonly PlanEvent[],
  start: Plan | undefined,
  plans: readonly Plan[],
): Expiry[][] {
  const found: Expiry[][] = plans.map(() => [])
  const last = plans.at(-1)
  const open = last ? untold(log, last) : []
  if (open.length === 0) return found
  const looks = plans.map(looksOf)
  const before = start && looksOf(start)
  for (const { look, told } of open) {
    const { path, called } = look.proof
    const stale = new Set(told)
    for (const [index, facts] of byEdit(look, told, looks, before)) {
      for (const fact of facts) if (!stale.delete(fact)) stale.add(fact)
      const then = looks[Math.max(0, index)]!.get(path)!
      const changes = facts.flatMap((fact) => then.changes.get(fact) ?? [])
      found[Math.max(0, index)]!.push({
        path,
        called,
        provenAt: look.provenAt,
        stale: [...stale].sort(),
        findings: changes.slice(0, FINDINGS_KEPT).map((change) => sentenceOf(then.proof, change)),
        isOlder: index < 0,
      })
    }
  }
  return found
}

/** Evidence of which the log does not say what the plan says, and which facts are stale by the log. */
function untold(log: readonly PlanEvent[], plan: Plan): { look: Look; told: ReadonlySet<string> }[] {
  const expiries = expiriesOf(log)
  return [...looksOf(plan).values()].flatMap((look) => {
    const told = new Set(expiryIn(expiries, look.proof.path, look.provenAt).keys())
    const isTold = told.size === look.changes.size && [...told].every((fact) => look.changes.has(fact))
    return isTold ? [] : [{ look, told }]
  })
}

function looksOf(plan: Plan): Map<FieldPath, Look> {
  const followed = proofsIn(plan).slice(0, EVIDENCE_FOLLOWED)
  return new Map(
    followed.map((proof) => {
      const changes = new Map(changesOf(proof).map((change) => [change.fact, change]))
      return [proof.path, { proof, provenAt: proof.evidence.at, changes }]
    }),
  )
}

/** The facts that the log must tell anew, by the edit since which they are as they are; −1 is before all. */
function byEdit(
  look: Look,
  told: ReadonlySet<string>,
  looks: readonly ReadonlyMap<FieldPath, Look>[],
  before: ReadonlyMap<FieldPath, Look> | undefined,
): [number, string[]][] {
  const isNow = (fact: string, then: ReadonlyMap<FieldPath, Look> | undefined) => {
    const other = then?.get(look.proof.path)
    return other?.provenAt === look.provenAt && other.changes.has(fact) === look.changes.has(fact)
  }
  const turned = [...new Set([...told, ...look.changes.keys()])].filter(
    (fact) => told.has(fact) !== look.changes.has(fact),
  )
  const edits = Map.groupBy(turned, (fact) => {
    const otherwise = looks.findLastIndex((then) => !isNow(fact, then))
    return otherwise >= 0 ? otherwise + 1 : isNow(fact, before) ? -1 : 0
  })
  return [...edits].sort(([a], [b]) => a - b)
}
