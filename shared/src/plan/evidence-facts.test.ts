import { expect, test } from 'vitest'
import { approvalFacts, auditFacts, buyerFacts, countFacts } from './evidence-facts.ts'
import { readEvidence } from './readers.ts'
import { emptyPlan, evidence, LAUNCH_AT, planOf } from './test-plan.ts'
import { textDigest } from './text-digest.ts'

test('what a buyer meets is spelt the same on every platform, without tiers that have no time', () => {
  const plan = planOf({
    event: { hardCap: 150 },
    offer: { priceMinor: 18_500, buyLink: ' https://shop.example/buy ' },
    tiers: [
      { id: 'early', opensAt: LAUNCH_AT - 1_800_000, closesAt: LAUNCH_AT },
      { id: 'open', opensAt: LAUNCH_AT },
      { id: 'new' },
    ],
  })
  expect(buyerFacts(plan)).toEqual({
    price: '18500 EUR',
    cap: '150',
    buyLink: 'https://shop.example/buy',
    'tier/early': '2026-11-26T18:30:00.000Z/2026-11-26T19:00:00.000Z',
    'tier/open': '2026-11-26T19:00:00.000Z/..',
  })
  expect(buyerFacts(emptyPlan())).toEqual({ price: '', cap: '', buyLink: '' })
})

test('so are counts and audits, where nothing is set too', () => {
  expect(countFacts(-3)).toEqual({ staged: '-3' })
  expect(auditFacts({ verdict: 'keep', received: 0 })).toEqual({ verdict: 'keep', received: '0' })
  expect(auditFacts({ verdict: null, received: null })).toEqual({ verdict: '', received: '' })
  expect(approvalFacts({ topic: 'refund', body: ' In full.\n' })).toEqual(
    approvalFacts({ topic: 'refund', body: 'In full.' }),
  )
  expect(approvalFacts({ topic: null, body: '' })).toEqual({ text: textDigest(''), topic: '' })
})

test('facts fit what a plan may keep, for ids as long as they get', () => {
  const id = 'x'.repeat(40)
  const plan = planOf({ tiers: [{ id, opensAt: LAUNCH_AT }], offer: { buyLink: 'y'.repeat(500) } })
  for (const facts of [buyerFacts(plan), countFacts(-(10 ** 13))]) {
    expect(readEvidence(evidence(30, facts))).toEqual(evidence(30, facts))
  }
})
