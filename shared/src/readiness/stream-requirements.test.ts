import { HOUR_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import { buyerFacts } from '../plan/evidence-facts.ts'
import type { GearItem } from '../plan/schema.ts'
import {
  emptyPlan,
  evidence,
  LAUNCH_AT,
  planOf,
  signed,
  withEntity,
  withFields,
  withoutEntity,
} from '../plan/test-plan.ts'
import {
  backupLink,
  checkoutTested,
  gearReady,
  overlayTested,
  paymentFallback,
} from './stream-requirements.ts'
import { findingsOf, sentences } from './test-findings.ts'
import { standingOf, turned } from './test-log.ts'

const DUE_AT = LAUNCH_AT - 24 * HOUR_MS
const tests = [
  { requirement: overlayTested, field: 'overlayTest', what: 'overlay' },
  { requirement: checkoutTested, field: 'checkoutTest', what: 'checkout' },
] as const

describe.each(tests)('$requirement.id', ({ requirement, field, what }) => {
  const untested = planOf({
    event: { hardCap: 150 },
    offer: { priceMinor: 18_500, buyLink: 'https://shop.example/buy' },
    tiers: [{ id: 'early', name: 'Loyalty members', opensAt: LAUNCH_AT - HOUR_MS, closesAt: LAUNCH_AT }],
  })
  const met = withFields(untested, 'offer', { [field]: evidence(24, buyerFacts(untested)) })

  test('is met by a test at the deadline whose facts still hold', () => {
    expect(sentences(requirement, met)).toEqual([])
  })

  test('wants a link to test, and the test', () => {
    expect(findingsOf(requirement, emptyPlan())).toEqual([
      { text: 'The buy link is not set.', path: 'offer/buyLink' },
      { text: `The ${what} has not been tested.`, path: `offer/${field}` },
    ])
  })

  test('a test after the deadline is a test, which the log calls late', () => {
    const tested = { at: DUE_AT + 1, by: 'Ana', tested: buyerFacts(untested) }
    const late = withFields(met, 'offer', { [field]: tested })
    expect(sentences(requirement, late)).toEqual([])
    const received = [turned(requirement.id, 'met', DUE_AT + HOUR_MS)]
    expect(standingOf(requirement, late, DUE_AT + 2 * HOUR_MS, received)).toMatchObject({
      state: 'metLate',
      lateByMs: HOUR_MS,
    })
    expect(standingOf(requirement, late, DUE_AT + HOUR_MS)).toMatchObject({ state: 'metLate', lateByMs: 1 })
  })

  test('a price that changed makes it stale', () => {
    expect(findingsOf(requirement, withFields(met, 'offer', { priceMinor: 19_000 }))).toEqual([
      {
        text: `The price has changed since the ${what} test: €185.00 then, €190.00 now.`,
        path: `offer/${field}`,
        expired: { fact: 'price', provenAt: DUE_AT },
      },
    ])
  })

  test('each fact that changed is said, and the price put back is fresh again', () => {
    const changed = withFields(withFields(met, 'event', { hardCap: null }), 'offer', {
      buyLink: 'https://shop.example/buy-2',
    })
    expect(sentences(requirement, changed)).toEqual([
      `The hard cap has changed since the ${what} test: 150 units then, not set now.`,
      `The buy link has changed since the ${what} test: https://shop.example/buy then, https://shop.example/buy-2 now.`,
    ])
    const back = withFields(withFields(met, 'offer', { priceMinor: 1 }), 'offer', { priceMinor: 18_500 })
    expect(sentences(requirement, back)).toEqual([])
  })

  test('a tier that opens at another time makes it stale', () => {
    expect(
      sentences(requirement, withEntity(met, 'tiers', 'early', { opensAt: LAUNCH_AT - 2 * HOUR_MS })),
    ).toEqual([
      `The access window of Loyalty members has changed since the ${what} test: from Thu 26 Nov 2026, 18:00 until Thu 26 Nov 2026, 19:00 then, from Thu 26 Nov 2026, 17:00 until Thu 26 Nov 2026, 19:00 now.`,
    ])
  })

  test('a tier that came or went makes it stale, a renamed one does not', () => {
    const more = planOf({ ...met, tiers: [...met.tiers, { id: 'open', name: 'Public', opensAt: LAUNCH_AT }] })
    expect(sentences(requirement, more)).toEqual([
      `The ${what} test did not cover the access window of Public: from Thu 26 Nov 2026, 19:00 now.`,
    ])
    expect(sentences(requirement, withoutEntity(met, 'tiers', 'early'))).toEqual([
      `The access window of a tier since removed has changed since the ${what} test: from Thu 26 Nov 2026, 18:00 until Thu 26 Nov 2026, 19:00 then, not set now.`,
    ])
    expect(sentences(requirement, withEntity(met, 'tiers', 'early', { name: 'Members' }))).toEqual([])
  })

  test('a link taken out is said once', () => {
    expect(sentences(requirement, withFields(met, 'offer', { buyLink: ' ' }))).toEqual([
      'The buy link is not set.',
    ])
  })
})

describe('gear-ready', () => {
  const ready = { packed: true, tested: signed(30) }
  const met = planOf({
    gear: [
      { id: 'encoder', name: 'Compact encoder', kind: 'encoder', ...ready },
      { id: 'mount', name: 'Mounts', kind: 'mount', quantity: 2, angle: 'product', ...ready },
      { id: 'camera', name: 'Second camera', kind: 'camera', angle: 'context', ...ready },
      { id: 'battery', name: 'Battery', kind: 'battery', quantity: 1, ...ready },
      { id: 'hotspot', name: 'Hotspot', kind: 'hotspot', quantity: 1, ...ready },
      { id: 'spare', name: 'Spare', kind: 'other', quantity: 0 },
    ],
  })
  const found = (id: string, values: Partial<GearItem>) =>
    findingsOf(gearReady, withEntity(met, 'gear', id, values))

  test('is met by the kit, packed and tested; what stays at home does not matter', () => {
    expect(sentences(gearReady, met)).toEqual([])
  })

  test('an empty plan wants the kit', () => {
    expect(findingsOf(gearReady, emptyPlan())).toEqual([
      { text: 'The gear list has no encoder.', path: 'gear' },
      { text: 'The gear list has no camera mount.', path: 'gear' },
      { text: 'The gear list has no battery.', path: 'gear' },
      { text: 'The gear list has no hotspot.', path: 'gear' },
      { text: 'No camera or mount is set for the product angle.', path: 'gear' },
      { text: 'No camera or mount is set for the context angle.', path: 'gear' },
    ])
  })

  test('one mount is one of two, and an unset quantity is one', () => {
    const expected = [{ text: 'The gear list has 1 of 2 camera mounts.', path: 'gear/mount/quantity' }]
    expect(found('mount', { quantity: 1 })).toEqual(expected)
    expect(found('mount', { quantity: null })).toEqual(expected)
  })

  test('both angles are shown', () => {
    expect(found('camera', { angle: null })).toEqual([
      { text: 'No camera or mount is set for the context angle.', path: 'gear/camera/angle' },
    ])
    expect(found('camera', { kind: 'microphone' })).toEqual([
      { text: 'No camera or mount is set for the context angle.', path: 'gear' },
    ])
  })

  test('every item that comes along is packed and tested', () => {
    expect(found('encoder', { packed: false })).toEqual([
      { text: 'Compact encoder is not packed.', path: 'gear/encoder/packed' },
    ])
    expect(found('encoder', { tested: null })).toEqual([
      { text: 'Compact encoder is not tested.', path: 'gear/encoder/tested' },
    ])
    expect(found('spare', { quantity: 1, name: '' }).map(({ text }) => text)).toEqual([
      'Unnamed item is not packed.',
      'Unnamed item is not tested.',
    ])
  })
})

describe('backup-link', () => {
  const met = planOf({ link: { bitrateKbps: 6_001, backupKbps: 9_002 } })

  test('is met by 1.5 times the bitrate, to the kilobit', () => {
    expect(sentences(backupLink, met)).toEqual([])
    expect(sentences(backupLink, planOf({ link: { bitrateKbps: 6_000, backupKbps: 9_000 } }))).toEqual([])
    expect(findingsOf(backupLink, withFields(met, 'link', { backupKbps: 9_001 }))).toEqual([
      {
        text: 'The backup link uploads 9,001 of 9,002 kbps, 1.5 times the bitrate.',
        path: 'link/backupKbps',
      },
    ])
  })

  test('wants both figures; a bitrate of 0 is none', () => {
    const expected = [
      { text: "The stream's bitrate is not set.", path: 'link/bitrateKbps' },
      { text: 'The backup upload has not been measured.', path: 'link/backupKbps' },
    ]
    expect(findingsOf(backupLink, emptyPlan())).toEqual(expected)
    expect(findingsOf(backupLink, planOf({ link: { bitrateKbps: 0 } }))).toEqual(expected)
  })
})

describe('payment-fallback', () => {
  const met = planOf({
    offer: { tokenBackupTest: signed(30) },
    hubs: [{ id: 'porto', name: 'Porto', modes: ['collection'] }],
    gear: [
      { id: 'pos', kind: 'pointOfSale', tested: signed(30) },
      { id: 'pos2', kind: 'pointOfSale' },
    ],
  })

  test('is met by a tested backup and one tested point of sale', () => {
    expect(sentences(paymentFallback, met)).toEqual([])
  })

  test('wants the backup tested', () => {
    expect(findingsOf(paymentFallback, emptyPlan())).toEqual([
      { text: 'The payment-token backup has not been tested.', path: 'offer/tokenBackupTest' },
    ])
  })

  test('wants a point of sale where a hub offers collection', () => {
    expect(findingsOf(paymentFallback, withEntity(met, 'gear', 'pos', { tested: null }))).toEqual([
      { text: 'Porto offers collection, but no point of sale has been tested.', path: 'gear/pos/tested' },
    ])
    expect(findingsOf(paymentFallback, planOf({ ...met, gear: [] }))).toEqual([
      { text: 'Porto offers collection, but the gear list has no point of sale.', path: 'gear' },
    ])
    const shipping = withEntity(planOf({ ...met, gear: [] }), 'hubs', 'porto', { modes: ['shipping'] })
    expect(sentences(paymentFallback, shipping)).toEqual([])
  })

  test('a point of sale that stays at home is none', () => {
    expect(sentences(paymentFallback, withEntity(met, 'gear', 'pos', { quantity: 0 }))).toEqual([
      'Porto offers collection, but no point of sale has been tested.',
    ])
  })
})
