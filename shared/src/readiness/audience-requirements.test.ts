import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import { emptyPlan, LAUNCH_AT, planOf, signed, withEntity, withFields } from '../plan/test-plan.ts'
import { rsvpConfirmed, segmentsSized, taxAndPayment } from './audience-requirements.ts'
import { dueAtOf, findingsOf, sentences } from './test-findings.ts'
import { standingOf, turned } from './test-log.ts'

const DUE_AT = LAUNCH_AT - 72 * HOUR_MS

describe('rsvp-confirmed', () => {
  const met = planOf({
    demandTest: {
      locked: true,
      opensAt: DUE_AT - 72 * HOUR_MS,
      closesAt: DUE_AT,
      rsvps: 1,
      confirmed: { at: DUE_AT, by: 'Ana' },
    },
  })
  const found = (values: Partial<typeof met.demandTest>) =>
    sentences(rsvpConfirmed, withFields(met, 'demandTest', values))

  test('is met by 72 hours that end at the deadline, confirmed the moment they end', () => {
    expect(dueAtOf(rsvpConfirmed, met)).toBe(DUE_AT)
    expect(found({})).toEqual([])
  })

  test('an empty plan wants everything', () => {
    expect(findingsOf(rsvpConfirmed, emptyPlan())).toEqual([
      { text: 'The RSVP page is not locked.', path: 'demandTest/locked' },
      { text: 'The RSVP page has no opening time.', path: 'demandTest/opensAt' },
      { text: 'The RSVP page has no closing time.', path: 'demandTest/closesAt' },
      { text: 'There are no RSVPs yet.', path: 'demandTest/rsvps' },
      { text: 'Nobody has confirmed the RSVP list.', path: 'demandTest/confirmed' },
    ])
  })

  test('the page must be locked', () => {
    expect(found({ locked: false })).toEqual(['The RSVP page is not locked.'])
  })

  test('a second short of 72 hours is short', () => {
    const late = withFields(met, 'demandTest', { opensAt: DUE_AT - 72 * HOUR_MS + 1_000 })
    expect(findingsOf(rsvpConfirmed, late)).toEqual([
      { text: 'The RSVP page runs 1 s short of 72 h.', path: 'demandTest/opensAt' },
    ])
  })

  test('a short run is mended at its end where the deadline leaves room', () => {
    const short = withFields(met, 'demandTest', { closesAt: DUE_AT - 90 * MINUTE_MS })
    expect(findingsOf(rsvpConfirmed, short)).toEqual([
      { text: 'The RSVP page runs 1 h 30 m short of 72 h.', path: 'demandTest/closesAt' },
    ])
  })

  test('closing after the deadline is no finding: its confirmation comes later still, and the log calls it late', () => {
    const closesAt = DUE_AT + 1
    const late = withFields(met, 'demandTest', { closesAt, confirmed: { at: closesAt, by: 'Ana' } })
    expect(sentences(rsvpConfirmed, late)).toEqual([])
    expect(
      standingOf(rsvpConfirmed, late, DUE_AT + HOUR_MS, [turned('rsvp-confirmed', 'met', closesAt)]),
    ).toMatchObject({
      state: 'metLate',
      lateByMs: 1,
    })
    expect(standingOf(rsvpConfirmed, late, DUE_AT + HOUR_MS)).toMatchObject({ state: 'metLate', lateByMs: 1 })
  })

  test('closing before opening is said as that', () => {
    const opensAt = DUE_AT
    expect(found({ opensAt, closesAt: DUE_AT - HOUR_MS })).toEqual(['The RSVP page closes before it opens.'])
  })

  test.each([0, null])('%s RSVPs are none', (rsvps) => {
    expect(found({ rsvps })).toEqual(['There are no RSVPs yet.'])
  })

  test('a list confirmed before the page closed is not the list', () => {
    expect(found({ confirmed: { at: DUE_AT - 1, by: 'Ana' } })).toEqual([
      'The RSVP list was confirmed less than 1 s before the page closed.',
    ])
    expect(found({ confirmed: null })).toEqual(['Nobody has confirmed the RSVP list.'])
  })

  describe('across the end of summer time (Lisbon, Sun 25 Oct 2026)', () => {
    const launchAt = Date.UTC(2026, 9, 30, 19)
    /** Fri 23 Oct, 12:00 in Lisbon. */
    const opensAt = Date.UTC(2026, 9, 23, 11)
    /** Mon 26 Oct, 11:00 in Lisbon: 72 elapsed hours, though the clocks say 71. */
    const closesAt = Date.UTC(2026, 9, 26, 11)
    const across = (closes: number) =>
      sentences(
        rsvpConfirmed,
        planOf({
          event: { launchAt },
          demandTest: {
            locked: true,
            opensAt,
            closesAt: closes,
            rsvps: 1,
            confirmed: { at: closes, by: 'Ana' },
          },
        }),
      )

    test('72 elapsed hours count', () => {
      expect(across(closesAt)).toEqual([])
      expect(across(closesAt - 1)).toEqual(['The RSVP page runs less than 1 s short of 72 h.'])
    })

    test('the deadline is 72 elapsed hours before the launch, an hour later by the clock', () => {
      const plan = withFields(met, 'event', { launchAt: Date.UTC(2026, 9, 27, 19) })
      expect(dueAtOf(rsvpConfirmed, plan)).toBe(Date.UTC(2026, 9, 24, 19))
    })
  })
})

