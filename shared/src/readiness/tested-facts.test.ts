import { describe, expect, test } from 'vitest'
import { evidenceSchema } from '../plan/fields.ts'
import { emptyPlan, evidence, LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import { changedFacts, testedFacts } from './tested-facts.ts'

const plan = planOf({
  event: { hardCap: 150 },
  offer: { priceMinor: 18_500, buyLink: ' https://shop.example/buy ' },
  tiers: [
    { id: 'early', opensAt: LAUNCH_AT - 1_800_000, closesAt: LAUNCH_AT },
    { id: 'open', opensAt: LAUNCH_AT },
    { id: 'new' },
  ],
})

describe('tested facts', () => {
  test('are spelt the same on every platform, without tiers that have no time', () => {
    expect(testedFacts(plan)).toEqual({
      price: '18500 EUR',
      cap: '150',
      buyLink: 'https://shop.example/buy',
      'tier/early': '2026-11-26T18:30:00.000Z/2026-11-26T19:00:00.000Z',
      'tier/open': '2026-11-26T19:00:00.000Z/..',
    })
    expect(testedFacts(emptyPlan())).toEqual({ price: '', cap: '', buyLink: '' })
  })

  test('fit what a plan may keep, for ids as long as they get', () => {
    const id = 'x'.repeat(40)
    const facts = testedFacts(
      planOf({ tiers: [{ id, opensAt: LAUNCH_AT }], offer: { buyLink: 'y'.repeat(500) } }),
    )
    expect(evidenceSchema.safeParse(evidence(30, facts)).success).toBe(true)
  })

  test('do not change by being kept', () => {
    expect(changedFacts(evidence(30, testedFacts(plan)), plan)).toEqual([])
  })

  test('that a test did not cover have nothing to be compared with', () => {
    const { cap: _, ...older } = testedFacts(plan)
    expect(changedFacts(evidence(30, older), plan)).toEqual([
      { key: 'cap', subject: 'the hard cap', is: '150 units' },
    ])
  })

  test('of a currency that changed are a change of price', () => {
    const inYen = planOf({ ...plan, event: { ...plan.event, currency: 'JPY' } })
    expect(changedFacts(evidence(30, testedFacts(plan)), inYen)).toMatchObject([
      { key: 'price', was: '€185.00', is: 'JP¥18,500' },
    ])
  })

  test('that nobody can read are shown as they are', () => {
    const broken = {
      price: '12 ABC',
      cap: 'many',
      buyLink: '',
      'tier/early': 'noon',
      'tier/open': '',
      later: '1',
    }
    expect(changedFacts(evidence(30, broken), plan).map(({ key, was }) => [key, was])).toEqual([
      ['price', '12 ABC'],
      ['cap', 'many'],
      ['buyLink', 'not set'],
      ['tier/early', 'noon'],
      ['tier/open', 'not set'],
    ])
  })
})
