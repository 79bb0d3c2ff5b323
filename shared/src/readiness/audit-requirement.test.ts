import { HOUR_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import { auditFacts } from '../plan/evidence-facts.ts'
import type { Sku } from '../plan/schema.ts'
import { emptyPlan, evidence, LAUNCH_AT, planOf, withEntity, withFields } from '../plan/test-plan.ts'
import { skuAudit } from './audit-requirement.ts'
import { findingsOf, sentences } from './test-findings.ts'
import { standingOf, turned } from './test-log.ts'

/** The audit that gave a verdict so long before the launch; nothing was received. */
function audited(hoursBefore: number, verdict: Sku['verdict']) {
  return evidence(hoursBefore, auditFacts({ verdict, received: null }))
}

describe('sku-audit', () => {
  const met = planOf({
    hubs: [{ id: 'porto', name: 'Porto' }],
    skus: [
      {
        id: 'sand',
        name: 'M38 sand',
        verdict: 'replenish',
        audited: audited(96, 'replenish'),
        replenishAt: LAUNCH_AT,
      },
      { id: 'moss', name: 'Strap, moss', verdict: 'keep', audited: audited(48, 'keep') },
      { id: 'rust', name: 'Strap, rust', verdict: 'prune', audited: audited(50, 'prune') },
    ],
    movements: [
      { id: 'm1', hubId: 'porto', skuId: 'moss', delta: 10 },
      { id: 'm2', hubId: 'porto', skuId: 'rust', delta: 10 },
      { id: 'm3', hubId: 'porto', skuId: 'rust', delta: -10 },
    ],
    bundles: [{ id: 'gift', name: 'Gift set' }],
    bundleItems: [
      { bundleId: 'gift', skuId: 'moss', quantity: 1 },
      { bundleId: 'gift', skuId: 'rust', quantity: 0 },
      { bundleId: 'gone', skuId: 'rust', quantity: 1 },
    ],
  })
  const found = (id: string, values: Partial<Sku>) =>
    findingsOf(skuAudit, withEntity(met, 'skus', id, values))

  test('is met by verdicts from T−96 h to T−48 h, both included', () => {
    expect(sentences(skuAudit, met)).toEqual([])
  })

  test('wants a SKU first', () => {
    expect(findingsOf(skuAudit, emptyPlan())).toEqual([{ text: 'There are no SKUs yet.', path: 'skus' }])
  })

  test('a SKU needs a verdict and a signature', () => {
    expect(found('moss', { verdict: null, audited: null })).toEqual([
      { text: 'Strap, moss is not audited.', path: 'skus/moss/verdict' },
    ])
    expect(found('moss', { verdict: null })).toEqual([
      { text: 'Strap, moss has no verdict.', path: 'skus/moss/verdict' },
    ])
    expect(found('moss', { audited: null })).toEqual([
      { text: 'Strap, moss has a verdict, but nobody signed the audit.', path: 'skus/moss/audited' },
    ])
  })

  test('an audit is stale once its verdict or what was received is another', () => {
    const about = { path: 'skus/moss/audited', expired: { provenAt: LAUNCH_AT - 48 * HOUR_MS } }
    expect(found('moss', { verdict: 'prune', received: 12 }).slice(0, 2)).toMatchObject([
      {
        ...about,
        text: 'The verdict has changed since the audit of Strap, moss: keep then, prune now.',
        expired: { fact: 'verdict' },
      },
      {
        ...about,
        text: 'The number received has changed since the audit of Strap, moss: not set then, 12 units now.',
        expired: { fact: 'received' },
      },
    ])
    expect(found('moss', { sold: 3 })).toEqual([])
  })

  test('an audit before T−96 h is too early', () => {
    expect(found('moss', { audited: audited(99, 'keep') })).toEqual([
      {
        text: 'Strap, moss was audited 3 h too early: the audit counts from Sun 22 Nov 2026, 19:00.',
        path: 'skus/moss/audited',
      },
    ])
    expect(found('moss', { audited: audited(96.001, 'keep') })).toHaveLength(1)
  })

  test('an audit after T−48 h is an audit, which the log calls late', () => {
    const dueAt = LAUNCH_AT - 48 * HOUR_MS
    const late = withEntity(met, 'skus', 'moss', { audited: { ...audited(0, 'keep'), at: dueAt + 1 } })
    expect(sentences(skuAudit, late)).toEqual([])
    const received = [turned('sku-audit', 'met', dueAt + HOUR_MS)]
    expect(standingOf(skuAudit, late, dueAt + HOUR_MS, received)).toMatchObject({
      state: 'metLate',
      lateByMs: HOUR_MS,
    })
    expect(standingOf(skuAudit, late, dueAt + HOUR_MS)).toMatchObject({ state: 'metLate', lateByMs: 1 })
    expect(standingOf(skuAudit, met, dueAt + HOUR_MS).state).toBe('met')
  })

  test('the window is elapsed hours across the end of summer time', () => {
    const launchAt = Date.UTC(2026, 9, 27, 19)
    const early = { ...audited(0, 'keep'), at: Date.UTC(2026, 9, 23, 19) }
    const plan = planOf({
      event: { launchAt },
      skus: [{ id: 'moss', name: 'Strap, moss', verdict: 'keep', audited: early }],
    })
    expect(sentences(skuAudit, plan)).toEqual([])
    const earlier = withEntity(plan, 'skus', 'moss', { audited: { ...early, at: early.at - 60_000 } })
    // 20:00 by the clock in Lisbon, four days before a launch at 19:00.
    expect(sentences(skuAudit, earlier)).toEqual([
      'Strap, moss was audited 1 m too early: the audit counts from Fri 23 Oct 2026, 20:00.',
    ])
  })

  test('a pruned SKU is fine where there is no hub at all', () => {
    expect(sentences(skuAudit, planOf({ ...met, hubs: [], bundles: [] }))).toEqual([])
  })

  test('nothing pruned is staged', () => {
    const plan = planOf({
      ...met,
      movements: [...met.movements, { id: 'm4', hubId: 'porto', skuId: 'rust', delta: 1 }],
    })
    expect(findingsOf(skuAudit, plan)).toEqual([
      { text: 'Strap, rust is pruned, but 1 unit is staged.', path: 'skus/rust/verdict' },
    ])
  })

  test('nothing pruned is in a bundle', () => {
    const plan = planOf({ ...met, bundleItems: [{ bundleId: 'gift', skuId: 'rust', quantity: 2 }] })
    expect(findingsOf(skuAudit, plan)).toEqual([
      { text: 'Strap, rust is pruned, but is in Gift set.', path: 'bundleItems/gift/rust/quantity' },
    ])
  })

  test('each replenished SKU has a slot', () => {
    expect(found('sand', { replenishAt: null })).toEqual([
      { text: 'M38 sand has no replenishment slot.', path: 'skus/sand/replenishAt' },
    ])
    const moss = audited(48, 'replenish')
    expect(found('moss', { verdict: 'replenish', audited: moss })).toHaveLength(1)
  })

  test('moving the launch moves the window', () => {
    const later = withFields(met, 'event', { launchAt: LAUNCH_AT + HOUR_MS })
    expect(sentences(skuAudit, later)).toEqual([
      'M38 sand was audited 1 h too early: the audit counts from Sun 22 Nov 2026, 20:00.',
    ])
  })
})
