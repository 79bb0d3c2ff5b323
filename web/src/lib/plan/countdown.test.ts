import { expect, test } from 'vitest'
import { countdown } from './countdown.ts'

test.each([
  [86_400_000 + 78_012_000, '1d 21:40:12', false],
  [1, '00:00:01', false],
  [1_000, '00:00:01', false],
  [0, '00:00:00', true],
  [-999, '00:00:00', true],
  [-61_000, '00:01:01', true],
  [-90_000_000, '1d 01:00:00', true],
])('%d ms to go reads %s', (leftMs, text, isPast) => {
  expect(countdown(leftMs)).toEqual({ text, isPast })
})
