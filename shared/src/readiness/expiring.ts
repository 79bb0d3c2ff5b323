/**
 * What edits did to evidence since the log was last told: the part of `turning` that looks at facts instead of
 * requirements. Only what holds after the last edit is told, so that a flood of edits to and fro adds no more
 * to the log than one of them would.
 */
import type { PlanEvent } from '../log/events.ts'
import type { FieldPath } from '../plan/field-path.ts'
import type { Plan } from '../plan/schema.ts'
import { type Change, changesOf, factsAt, type Proof, proofsIn, sentenceOf } from './evidence.ts'
import { expiriesOf, expiryIn } from './expiry.ts'

/** The log follows this many pieces of evidence a plan: no team signs so many, a broken client might. */
export const EVIDENCE_FOLLOWED = 500
/** And tells of it so often: no team changes so much, a broken client might. From there on the board alone tells. */
export const EXPIRIES_TOLD = 10_000
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
  /** Whether nobody's edit did it: so it was before the first of these, or when the evidence came in. */
  isOlder: boolean
}

/** A piece of evidence in one plan. */
interface Look {
  proof: Proof
  provenAt: number
  changes: ReadonlyMap<string, Change>
}

/** A plan and the evidence in it. */
interface View {
  plan: Plan
  looks: ReadonlyMap<FieldPath, Look>
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
  const views = plans.map(viewOf)
  const before = start && viewOf(start)
  for (const { look, told } of open) {
    const { path, called } = look.proof
    const stale = new Set(told)
    for (const { index, isOlder, facts } of byEdit(look, told, views, before)) {
      for (const fact of facts) if (!stale.delete(fact)) stale.add(fact)
      const then = views[index]!.looks.get(path)!
      const changes = facts.flatMap((fact) => then.changes.get(fact) ?? [])
      found[index]!.push({
        path,
        called,
        provenAt: look.provenAt,
        stale: [...stale].sort(),
        findings: changes.slice(0, FINDINGS_KEPT).map((change) => sentenceOf(then.proof, change)),
        isOlder,
      })
    }
  }
  return found
}

/** Evidence of which the log does not say what the plan says, and which facts are stale by the log. */
function untold(log: readonly PlanEvent[], plan: Plan): { look: Look; told: ReadonlySet<string> }[] {
  if (log.filter(({ kind }) => kind === 'evidenceExpired').length >= EXPIRIES_TOLD) return []
  const expiries = expiriesOf(log)
  return [...viewOf(plan).looks.values()].flatMap((look) => {
    const told = new Set(expiryIn(expiries, look.proof.path, look.provenAt).keys())
    const isTold = told.size === look.changes.size && [...told].every((fact) => look.changes.has(fact))
    return isTold ? [] : [{ look, told }]
  })
}

function viewOf(plan: Plan): View {
  const followed = proofsIn(plan).slice(0, EVIDENCE_FOLLOWED)
  const looks = followed.map((proof) => {
    const changes = new Map(changesOf(proof).map((change) => [change.fact, change]))
    return [proof.path, { proof, provenAt: proof.evidence.at, changes }] as const
  })
  return { plan, looks: new Map(looks) }
}

/** Facts that the log must tell anew, by the edit since which they are as they are. */
interface Since {
  /** Of the plan after that edit. */
  index: number
  isOlder: boolean
  facts: string[]
}

function byEdit(
  look: Look,
  told: ReadonlySet<string>,
  views: readonly View[],
  before: View | undefined,
): Since[] {
  const turned = [...new Set([...told, ...look.changes.keys()])].filter(
    (fact) => told.has(fact) !== look.changes.has(fact),
  )
  const all: Since[] = []
  for (const fact of turned) {
    const index = views.findLastIndex((view) => isStaleIn(view, look, fact) !== look.changes.has(fact)) + 1
    const prior = index === 0 ? before : views[index - 1]
    const isOlder = prior !== undefined && wasSoIn(prior, look, fact)
    const known = all.find((since) => since.index === index && since.isOlder === isOlder)
    if (known) known.facts.push(fact)
    else all.push({ index, isOlder, facts: [fact] })
  }
  return all.sort((a, b) => a.index - b.index || Number(b.isOlder) - Number(a.isOlder))
}

/** Nothing where that very evidence is not there. */
function isStaleIn({ looks }: View, { proof, provenAt }: Look, fact: string): boolean | undefined {
  const there = looks.get(proof.path)
  return there?.provenAt === provenAt ? there.changes.has(fact) : undefined
}

/** Of evidence that was not there yet: a test made offline is stale when it comes in, by what went before it. */
function wasSoIn(view: View, look: Look, fact: string): boolean {
  const isStale = isStaleIn(view, look, fact)
  if (isStale !== undefined) return isStale === look.changes.has(fact)
  return factsAt(look.proof.path, view.plan)[fact] === look.proof.facts[fact]
}
