/**
 * Everything that people prove and that an edit can undo, as one table: tests, counts, audits, approvals. Evidence keeps
 * the facts that it found with its stamp, and is good for as long as they stay as they were.
 */
import { stagedByLine } from '../figures/stock.ts'
import { approvalFacts, auditFacts, buyerFacts, countFacts, type Facts } from '../plan/evidence-facts.ts'
import { type FieldPath, fieldPath, parseFieldPath } from '../plan/field-path.ts'
import type { Evidence } from '../plan/readers.ts'
import { capitalised, formatNumber, named, skuName } from '../plan/format.ts'
import { collections, type Macro, type Plan } from '../plan/schema.ts'
import { buyerFactInWords, buyerFactSubject, choiceInWords, isTier, wholeInWords } from './fact-words.ts'
import type { Finding } from './requirement.ts'

/** More changes than this to one piece of evidence come only from a broken client. */
const CHANGES_MAX = 100

/** One piece of evidence that a plan holds. */
export interface Proof {
  path: FieldPath
  /** In a sentence: "the overlay test", "the count of M38 sand at Porto". */
  called: string
  evidence: Evidence
  /** What it would cover if it were made now. */
  facts: Facts
  /** "the price". */
  subjectOf: (fact: string) => string
  inWords: (fact: string, value: string) => string
  /** Whether a fact of the evidence that the plan has no more still counts: a tier since removed. */
  isGone?: (fact: string) => boolean
  /** What changed in one sentence, for the changes of which the usual one is not how people say it. */
  sentence?: (change: Change) => string | undefined
}

/** One fact that is not as the evidence found it. */
export interface Change {
  fact: string
  /** As found; none where the evidence did not cover it. */
  was?: string
  is: string
}

interface EvidenceKind {
  /** What such evidence covers if it is made now, at the ids of its path; nothing where they are gone. */
  facts: (plan: Plan, ...ids: readonly string[]) => Facts
  proofs: (plan: Plan) => Proof[]
}

const verdicts = collections.skus.fields.verdict.options
const topics = collections.macros.fields.topic.options

/** By collection and field, whatever the ids between them. */
export const evidence = {
  'offer/overlayTest': buyerTest('overlayTest', 'the overlay test'),
  'offer/checkoutTest': buyerTest('checkoutTest', 'the checkout test'),
  'skus/audited': {
    facts: ({ skus }, skuId) => {
      const sku = skus.find(({ id }) => id === skuId)
      return sku ? auditFacts(sku) : {}
    },
    proofs: ({ skus }) =>
      skus.flatMap((sku) => {
        if (!sku.audited) return []
        return {
          path: fieldPath('skus', sku.id, 'audited'),
          called: `the audit of ${skuName(sku)}`,
          evidence: sku.audited,
          facts: auditFacts(sku),
          subjectOf: (fact) => (fact === 'verdict' ? 'the verdict' : 'the number received'),
          inWords: (fact, value) =>
            fact === 'verdict' ? choiceInWords(value, verdicts) : wholeInWords(value, 'unit'),
        }
      }),
  },
  'stock/counted': {
    facts: (plan, hubId, skuId) => countFacts(stagedByLine(plan).get(`${hubId}/${skuId}`) ?? 0),
    proofs: (plan) => {
      const hubs = new Map(plan.hubs.map(({ id, name }) => [id, named(name, 'hub')]))
      const skus = new Map(plan.skus.map((sku) => [sku.id, skuName(sku)]))
      const stagedAt = stagedByLine(plan)
      return plan.stock.flatMap(({ hubId, skuId, counted }) => {
        // Hubs and SKUs that are gone take their counts with them.
        if (!counted || !hubs.has(hubId) || !skus.has(skuId)) return []
        const what = `${skus.get(skuId)} at ${hubs.get(hubId)}`
        const staged = stagedAt.get(`${hubId}/${skuId}`) ?? 0
        return {
          path: fieldPath('stock', hubId, skuId, 'counted'),
          called: `the count of ${what}`,
          evidence: counted,
          facts: countFacts(staged),
          subjectOf: () => 'what is staged',
          inWords: (_fact, value) => wholeInWords(value),
          sentence: ({ was }) =>
            was === undefined
              ? undefined
              : `${what} was counted at ${wholeInWords(was)}; ${formatNumber(staged)} ${staged === 1 ? 'is' : 'are'} staged now.`,
        }
      })
    },
  },
  'macros/approved': {
    facts: ({ macros }, macroId) => {
      const macro = macros.find(({ id }) => id === macroId)
      return macro ? approvalFacts(macro) : {}
    },
    proofs: ({ macros }) =>
      macros.flatMap((macro) => {
        if (!macro.approved) return []
        const what = macroCalled(macro)
        return {
          path: fieldPath('macros', macro.id, 'approved'),
          called: `the approval of ${what}`,
          evidence: macro.approved,
          facts: approvalFacts(macro),
          subjectOf: (fact) => (fact === 'text' ? 'the text' : 'the topic'),
          inWords: (_fact, value) => choiceInWords(value, topics),
          // A digest says nothing to people.
          sentence: ({ fact, was }) => {
            if (fact !== 'text') return undefined
            return was === undefined
              ? `${capitalised(what)} is approved, but its approval does not say of which text.`
              : `The text of ${what} has changed since it was approved.`
          },
        }
      }),
  },
} as const satisfies Record<string, EvidenceKind>

