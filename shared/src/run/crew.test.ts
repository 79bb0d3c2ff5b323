import { expect, test } from 'vitest'
import type { PlanEvent } from '../log/events.ts'
import { consoleOf, isCueOf, isHandOf } from './crew.ts'

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

test('who joined or was made a viewer is handed nothing, and who was made an editor is', () => {
  const by = { at: 0, actor: null, name: 'Somebody' }
  const log: PlanEvent[] = [
    { kind: 'personJoined', seq: 1, ...by, personId: 'vic', role: 'viewer' },
    { kind: 'personJoined', seq: 2, ...by, personId: 'sam', role: 'viewer' },
    { kind: 'roleChanged', seq: 3, ...by, personId: 'sam', from: 'viewer', to: 'editor' },
    { kind: 'personJoined', seq: 4, ...by, personId: 'uma', role: 'editor' },
    { kind: 'roleChanged', seq: 5, ...by, personId: 'uma', from: 'editor', to: 'viewer' },
  ]
  expect(['vic', 'sam', 'uma', 'lea'].filter((id) => isHandOf(log, id))).toEqual(['sam', 'lea'])
})
