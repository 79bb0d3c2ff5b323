import { HOUR_MS, MINUTE_MS } from './time.ts'
import { describe, expect, test } from 'vitest'
import { refusal, refusalOfLaunch, refusalOfMovement } from './checks.ts'
import { parseFieldPath } from './field-path.ts'
import type { PlanSeed } from './schema.ts'
import { LAUNCH_AT, planOf } from './test-plan.ts'

const NOW = LAUNCH_AT - 40 * HOUR_MS
const seed: PlanSeed = {
  event: { hardCap: 150 },
  offer: { priceMinor: 18_500, taxRateBp: 2_300 },
  hubs: [{ id: 'porto', name: 'Porto' }],
  skus: [{ id: 'sand', name: 'M38 sand', verdict: 'keep' }],
  tiers: [{ id: 'loyalty', opensAt: LAUNCH_AT - 30 * MINUTE_MS, closesAt: LAUNCH_AT }],
  shifts: [{ id: 'sprint', startsAt: LAUNCH_AT, endsAt: LAUNCH_AT + 15 * MINUTE_MS }],
  demandTest: { opensAt: LAUNCH_AT - 168 * HOUR_MS, closesAt: LAUNCH_AT - 76 * HOUR_MS },
  movements: [
    { id: 'in', hubId: 'porto', skuId: 'sand', delta: 5 },
    { id: 'out', hubId: 'porto', skuId: 'sand', delta: -2 },
  ],
  cues: [{ id: 'launch', offsetMs: 0 }],
}
const plan = planOf(seed)
const refused = (path: string, value: unknown) => refusal(plan, path, value, NOW)

describe('a value of the wrong kind or size is refused with what stays and what to do', () => {
  test.each([
    ['event/hardCap', 1.5, 'Hard cap takes a whole number. It stays 150 units: round it.'],
    ['event/hardCap', NaN, 'Hard cap takes a whole number. It stays 150 units: try again.'],
    ['event/hardCap', '150', 'Hard cap takes a whole number. It stays 150 units: try again.'],
    [
      'event/hardCap',
      -1,
      'Hard cap can’t be below 0 units. It stays 150 units: say 0 units to 10,000,000 units.',
    ],
    [
      'event/hardCap',
      10_000_001,
      'Hard cap can’t be above 10,000,000 units. It stays 150 units: say 0 units to 10,000,000 units.',
    ],
    ['offer/priceMinor', 18_500.5, 'Price has more decimals than EUR. It stays €185.00: round it.'],
    ['offer/taxRateBp', 10_001, 'Tax rate can’t be above 100%. It stays 23%: say 0% to 100%.'],
    [
      'demandTest/unitsPerOrderHundredths',
      120.5,
      'Units an order takes a number with two decimals at most. It stays 1: round it.',
    ],
    ['event/launchAt', null, 'Launch can’t be empty. It stays Thu 26 Nov 2026, 19:00: try again.'],
    ['cues/launch/offsetMs', 0.5, 'At takes a time before or after the launch. It stays T+0: round it.'],
    [
      'event/timeZone',
      'Porto',
      '“Porto” is not a time zone we know. It stays Europe/Lisbon: try one like Europe/Lisbon.',
    ],
    ['event/currency', 'EURO', '“EURO” is not a currency we know. It stays EUR: try one like EUR.'],
    [
      'event/homeCountry',
      'pt',
      '“pt” is not a two-letter country code we know. It stays empty: try one like PT.',
    ],
    [
      'skus/sand/verdict',
      'sell',
      'Audit doesn’t take that. It stays keep: choose from keep, prune, replenish.',
    ],
    [
      'movements/in/hubId',
      'gone',
      'Somebody removed that choice for Hub meanwhile. Hub stays as it was: choose another.',
    ],
  ])('%s: %j', (path, value, sentence) => {
    expect(refused(path, value)).toBe(sentence)
  })

  test('text that is too long says how long it is and what is allowed', () => {
    expect(refused('event/name', 'x'.repeat(131))).toBe(
      'Name has 131 characters; 120 are allowed. It stays as it was: shorten it by 11.',
    )
  })

  test('a cell that nobody wrote yet stays empty', () => {
    expect(refused('stock/porto/sand/buffer', -1)).toContain('It stays empty')
  })

  test('an entity removed meanwhile takes nothing', () => {
    expect(refused('tiers/gone/name', 'x')).toBe(
      'Somebody removed this tier meanwhile. Nothing is written: add it again if it is still needed.',
    )
  })

  test('a path that no plan has is a mistake of the caller', () => {
    expect(parseFieldPath('offer/nothing')).toBeUndefined()
    expect(() => refused('offer/nothing', 1)).toThrow(RangeError)
  })
})