/** "the refund macro “Unworn”". */
function macroCalled({ topic, title }: Macro): string {
  const kind = topic ? `${topics[topic].toLowerCase()} macro` : 'macro'
  return title.trim() ? `the ${kind} “${title.trim()}”` : `the ${kind}`
}

function buyerTest(field: 'overlayTest' | 'checkoutTest', called: string): EvidenceKind {
  return {
    facts: buyerFacts,
    proofs: (plan) => {
      const evidence = plan.offer[field]
      if (!evidence) return []
      const proof: Proof = {
        path: fieldPath('offer', field),
        called,
        evidence,
        facts: buyerFacts(plan),
        subjectOf: (fact) => buyerFactSubject(fact, plan),
        inWords: (fact, value) => buyerFactInWords(fact, value, plan),
        isGone: isTier,
      }
      return [proof]
    },
  }
}

export function proofsIn(plan: Plan): Proof[] {
  return Object.values(evidence).flatMap(({ proofs }) => proofs(plan))
}

/** What evidence made now at a path covers. */
export function factsAt(path: FieldPath, plan: Plan): Facts {
  const { collection, ids, field } = parseFieldPath(path)!
  return (evidence as Record<string, EvidenceKind>)[`${collection}/${field}`]!.facts(plan, ...ids)
}

/** What is no longer as the evidence found it, in the order of the facts; what is gone comes last. */
export function changesOf({ evidence: { tested }, facts, isGone }: Proof): Change[] {
  const gone = isGone ? Object.keys(tested).filter((fact) => !(fact in facts) && isGone(fact)) : []
  return [...Object.keys(facts), ...gone]
    .flatMap((fact) => {
      const was = tested[fact]
      const is = facts[fact] ?? ''
      return was === is ? [] : [{ fact, ...(was !== undefined && { was }), is }]
    })
    .slice(0, CHANGES_MAX)
}

/** "The price has changed since the overlay test: €185.00 then, €190.00 now." */
export function sentenceOf(proof: Proof, change: Change): string {
  const own = proof.sentence?.(change)
  if (own !== undefined) return own
  const { fact, was, is } = change
  const now = proof.inWords(fact, is)
  if (was === undefined) {
    return `${capitalised(proof.called)} did not cover ${proof.subjectOf(fact)}: ${now} now.`
  }
  const then = proof.inWords(fact, was)
  return `${capitalised(proof.subjectOf(fact))} has changed since ${proof.called}: ${then} then, ${now} now.`
}

/** "the price has changed": beside the evidence itself, where the rest is plain to see. */
export function clauseOf({ subjectOf }: Proof, { fact, was }: Change): string {
  return was === undefined ? `it did not cover ${subjectOf(fact)}` : `${subjectOf(fact)} has changed`
}

export function staleFindings(proofs: readonly Proof[]): Finding[] {
  return proofs.flatMap((proof) =>
    changesOf(proof).map((change) => ({
      text: sentenceOf(proof, change),
      path: proof.path,
      expired: { fact: change.fact, provenAt: proof.evidence.at },
    })),
  )
}
