import { expect, test } from 'vitest'
import { textParts } from './text-parts.ts'

const marked = (was: string, is: string) =>
  textParts(was, is)
    ?.map(({ kind, text }) => ({ same: text, removed: `[-${text}-]`, added: `[+${text}+]` })[kind])
    .join('')

test.each([
  ['One red watch.', 'One blue watch.', 'One [-red-][+blue+] watch.'],
  ['One watch.', 'Soon: One watch. Really.', '[+Soon: +]One watch[+. Really+].'],
  ['One', 'Two', '[-One-][+Two+]'],
])('[H2] of %j and %j it says %j', (was, is, says) => {
  expect(marked(was, is)).toBe(says)
})

test('[H2] of a long text only some words around each change are said', () => {
  const long = Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ')
  const said = marked(long, long.replace('word20 ', 'WORD ').replace('word150 ', 'other '))!
  expect(said).toMatch(
    /^….{10,30}\[-word20-\]\[\+WORD\+\].{20,30}….{10,30}\[-word150-\]\[\+other\+\].{20,30}…$/,
  )
})

test('[H2] of very many changes the first are said, and never half a letter', () => {
  const was = Array.from({ length: 200 }, (_, i) => `word${i} same${i}`).join(' ')
  const said = marked(was, was.replaceAll('word', 'other'))!
  expect(said.length).toBeLessThan(2_000)
  expect(said.endsWith('…')).toBe(true)
  expect(marked('a' + '😀'.repeat(300), 'b' + '😀'.repeat(300))!.isWellFormed()).toBe(true)
})

test('[H2] of what was or is empty there is nothing to compare', () => {
  expect(textParts('', 'All new.')).toBeUndefined()
  expect(textParts('All gone.', '')).toBeUndefined()
})
