import { expect, test } from 'vitest'
import { textDigest } from './text-digest.ts'

test('a text has one print, of 14 hexadecimal digits', () => {
  expect(textDigest('Refund in full.')).toBe(textDigest('Refund in full.'))
  for (const text of ['', 'a', 'Refund in full.', '退款', 'x'.repeat(10_000)]) {
    expect(textDigest(text)).toMatch(/^[\da-f]{14}$/)
  }
})

test('texts that differ in one letter, in order or in length have other prints', () => {
  const texts = new Set<string>(['', ' '])
  for (let i = 0; i < 20_000; i++) texts.add(`Refund in ${i} days.`).add(`${i} days, refund in.`)
  expect(new Set([...texts].map(textDigest)).size).toBe(texts.size)
})
