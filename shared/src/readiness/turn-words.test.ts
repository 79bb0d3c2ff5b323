import { expect, test } from 'vitest'
import type { Truth } from './history.ts'
import { turnInWords } from './turn-words.ts'

test.each<[Truth, Truth | undefined, string]>([
  ['met', undefined, 'met'],
  ['unmet', undefined, 'not met'],
  ['unmet', 'met', 'broke'],
  // What asked for nothing held nothing that could break.
  ['unmet', 'doesNotApply', 'applies now'],
  ['doesNotApply', undefined, 'does not apply'],
  ['doesNotApply', 'met', 'does not apply any more'],
])('a turn to %s, from %s: %s', (truth, was, words) => {
  expect(turnInWords(truth, was)).toBe(words)
})
