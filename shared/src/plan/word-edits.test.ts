import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { random } from './test-docs.ts'
import type { TextEdit } from './text-edit.ts'
import { letterEdits, WORD_EDITS_MAX, wordEdits } from './word-edits.ts'

const done = (text: string, edits: readonly TextEdit[]) =>
  edits
    .toReversed()
    .reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text)
const said = (before: string, after: string) =>
  wordEdits(before, after).map(({ at, remove, insert }) => [before.slice(at, at + remove), insert])

describe('the words that differ', () => {
  test.each<[string, string, [string, string][]]>([
    [
      'One red watch, once.',
      'One blue watch, twice.',
      [
        ['red', 'blue'],
        ['once', 'twice'],
      ],
    ],
    ['the cat and the dog', 'the cat or the dog', [['and', 'or']]],
    [
      'One maker.',
      'Soon: One maker. Just so.',
      [
        ['', 'Soon: '],
        ['', '. Just so'],
      ],
    ],
    ['red, green', 'blue, white', [['red, green', 'blue, white']]],
    ['price', 'prices', [['price', 'prices']]],
    ['', 'all of it', [['', 'all of it']]],
    ['all of it', '', [['all of it', '']]],
    ['same', 'same', []],
    ['砂の時計、百個。', '砂の時計、二百個。', [['', '二']]],
    ['a 😀 b', 'a 😁 b', [['😀', '😁']]],
  ])('%j to %j', (before, after, edits) => {
    expect(said(before, after)).toEqual(edits)
  })

  test('and of a word only its letters', () => {
    expect(letterEdits('Ships Monday, free', 'Ships Tuesday, free')).toEqual([
      { at: 6, remove: 3, insert: 'Tues' },
    ])
    expect(letterEdits('x😀', 'x😁')).toEqual([{ at: 1, remove: 2, insert: '😁' }])
  })

  test('are at most so many: those that lie closest together are one', () => {
    const before = Array.from({ length: 400 }, (_, i) => `w${i}`).join(' ')
    const after = before.replaceAll(/w(\d*)7\b/g, 'v$1').replace('w3 ', '')
    const edits = wordEdits(before, after)
    expect(edits.length).toBeLessThanOrEqual(WORD_EDITS_MAX)
    const many = wordEdits(before, before.replaceAll(/w(\d*)[24680]\b/g, 'v$1'))
    expect(many).toHaveLength(WORD_EDITS_MAX)
    expect(done(before, many)).toBe(before.replaceAll(/w(\d*)[24680]\b/g, 'v$1'))
  })

  test('of what no word holds together are found as fast', () => {
    const before = 'a b '.repeat(50_000)
    const after = 'b a c '.repeat(30_000)
    expect(done(before, wordEdits(before, after))).toBe(after)
  })
})

const seeds = Array.from({ length: 300 }, (_, i) => i + 1)

test.each(seeds)(
  '[H3] the result is exact, and a caret in a word that stays stays there (seed %i)',
  (seed) => {
    const next = random(seed)
    const upTo = (end: number) => Math.floor(next() * end)
    const filler = ['the', 'of', 'a', 'and', ', ', '. ', '😀', '一', '\n']
    const marks = Array.from({ length: 30 }, (_, i) => `mark${i}`)
    const from = marks.flatMap((mark) => [
      mark,
      ...Array.from({ length: upTo(4) }, () => filler[upTo(filler.length)]!),
    ])
    const to = from.flatMap((word) => {
      const what = next()
      if (what < 0.1) return []
      if (what < 0.2) return [`new${upTo(9)}`]
      if (what < 0.3) return [filler[upTo(filler.length)]!, word]
      return [word]
    })
    const [before, after] = [from.join(' '), to.join(' ')]
    const doc = new Y.Doc()
    const text = doc.getText()
    text.insert(0, before)
    const carets = marks
      .filter((mark) => to.includes(mark))
      .map(
        (mark) =>
          [mark, Y.createRelativePositionFromTypeIndex(text, before.search(`${mark}\\b`) + 2)] as const,
      )
    for (const { at, remove, insert } of letterEdits(before, after).toReversed()) {
      text.delete(at, remove)
      text.insert(at, insert)
    }
    expect(text.toString()).toBe(after)
    expect(done(before, wordEdits(before, after))).toBe(after)
    for (const [mark, caret] of carets) {
      const { index } = Y.createAbsolutePositionFromRelativePosition(caret, doc)!
      expect([mark, index]).toEqual([mark, after.search(`${mark}\\b`) + 2])
    }
  },
)
