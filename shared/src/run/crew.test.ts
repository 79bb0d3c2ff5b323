import { expect, test } from 'vitest'
import { consoleOf, isCueOf } from './crew.ts'

const consoles = [
  { id: 'stream', name: 'Stream and capture', owner: 'Sam', deputy: 'Uma' },
  { id: 'stock', name: 'Stock', owner: 'Uma', deputy: '' },
  { id: 'empty', name: '', owner: '', deputy: '' },
]

test('somebody sits where they own, else where they stand in, and nobody at a console without people', () => {
  expect(['sam ', 'Uma', 'Lea', ''].map((name) => consoleOf({ consoles }, name)?.id)).toEqual([
    'stream',
    'stock',
    undefined,
    undefined,
  ])
})

test('a cue is theirs by name, by console or by its owner', () => {
  const [stream] = consoles
  const mine = ['Ada', 'stream and capture', 'Sam', 'Stock', ''].map((owner) =>
    isCueOf({ owner }, 'Ada', stream),
  )
  expect(mine).toEqual([true, true, true, false, false])
  expect(isCueOf({ owner: '' }, '', undefined)).toBe(false)
})
