import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import type { Tier } from '../plan/schema.ts'
import { emptyPlan, LAUNCH_AT, planOf, withEntity, withFields, withoutEntity } from '../plan/test-plan.ts'
import { findingsOf, sentences } from './test-findings.ts'
import { firstToOpen, tiersSet } from './tiers-requirement.ts'

describe('tiers-set', () => {
  const announcedAt = LAUNCH_AT - 30 * MINUTE_MS
  const met = planOf({
    event: { hardCap: 150 },
    segments: [{ id: 'loyal' }, { id: 'everyone' }],
    tiers: [
      {
        id: 'early',
        name: 'Loyalty members',
        audience: 'loyalty',
        segmentIds: ['loyal'],
        opensAt: announcedAt,
        allocation: 50,
        announcedAt,
      },
      {
        id: 'open',
        name: 'Public',
        audience: 'public',
        segmentIds: ['everyone'],
        opensAt: LAUNCH_AT,
        allocation: 100,
        announcedAt,
      },
    ],
  })
  const found = (id: string, values: Partial<Tier>) =>
    findingsOf(tiersSet, withEntity(met, 'tiers', id, values))

  test('is met by tiers announced as the first one opens, with the whole cap allocated', () => {
    expect(sentences(tiersSet, met)).toEqual([])
  })

  test('an empty plan wants tiers, and no more than that', () => {
    expect(findingsOf(tiersSet, emptyPlan())).toEqual([
      { text: 'There are no access tiers yet: 2 are needed, one of them public.', path: 'tiers' },
    ])
  })

  test('one tier is one of two', () => {
    expect(sentences(tiersSet, withoutEntity(met, 'tiers', 'early'))).toEqual([
      'There is 1 of 2 access tiers.',
      'No access tier is for loyalty members or subscribers.',
    ])
  })

  test('exactly one tier is public', () => {
    expect(found('open', { audience: null })).toEqual([
      { text: 'No access tier is public.', path: 'tiers/open/audience' },
    ])
    expect(found('open', { audience: 'invited' })).toEqual([
      { text: 'No access tier is public.', path: 'tiers' },
    ])
    expect(found('early', { audience: 'public' })).toEqual([
      {
        text: '2 access tiers are public where 1 is wanted: Loyalty members and Public.',
        path: 'tiers/open/audience',
      },
      { text: 'No access tier is for loyalty members or subscribers.', path: 'tiers' },
    ])
  })

  test('a millisecond of head start is enough, none is not', () => {
    expect(found('early', { opensAt: LAUNCH_AT - 1 })).toEqual([])
    expect(found('early', { opensAt: LAUNCH_AT })).toEqual([
      {
        text: 'Loyalty members opens at the same time as Public, and must open before.',
        path: 'tiers/early/opensAt',
      },
    ])
  })

  test('says how far the head start is missed', () => {
    expect(found('early', { opensAt: LAUNCH_AT + 10 * MINUTE_MS }).map(({ text }) => text)).toEqual([
      'Loyalty members opens 10 m after Public, and must open before.',
    ])
  })

  test('subscribers have a head start as well as loyalty members, the invited do not count', () => {
    expect(found('early', { audience: 'subscriber' })).toEqual([])
    expect(found('early', { audience: 'invited' }).map(({ text }) => text)).toEqual([
      'No access tier is for loyalty members or subscribers.',
    ])
  })

  test('one early tier is enough: others may open later', () => {
    const more = planOf({
      ...met,
      tiers: [
        ...met.tiers,
        { ...met.tiers[0]!, id: 'subs', audience: 'subscriber', opensAt: LAUNCH_AT + 1, allocation: null },
      ],
    })
    expect(sentences(tiersSet, more)).toEqual([])
  })

  test('each tier has an opening time and a segment that is still there', () => {
    expect(found('open', { opensAt: null })).toEqual([
      { text: 'Public has no opening time.', path: 'tiers/open/opensAt' },
    ])
    expect(found('open', { segmentIds: ['gone'], name: '' })).toEqual([
      { text: 'Unnamed tier has no segment.', path: 'tiers/open/segmentIds' },
    ])
  })

  test('one segment still there is enough', () => {
    expect(found('open', { segmentIds: ['gone', 'everyone'] })).toEqual([])
  })

  test('allocations fit the cap to the unit', () => {
    expect(found('open', { allocation: 101 })).toEqual([
      {
        text: 'The tiers allocate 151 units, 1 more than the hard cap of 150.',
        path: 'tiers/open/allocation',
      },
    ])
    expect(found('open', { allocation: null })).toEqual([])
  })

  test('the cap is only missed where something is allocated', () => {
    const uncapped = withFields(met, 'event', { hardCap: null })
    expect(findingsOf(tiersSet, uncapped)).toEqual([
      { text: 'The tiers allocate 150 units, but the hard cap is not set.', path: 'event/hardCap' },
    ])
    const unallocated = planOf({
      ...uncapped,
      tiers: met.tiers.map((each) => ({ ...each, allocation: null })),
    })
    expect(sentences(tiersSet, unallocated)).toEqual([])
  })

  test('every tier is announced before the first one opens', () => {
    expect(found('open', { announcedAt: null })).toEqual([
      { text: 'Public has no announcement time.', path: 'tiers/open/announcedAt' },
    ])
    expect(found('open', { announcedAt: announcedAt + HOUR_MS })).toEqual([
      { text: 'Public is announced 1 h after the first tier opens.', path: 'tiers/open/announcedAt' },
    ])
    expect(found('open', { announcedAt: announcedAt + 1 })).toHaveLength(1)
  })
})

test('the first tier to open is the earliest with a time', () => {
  const { tiers } = planOf({ tiers: [{ id: 'a' }, { id: 'b', opensAt: 20 }, { id: 'c', opensAt: 10 }] })
  expect(firstToOpen(tiers)?.id).toBe('c')
  expect(firstToOpen(tiers.slice(0, 1))).toBeUndefined()
})