describe('segments-sized', () => {
  const met = planOf({
    segments: [
      { id: 'loyal', name: 'Loyalty members', signals: ['orders'], size: 1 },
      { id: 'public', name: 'Public', signals: ['rsvps'] },
    ],
  })

  test('is met by one size and two signals across the segments', () => {
    expect(sentences(segmentsSized, met)).toEqual([])
  })

  test('wants a segment first', () => {
    expect(findingsOf(segmentsSized, emptyPlan())).toEqual([
      { text: 'There are no segments yet.', path: 'segments' },
    ])
  })

  test.each([0, null])('a size of %s is no size', (size) => {
    expect(findingsOf(segmentsSized, withEntity(met, 'segments', 'loyal', { size }))).toEqual([
      { text: 'No segment has a size yet.', path: 'segments/loyal/size' },
    ])
  })

  test('a segment on its own is named', () => {
    expect(
      sentences(segmentsSized, planOf({ segments: [{ id: 'a', signals: ['orders', 'rsvps'] }] })),
    ).toEqual(['Unnamed segment has no size yet.'])
  })

  test('the same signal twice is one, and one that nobody knows is none', () => {
    const same = withEntity(met, 'segments', 'public', { signals: ['orders'] })
    expect(sentences(segmentsSized, same)).toEqual(['The segments use 1 of 2 signals, only Orders.'])
    const unknown = withEntity(met, 'segments', 'public', { signals: ['horoscope'] })
    expect(sentences(segmentsSized, unknown)).toEqual(['The segments use 1 of 2 signals, only Orders.'])
    const none = withEntity(unknown, 'segments', 'loyal', { signals: [] })
    expect(sentences(segmentsSized, none)).toEqual(['The segments use 0 of 2 signals.'])
  })
})

describe('tax-and-payment', () => {
  const met = planOf({
    event: { homeCountry: 'PT' },
    destinations: [
      { id: 'home', country: 'PT' },
      { id: 'no', country: 'NO', vatRule: 'VOEC, 25 %', tokenFlow: signed(90) },
    ],
  })

  test('is met by a rule and a confirmed flow for each destination abroad', () => {
    expect(taxAndPayment.applies?.(met)).toBe(true)
    expect(sentences(taxAndPayment, met)).toEqual([])
  })

  test('does not apply at home, or while a country is not said', () => {
    expect(taxAndPayment.applies?.(emptyPlan())).toBe(false)
    expect(taxAndPayment.applies?.(withEntity(met, 'destinations', 'no', { country: 'PT' }))).toBe(false)
    expect(taxAndPayment.applies?.(withEntity(met, 'destinations', 'no', { country: '' }))).toBe(false)
    expect(taxAndPayment.applies?.(withFields(met, 'event', { homeCountry: '' }))).toBe(false)
  })

  test('names the destination and what it lacks', () => {
    const bare = withEntity(met, 'destinations', 'no', { vatRule: ' ', tokenFlow: null })
    expect(findingsOf(taxAndPayment, bare)).toEqual([
      { text: 'Norway has no VAT rule.', path: 'destinations/no/vatRule' },
      { text: 'The payment-token flow for Norway is not confirmed.', path: 'destinations/no/tokenFlow' },
    ])
  })
})
