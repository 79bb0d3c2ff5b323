import { expect, test } from 'vitest'
import { ceil, product, roundHalfUp } from './ratio.ts'

test('rounds a half towards +∞', () => {
  expect([-3n, -2n, -1n, 0n, 1n, 2n, 3n].map((n) => roundHalfUp(n, 2n))).toEqual([-1, -1, 0, 0, 1, 1, 2])
  expect([-5n, -4n, 4n, 5n].map((n) => roundHalfUp(n, 3n))).toEqual([-2, -1, 1, 2])
})

test('rounds up to the next whole number', () => {
  expect([-3n, -2n, -1n, 0n, 1n, 2n, 3n].map((n) => ceil(n, 2n))).toEqual([-1, -1, 0, 0, 1, 1, 2])
})

test('stays exact past 2^53', () => {
  expect(ceil(product(10_000_000, 10_000, 100_000) + 1n, 10_000n)).toBe(1_000_000_000_001)
})
