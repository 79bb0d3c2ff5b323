import { describe, expect, test } from 'vitest'
import { auditFacts, buyerFacts, countFacts } from '../plan/evidence-facts.ts'
import type { Field } from '../plan/fields.ts'
import { collections, type Plan } from '../plan/schema.ts'
import {
  evidence as signed,
  LAUNCH_AT,
  planOf,
  withEntity,
  withFields,
  withoutEntity,
} from '../plan/test-plan.ts'
import { HOUR_MS } from '../plan/time.ts'
import { changesOf, clauseOf, evidence, factsAt, proofsIn, sentenceOf } from './evidence.ts'

const unsigned = planOf({
  event: { hardCap: 150 },
  offer: { priceMinor: 18_500, buyLink: 'https://shop.example/buy' },
  tiers: [{ id: 'early', name: 'Loyalty', opensAt: LAUNCH_AT - HOUR_MS, closesAt: LAUNCH_AT }],
  hubs: [{ id: 'porto', name: 'Porto' }],
  skus: [{ id: 'sand', name: 'M38 sand', verdict: 'keep', received: 200, sold: 1 }],
  movements: [{ id: 'm1', hubId: 'porto', skuId: 'sand', delta: 62 }],
  macros: [{ id: 'unworn', topic: 'refund', title: 'Unworn', body: 'Refund in full.' }],
})
const withMovement = (plan: Plan, delta: number): Plan => ({
  ...plan,
  movements: [...plan.movements, { ...plan.movements[0]!, id: `m${plan.movements.length + 1}`, delta }],
})

interface Kind {
  path: string
  /** The plan with this evidence, covering the facts. */
  sign: (plan: Plan, facts: Record<string, string>, hoursBefore?: number) => Plan
  edit: (plan: Plan) => Plan
  undo: (plan: Plan) => Plan
  says: string
  uncovered: string
  /** The plan without what it is evidence of. */
  remove?: (plan: Plan) => Plan
}

const price = (plan: Plan, priceMinor: number) => withFields(plan, 'offer', { priceMinor })
const buyerTest = (field: 'overlayTest' | 'checkoutTest', what: string): Kind => ({
  path: `offer/${field}`,
  sign: (plan, facts, hours = 30) => withFields(plan, 'offer', { [field]: signed(hours, facts) }),
  edit: (plan) => price(plan, 19_000),
  undo: (plan) => price(plan, 18_500),
  says: `The price has changed since the ${what} test: €185.00 then, €190.00 now.`,
  uncovered: `The ${what} test did not cover the price: €185.00 now.`,
})
const kinds: Kind[] = [
  buyerTest('overlayTest', 'overlay'),
  buyerTest('checkoutTest', 'checkout'),
  {
    path: 'skus/sand/audited',
    sign: (plan, facts, hours = 50) => withEntity(plan, 'skus', 'sand', { audited: signed(hours, facts) }),
    edit: (plan) => withEntity(plan, 'skus', 'sand', { received: 190 }),
    undo: (plan) => withEntity(plan, 'skus', 'sand', { received: 200 }),
    says: 'The number received has changed since the audit of M38 sand: 200 units then, 190 units now.',
    uncovered: 'The audit of M38 sand did not cover the verdict: keep now.',
    remove: (plan) => withoutEntity(plan, 'skus', 'sand'),
  },
  {
    path: 'stock/porto/sand/counted',
    sign: (plan, facts, hours = 50) => {
      const [cell] = planOf({ stock: [{ hubId: 'porto', skuId: 'sand' }] }).stock
      return { ...plan, stock: [{ ...cell!, counted: signed(hours, facts) }] }
    },
    edit: (plan) => withMovement(plan, -1),
    undo: (plan) => withMovement(plan, 1),
    says: 'M38 sand at Porto was counted at 62; 61 are staged now.',
    uncovered: 'The count of M38 sand at Porto did not cover what is staged: 62 now.',
    remove: (plan) => withoutEntity(plan, 'hubs', 'porto'),
  },
  {
    path: 'macros/unworn/approved',
    sign: (plan, facts, hours = 30) =>
      withEntity(plan, 'macros', 'unworn', { approved: signed(hours, facts) }),
    edit: (plan) => withEntity(plan, 'macros', 'unworn', { body: 'Part refund.' }),
    undo: (plan) => withEntity(plan, 'macros', 'unworn', { body: 'Refund in full.' }),
    says: 'The text of the refund macro “Unworn” has changed since it was approved.',
    uncovered: 'The refund macro “Unworn” is approved, but its approval does not say of which text.',
    remove: (plan) => withoutEntity(plan, 'macros', 'unworn'),
  },
]

