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
    ['1,234', 1_234],
    ['1.234', 1_234],
    ['1 234', 1_234],
    ['40', 40],
    ['-3', -3],
    ['−3', -3],
    ['12 units', 12],
    ['2.5', 2.5],
  ])('%j is %d', (typed, value) => {
    expect(wholeNotation.parse(typed)).toBe(value)
  })

  test.each(['', 'many', '4x4', '--2'])('%j is no number', (typed) => {
    expect(wholeNotation.parse(typed)).toBeUndefined()
  })

  test('money is kept in minor units, whatever the separator', () => {
    const euro = moneyNotation('EUR')
    expect(euro.parse('185')).toBe(18_500)
    expect(euro.parse('€1,185.50')).toBe(118_550)
    expect(euro.parse('1.185,50')).toBe(118_550)
    expect(euro.parse('0,29')).toBe(29)
    expect(moneyNotation('JPY').parse('1500')).toBe(1_500)
  })

  test('what is shown reads back as the same value', () => {
    const euro = moneyNotation('EUR')
    for (const value of [0, 5, 99, 100, 123_456_789]) {
      expect(euro.parse(euro.format(value))).toBe(value)
      expect(wholeNotation.parse(wholeNotation.format(value))).toBe(value)
    }
    for (const value of [0, 1, 1_500, 3_333, 10_000]) {
      expect(shareNotation.parse(shareNotation.format(value))).toBe(value)
      expect(hundredthsNotation.parse(hundredthsNotation.format(value))).toBe(value)
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
