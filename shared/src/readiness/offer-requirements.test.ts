import { HOUR_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import { emptyPlan, LAUNCH_AT, planOf, signed, withEntity, withFields } from '../plan/test-plan.ts'
import { preorderTerms, priceAndReceipt } from './offer-requirements.ts'
import { dueAtOf, findingsOf, sentences } from './test-findings.ts'

const GATE_DUE_AT = LAUNCH_AT - 24 * HOUR_MS

describe('preorder-terms', () => {
  const met = planOf({
    offer: {
      preorderQuota: 1,
      termsVersion: 'v3',
      termsLink: 'https://shop.example/terms',
      consentTest: signed(30),
    },
    tiers: [
      { id: 'unset' },
      { id: 'early', opensAt: GATE_DUE_AT - HOUR_MS },
      { id: 'open', opensAt: LAUNCH_AT },
    ],
  })

  test('is met by versioned, linked terms and a stored consent', () => {
    expect(preorderTerms.applies?.(met)).toBe(true)
    expect(sentences(preorderTerms, met)).toEqual([])
  })

  test.each([0, null])('does not apply to a quota of %s', (preorderQuota) => {
    expect(preorderTerms.applies?.(withFields(met, 'offer', { preorderQuota }))).toBe(false)
  })

  test('says what is missing', () => {
    expect(findingsOf(preorderTerms, planOf({ offer: { preorderQuota: 1 } }))).toEqual([
      { text: 'The preorder terms have no link.', path: 'offer/termsLink' },
      { text: 'The preorder terms have no version.', path: 'offer/termsVersion' },
      { text: 'No test order has stored consent with its time.', path: 'offer/consentTest' },
    ])
  })

  test('blanks are nothing', () => {
    expect(
      sentences(preorderTerms, withFields(met, 'offer', { termsLink: ' ', termsVersion: ' ' })),
    ).toHaveLength(2)
  })

  test('is due when the first tier opens, where that is before the gate', () => {
    expect(dueAtOf(preorderTerms, met)).toBe(GATE_DUE_AT - HOUR_MS)
    const later = withEntity(met, 'tiers', 'early', { opensAt: GATE_DUE_AT + 1 })
    expect(dueAtOf(preorderTerms, later)).toBe(GATE_DUE_AT)
    expect(dueAtOf(preorderTerms, emptyPlan())).toBe(GATE_DUE_AT)
  })
})

describe('price-and-receipt', () => {
  const met = planOf({
    offer: {
      priceMinor: 18_500,
      taxRateBp: 0,
      taxIncluded: true,
      receiptLink: 'https://shop.example/receipt.pdf',
      receiptChecked: signed(30),
    },
  })

  test('is met by a price with tax in it and a checked receipt; a rate of 0 is a rate', () => {
    expect(sentences(priceAndReceipt, met)).toEqual([])
  })

  test('says what is missing', () => {
    expect(
      findingsOf(priceAndReceipt, withFields(emptyPlan(), 'offer', { taxIncluded: false, receiptLink: ' ' })),
    ).toEqual([
      { text: 'The price is not set.', path: 'offer/priceMinor' },
      { text: 'The tax rate is not set.', path: 'offer/taxRateBp' },
      { text: 'The price does not show tax.', path: 'offer/taxIncluded' },
      { text: 'There is no sample receipt.', path: 'offer/receiptLink' },
      { text: 'Nobody has checked that the receipt is tax-ready.', path: 'offer/receiptChecked' },
    ])
  })
})