const staleIn = (plan: Plan) =>
  proofsIn(plan).flatMap((proof) => changesOf(proof).map((change) => sentenceOf(proof, change)))

test('every field of evidence that a plan can have is in the table', () => {
  const fields = Object.entries(collections).flatMap(([name, { fields }]) =>
    Object.entries(fields as Record<string, Field>)
      .filter(([, { kind }]) => kind === 'evidence')
      .map(([key]) => `${name}/${key}`),
  )
  expect(Object.keys(evidence)).toEqual(fields)
})

describe.each(kinds)('$path', ({ path, sign, edit, undo, says, uncovered }) => {
  const fresh = sign(unsigned, factsAt(path, unsigned))

  test('is fresh for as long as nothing that it covers changes', () => {
    expect(proofsIn(unsigned)).toEqual([])
    expect(proofsIn(fresh)).toMatchObject([{ path, facts: factsAt(path, fresh) }])
    expect(staleIn(fresh)).toEqual([])
    expect(staleIn(withEntity(fresh, 'skus', 'sand', { sold: 138, unitCostMinor: 1 }))).toEqual([])
  })

  test('is stale after an edit, which it names, and fresh again once that is undone', () => {
    const stale = edit(fresh)
    expect(staleIn(stale)).toEqual([says])
    expect(staleIn(undo(stale))).toEqual([])
  })

  test('made anew is fresh', () => {
    const stale = edit(fresh)
    expect(staleIn(sign(stale, factsAt(path, stale), 20))).toEqual([])
  })

  test('that covers nothing says what it did not cover', () => {
    expect(staleIn(sign(unsigned, {}))[0]).toBe(uncovered)
  })
})

test.each(kinds.filter(({ remove }) => remove))('$path goes with what it is evidence of', (kind) => {
  const fresh = kind.sign(unsigned, factsAt(kind.path, unsigned))
  expect(proofsIn(kind.remove!(fresh))).toEqual([])
})

describe('the facts of a test', () => {
  const tested = (facts: Record<string, string>) =>
    withFields(unsigned, 'offer', { overlayTest: signed(30, facts) })
  const words = (plan: Plan) =>
    proofsIn(plan).flatMap((proof) =>
      changesOf(proof).map(({ fact, was }) => [fact, was && proof.inWords(fact, was)]),
    )

  test('that it did not cover have nothing to be compared with', () => {
    const { cap: _, ...older } = buyerFacts(unsigned)
    expect(proofsIn(tested(older)).flatMap(changesOf)).toEqual([{ fact: 'cap', is: '150' }])
  })

  test('of a currency that changed are a change of price', () => {
    const inYen = withFields(tested(buyerFacts(unsigned)), 'event', { currency: 'JPY' })
    expect(staleIn(inYen)).toEqual([
      'The price has changed since the overlay test: €185.00 then, JP¥18,500 now.',
    ])
  })

  test('of a tier since removed come last', () => {
    const plan = withoutEntity(tested(buyerFacts(unsigned)), 'tiers', 'early')
    expect(
      proofsIn(price(plan, 1))
        .flatMap(changesOf)
        .map(({ fact }) => fact),
    ).toEqual(['price', 'tier/early'])
  })

  test('that nobody can read are shown as they are', () => {
    const broken = { price: '12 ABC', cap: 'many', buyLink: '', 'tier/early': 'noon', later: '1' }
    expect(words(tested(broken))).toEqual([
      ['price', '12 ABC'],
      ['cap', 'many'],
      ['buyLink', ''],
      ['tier/early', 'noon'],
    ])
  })

  test('are no more than people can read, whatever a broken client kept', () => {
    const flood = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`tier/${index}`, '']))
    expect(staleIn(tested({ ...buyerFacts(unsigned), ...flood }))).toEqual([])
    const stale = Object.fromEntries(Object.keys(flood).map((key) => [key, 'x']))
    expect(staleIn(tested({ ...buyerFacts(unsigned), ...stale }))).toHaveLength(100)
  })
})

test('beside the evidence itself a clause will do', () => {
  const plan = withEntity(unsigned, 'skus', 'sand', {
    audited: signed(50, auditFacts({ verdict: 'prune', received: 200 })),
  })
  const [proof] = proofsIn(plan)
  expect(clauseOf(proof!, changesOf(proof!)[0]!)).toBe('the verdict has changed')
  expect(clauseOf(proof!, { fact: 'verdict', is: 'keep' })).toBe('it did not cover the verdict')
})

test('a count of what never moved is a count of none', () => {
  expect(factsAt('stock/lisbon/sand/counted', unsigned)).toEqual(countFacts(0))
})
