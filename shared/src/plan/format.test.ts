import { describe, expect, test } from 'vitest'
import {
  capitalised,
  counted,
  formatCountry,
  formatDayAndTime,
  formatDuration,
  formatInstant,
  formatMoney,
  formatShare,
  formatTime,
  formatTimeToTheSecond,
  joined,
  named,
  oneLine,
  skuName,
} from './format.ts'

describe('formatInstant', () => {
  test.each([
    [Date.UTC(2026, 10, 26, 19), 'Europe/Lisbon', 'Thu 26 Nov 2026, 19:00'],
    [Date.UTC(2026, 10, 26, 23, 30), 'Asia/Tokyo', 'Fri 27 Nov 2026, 08:30'],
    // Lisbon puts its clocks back at 01:00 UTC: 01:30 comes twice.
    [Date.UTC(2026, 9, 25, 0, 30), 'Europe/Lisbon', 'Sun 25 Oct 2026, 01:30'],
    [Date.UTC(2026, 9, 25, 1, 30), 'Europe/Lisbon', 'Sun 25 Oct 2026, 01:30'],
    [Date.UTC(2026, 0, 1, 0, 0), 'UTC', 'Thu 1 Jan 2026, 00:00'],
  ])('%d in %s is %s', (at, zone, expected) => {
    expect(formatInstant(at, zone)).toBe(expected)
  })
})

describe('formatDuration', () => {
  test.each([
    [0, 'less than 1 s'],
    [1, 'less than 1 s'],
    [999, 'less than 1 s'],
    [1_000, '1 s'],
    [59_999, '59 s'],
    [60_000, '1 m'],
    [61_000, '1 m 1 s'],
    [3_600_000, '1 h'],
    [11_520_000, '3 h 12 m'],
    [-11_520_000, '3 h 12 m'],
    [72 * 3_600_000, '72 h'],
    [96 * 3_600_000 - 1, '95 h 59 m'],
    [96 * 3_600_000, '4 d'],
    [100 * 3_600_000, '4 d 4 h'],
  ])('%d ms is %s', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected)
  })
})

describe('money, shares and counts', () => {
  test('money follows the minor units of its currency', () => {
    expect(formatMoney(18_500, 'EUR')).toBe('€185.00')
    expect(formatMoney(18_500, 'JPY')).toBe('JP¥18,500')
    expect(formatMoney(18_500, 'EUR', 'de-DE')).toBe('185,00\u00a0€')
  })

  test('shares show hundredths of a percent where there are any', () => {
    expect(formatShare(1_500)).toBe('15%')
    expect(formatShare(1_234)).toBe('12.34%')
  })

  test('one is one', () => {
    expect(counted(1, 'unit')).toBe('1 unit')
    expect(counted(0, 'unit')).toBe('0 units')
    expect(counted(1_940, 'person', 'people')).toBe('1,940 people')
  })
})

describe('names', () => {
  test('what has no name is called by what it is', () => {
    expect(named('  ', 'segment')).toBe('Unnamed segment')
    expect(named(' Porto ', 'hub')).toBe('Porto')
  })

  test('a SKU without a name goes by its code', () => {
    expect(skuName({ name: ' ', code: 'ST-M' })).toBe('ST-M')
    expect(skuName({ name: '', code: ' ' })).toBe('Unnamed SKU')
  })

  test('lists, countries and the start of a sentence', () => {
    expect(joined(['Porto', 'Lisbon', 'Faro'])).toBe('Porto, Lisbon and Faro')
    expect(formatCountry('NO')).toBe('Norway')
    expect(capitalised('the price')).toBe('The price')
  })
})

describe('an instant where less will do', () => {
  const at = Date.UTC(2026, 10, 26, 19, 4, 7)

  test('without its year, as a time alone, and to the second', () => {
    expect(formatDayAndTime(at, 'Europe/Lisbon')).toBe('Thu 26 Nov, 19:04')
    expect(formatTime(at, 'Asia/Tokyo')).toBe('04:04')
    expect(formatTimeToTheSecond(at, 'Europe/Lisbon')).toBe('19:04:07')
  })
})

test.each([
  [' a\r\nb\tc\u0000\u2028d ', 'a b c d'],
  ['\n', ''],
  ['half \ud800', 'half \ufffd'],
  ['日本 🎉', '日本 🎉'],
])('%j is %j on one line', (text, line) => {
  expect(oneLine(text)).toBe(line)
})
