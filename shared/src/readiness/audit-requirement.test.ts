import { HOUR_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import type { Sku } from '../plan/schema.ts'
import { emptyPlan, LAUNCH_AT, planOf, signed, withEntity, withFields } from '../plan/test-plan.ts'
import { skuAudit } from './audit-requirement.ts'
import { findingsOf, sentences } from './test-findings.ts'
import { standingOf, turned } from './test-log.ts'

describe('sku-audit', () => {
  const met = planOf({
    hubs: [{ id: 'porto', name: 'Porto' }],
    skus: [
      { id: 'sand', name: 'M38 sand', verdict: 'replenish', audited: signed(96), replenishAt: LAUNCH_AT },
      { id: 'moss', name: 'Strap, moss', verdict: 'keep', audited: signed(48) },
      { id: 'rust', name: 'Strap, rust', verdict: 'prune', audited: signed(50) },
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

  test('an audit before T−96 h is too early', () => {
    expect(found('moss', { audited: signed(99) })).toEqual([
      {
        text: 'Strap, moss was audited 3 h too early: the audit counts from Sun 22 Nov 2026, 19:00.',
        path: 'skus/moss/audited',
      },
    ])
    expect(found('moss', { audited: { at: LAUNCH_AT - 96 * HOUR_MS - 1, by: 'Ana' } })).toHaveLength(1)
  })

  test('an audit after T−48 h is an audit, which the log calls late', () => {
    const dueAt = LAUNCH_AT - 48 * HOUR_MS
    const late = withEntity(met, 'skus', 'moss', { audited: { at: dueAt + 1, by: 'Ana' } })
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
    const audited = { at: Date.UTC(2026, 9, 23, 19), by: 'Ana' }
    const plan = planOf({
      event: { launchAt },
      skus: [{ id: 'moss', name: 'Strap, moss', verdict: 'keep', audited }],
    })
    expect(sentences(skuAudit, plan)).toEqual([])
    const early = withEntity(plan, 'skus', 'moss', { audited: { ...audited, at: audited.at - 60_000 } })
    // 20:00 by the clock in Lisbon, four days before a launch at 19:00.
    expect(sentences(skuAudit, early)).toEqual([
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
    expect(found('moss', { verdict: 'replenish' })).toHaveLength(1)
  })

  test('moving the launch moves the window', () => {
    const later = withFields(met, 'event', { launchAt: LAUNCH_AT + HOUR_MS })
    expect(sentences(skuAudit, later)).toEqual([
      'M38 sand was audited 1 h too early: the audit counts from Sun 22 Nov 2026, 20:00.',
    ])
  })
})