test.each([
  ['event/name', 'A new name'],
  ['event/hardCap', null],
  ['event/timeZone', 'Asia/Tokyo'],
  ['offer/priceMinor', 0],
  ['stock/porto/sand/planned', 12],
  ['movements/in/hubId', null],
  ['movements/in/skuId', 'sand'],
  ['tiers/loyalty/closesAt', null],
  ['cues/launch/offsetMs', -10 * MINUTE_MS],
])('%s takes %j', (path, value) => {
  expect(refused(path, value)).toBeUndefined()
})

describe('a start comes before its end', () => {
  test.each([
    [
      'event/endsAt',
      LAUNCH_AT,
      'The end comes after the launch, Thu 26 Nov 2026, 19:00. It stays Thu 26 Nov 2026, 20:30: choose a later time.',
    ],
    [
      'event/launchAt',
      LAUNCH_AT + 90 * MINUTE_MS,
      'The launch comes before the end, Thu 26 Nov 2026, 20:30. It stays Thu 26 Nov 2026, 19:00: choose an earlier time, or move the other first.',
    ],
    [
      'tiers/loyalty/closesAt',
      LAUNCH_AT - 31 * MINUTE_MS,
      'A tier’s closing comes after a tier’s opening, Thu 26 Nov 2026, 18:30. It stays Thu 26 Nov 2026, 19:00: choose a later time.',
    ],
    [
      'demandTest/opensAt',
      LAUNCH_AT,
      'The RSVP page’s opening comes before the RSVP page’s closing, Mon 23 Nov 2026, 15:00. It stays Thu 19 Nov 2026, 19:00: choose an earlier time, or move the other first.',
    ],
    [
      'shifts/sprint/endsAt',
      LAUNCH_AT - 1,
      'A shift’s end comes after a shift’s start, Thu 26 Nov 2026, 19:00. It stays Thu 26 Nov 2026, 19:15: choose a later time.',
    ],
  ])('%s at %d', (path, value, sentence) => {
    expect(refused(path, value)).toBe(sentence)
  })

  test('one of them may be missing', () => {
    const open = planOf({ ...seed, event: { endsAt: null } })
    expect(refusal(open, 'event/launchAt', LAUNCH_AT + 1e9, NOW)).toBeUndefined()
  })
})

describe('the launch', () => {
  test('cannot be in the past', () => {
    const sentence =
      'Wed 25 Nov 2026, 02:59 has passed. The launch stays Thu 26 Nov 2026, 19:00: choose a time to come.'
    expect(refused('event/launchAt', NOW - MINUTE_MS)).toBe(sentence)
    expect(refusalOfLaunch(plan, NOW - MINUTE_MS, NOW)).toBe(sentence)
    expect(refusalOfLaunch(plan, NOW, NOW)).toBeDefined()
    expect(refusalOfLaunch(plan, NOW + 1, NOW)).toBeUndefined()
  })

  test('may pass the end when every date moves along', () => {
    expect(refusalOfLaunch(plan, LAUNCH_AT + 48 * HOUR_MS, NOW)).toBeUndefined()
  })

  test('takes an instant', () => {
    expect(refusalOfLaunch(plan, NaN, NOW)).toContain('takes a date and a time')
  })
})

describe('a movement leaves 0 or more', () => {
  test('taking more than there is is refused with what there is', () => {
    expect(refusalOfMovement(plan, 'porto', 'sand', -5)).toBe(
      'Porto holds 3 of M38 sand; taking 5 would leave −2. Nothing is written: take 3 at most, or correct the count.',
    )
    expect(refusalOfMovement(plan, 'porto', 'sand', -3)).toBeUndefined()
    expect(refusalOfMovement(plan, 'porto', 'sand', 9)).toBeUndefined()
    expect(refusalOfMovement(plan, 'porto', 'sand', 0.5)).toContain('takes a whole number')
  })

  test('so is correcting a movement to it', () => {
    expect(refused('movements/in/delta', 2)).toBeUndefined()
    expect(refused('movements/in/delta', 1)).toBe(
      'Porto holds 3 of M38 sand; 1 instead of 5 would leave −1. It stays 5: say 2 or more.',
    )
    expect(refused('movements/out/delta', -6)).toBe(
      'Porto holds 3 of M38 sand; −6 instead of −2 would leave −1. It stays −2: say −5 or more.',
    )
  })

  test('what is below 0 already may be mended step by step', () => {
    const short = planOf({ ...seed, movements: [{ id: 'm', hubId: 'porto', skuId: 'sand', delta: -4 }] })
    expect(refusalOfMovement(short, 'porto', 'sand', 1)).toBeUndefined()
    expect(refusal(short, 'movements/m/delta', -3, NOW)).toBeUndefined()
    expect(refusalOfMovement(short, 'porto', 'sand', -1)).toBe(
      'Porto holds −4 of M38 sand; taking 1 would leave −5. Nothing is written: bring some in first, or correct the count.',
    )
  })
})
