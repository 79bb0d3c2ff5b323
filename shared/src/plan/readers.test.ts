import { describe, expect, test } from 'vitest'
import { known, members, MEMBERS_MAX, nullable, readEvidence, readStamp, text, whole } from './readers.ts'

describe('a stamp', () => {
  test('is read without what else lies beside it', () => {
    expect(readStamp({ at: 5, by: 'Ada', admin: true })).toEqual({ at: 5, by: 'Ada' })
  })

  test.each<[string, unknown]>([
    ['nobody', { at: 5, by: '' }],
    ['a time before all', { at: -1, by: 'Ada' }],
    ['a part of a millisecond', { at: 0.5, by: 'Ada' }],
    ['a list', [5, 'Ada']],
    ['nothing', null],
    ['too long a name', { at: 5, by: 'x'.repeat(81) }],
  ])('is not %s', (_, value) => expect(readStamp(value)).toBeUndefined())
})

describe('evidence', () => {
  const stamp = { at: 5, by: 'Ada' }

  test('without facts covers nothing', () => {
    expect(readEvidence(stamp)).toEqual({ ...stamp, tested: {} })
  })

  test('leaves out a fact that would be another object’s prototype', () => {
    const value: unknown = JSON.parse(
      '{"at": 5, "by": "Ada", "tested": {"price": "1 EUR", "__proto__": "x", "constructor": "y"}}',
    )
    expect(readEvidence(value)?.tested).toEqual({ price: '1 EUR', constructor: 'y' })
    expect(Object.keys(readEvidence(value)!.tested)).toEqual(['price', 'constructor'])
  })

  test.each<[string, unknown]>([
    ['no words', { price: 5 }],
    ['a list', ['price']],
    ['null', null],
    ['another class’s', new Map([['price', '1']])],
    ['a name too long', { ['x'.repeat(61)]: '' }],
    ['words too long', { price: 'x'.repeat(2_001) }],
  ])('is not taken with facts that are %s', (_, tested) => {
    expect(readEvidence({ ...stamp, tested })).toBeUndefined()
  })
})

test('members are at most so many, each of them one that may be', () => {
  const read = members((member) => member !== 'b')
  expect(read(['a', 'c'])).toEqual(['a', 'c'])
  for (const value of [
    ['a', 'b'],
    ['a', ''],
    ['x'.repeat(41)],
    Array(1),
    'a',
    Array(MEMBERS_MAX + 1).fill('a'),
  ]) {
    expect(read(value)).toBeUndefined()
  }
  expect(read(Array(MEMBERS_MAX).fill('a'))).toHaveLength(MEMBERS_MAX)
})

test('numbers are whole, and texts as long as they may be', () => {
  expect([0, 5, 6, -1, 1.5, NaN, Infinity, '1', 1n, true, null].map(whole(0, 5))).toEqual([
    0,
    5,
    ...Array<undefined>(9),
  ])
  expect(['', 'a', 'abc', 'abcd', 5, ['a']].map((value) => text(3, 1)(value))).toEqual([
    undefined,
    'a',
    'abc',
    ...Array<undefined>(3),
  ])
})

test('null is a value only where it may be, and never asks whether it is known', () => {
  const read = known(text(3), (value) => value === 'EUR')
  expect([read('EUR'), read('eur'), read(null)]).toEqual(['EUR', undefined, undefined])
  expect(nullable(read)(null)).toBeNull()
})
