import { describe, expect, test } from 'vitest'
import {
  hundredthsNotation,
  moneyNotation,
  offsetNotation,
  shareNotation,
  wholeNotation,
} from './notation.ts'

describe('what a person types as a number', () => {
  test.each([
    ['en-GB', '1,234', 1_234],
    ['en-GB', '1.234', 1.234],
    ['de-DE', '1.234', 1_234],
    ['de-DE', '1,234', 1.234],
    ['fr-FR', '1 234', 1_234],
    ['en-GB', '1,234,567', 1_234_567],
    ['en-GB', '0.125', 0.125],
    ['de-DE', '0.125', 0.125],
    ['en-GB', '40', 40],
    ['en-GB', '-3', -3],
    ['en-GB', '−3', -3],
    ['en-GB', '12 units', 12],
    ['en-GB', '2,5', 2.5],
  ])('%s: %j is %d', (locale, typed, value) => {
    expect(wholeNotation(locale).parse(typed)).toBe(value)
  })

  test.each(['', 'many', '4x4', '--2', '1.2.3', '1,23,4'])('%j is no number', (typed) => {
    expect(wholeNotation('en-GB').parse(typed)).toBeUndefined()
  })

  test('money is kept in minor units, whatever the sign', () => {
    const euro = moneyNotation('EUR', 'en-GB')
    expect(euro.parse('185')).toBe(18_500)
    expect(euro.parse('€1,185.50')).toBe(118_550)
    expect(euro.parse('1.185,50')).toBe(118_550)
    expect(euro.parse('0,29')).toBe(29)
    expect(euro.parse('1.15')).toBe(115)
    expect(moneyNotation('JPY', 'en-GB').parse('1500')).toBe(1_500)
    expect(moneyNotation('KWD', 'en-GB').parse('1.500')).toBe(1_500)
  })

  const locales = ['en-GB', 'en-US', 'de-DE', 'de-CH', 'fr-FR', 'pt-PT', 'ar-EG', 'hi-IN', 'sv-SE', 'ja-JP']

  test.each(locales)('in %s what is shown reads back as the same value', (locale) => {
    for (const currency of ['EUR', 'JPY', 'KWD', 'CHF']) {
      const money = moneyNotation(currency, locale)
      for (const value of [0, 5, 99, 100, 1_500, 118_550, 123_456_789]) {
        expect(money.parse(money.format(value))).toBe(value)
      }
    }
    for (const value of [0, 40, 1_234, 1_234_567]) {
      expect(wholeNotation(locale).parse(wholeNotation(locale).format(value))).toBe(value)
    }
    for (const value of [0, 1, 1_500, 3_333, 10_000]) {
      expect(shareNotation(locale).parse(shareNotation(locale).format(value))).toBe(value)
      expect(hundredthsNotation(locale).parse(hundredthsNotation(locale).format(value))).toBe(value)
    }
  })
})

describe('time from the launch', () => {
  test.each([
    ['-45', -45 * 60_000],
    ['T−45 min', -45 * 60_000],
    ['+2 d', 2 * 86_400_000],
    ['2d 4h', 52 * 3_600_000],
    ['1.5h', 90 * 60_000],
    ['0', 0],
  ])('%j is %d ms', (typed, ms) => {
    expect(offsetNotation.parse(typed)).toBe(ms)
  })

  test.each(['', 'soon', '2 weeks', '5 d x'])('%j is refused', (typed) => {
    expect(offsetNotation.parse(typed)).toBeUndefined()
  })

  test('what is shown reads back as the same offset', () => {
    for (const ms of [0, -2_700_000, 86_400_000, 187_384_000, -1_000]) {
      expect(offsetNotation.parse(offsetNotation.format(ms))).toBe(ms)
    }
  })
})
