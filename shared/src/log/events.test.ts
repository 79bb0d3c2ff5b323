import { expect, test } from 'vitest'
import { readEvents } from './events.ts'

const created = {
  seq: 1,
  at: 5,
  actor: { personId: 'p', name: 'Ada' },
  kind: 'planCreated',
  template: 'blank',
}
const passed = {
  seq: 3,
  at: 9,
  actor: null,
  kind: 'deadlinePassed',
  gate: 'h72',
  dueAt: 9,
  unmet: ['tiers-set'],
}

test('reads the events that it knows, in their order', () => {
  expect(readEvents([created, passed])).toEqual([created, passed])
})

test.each([
  ['a kind of another version', { ...created, kind: 'moonRose' }],
  ['an event without a number', { ...created, seq: 0 }],
  ['a kind that lacks its data', { ...created, template: undefined }],
  ['what is no event at all', 'planCreated'],
])('leaves out %s', (_what, stranger) => {
  expect(readEvents([created, stranger, passed])).toEqual([created, passed])
})
