import { expect, test } from 'vitest'
import type { PlanEvent } from '../log/events.ts'
import { joinedAtIn, toldApart } from './told-apart.ts'

const at = Date.UTC(2026, 10, 24, 7)
const ada = { personId: 'ada', name: 'Ada' }
const other = { personId: 'other', name: ' ada ' }
const third = { personId: 'third', name: 'Ada' }
const ben = { personId: 'ben', name: 'Ben' }

const apart = (people: readonly { personId: string; name: string }[], joined: Record<string, number>) =>
  Object.fromEntries(toldApart(people, new Map(Object.entries(joined)), 'UTC'))

test('whose name nobody else has is told by it alone', () => {
  expect(apart([ada, ben], { ada: at, ben: at })).toEqual({})
})

test('people of one name are told apart by when they joined', () => {
  expect(apart([ada, ben, other], { ada: at, ben: at, other: at + 90_000 })).toEqual({
    ada: 'joined Tue 24 Nov, 07:00',
    other: 'joined Tue 24 Nov, 07:01',
  })
})

test('and by the order of it where that was within a minute', () => {
  expect(apart([third, other, ada], { ada: at, other: at + 20_000, third: at + 3_600_000 })).toEqual({
    ada: 'joined Tue 24 Nov, 07:00, 1 of 2',
    other: 'joined Tue 24 Nov, 07:00, 2 of 2',
    third: 'joined Tue 24 Nov, 08:00',
  })
  // Whose joining is not known is not guessed.
  expect(apart([ada, other], { other: at })).toEqual({ other: 'joined Tue 24 Nov, 07:00' })
})

test('a log tells when everybody joined it last', () => {
  const joined = { kind: 'personJoined', actor: ben, ...ben, role: 'editor' } as const
  const log: PlanEvent[] = [
    { seq: 1, at, kind: 'planCreated', actor: ada, template: 'blank' },
    { seq: 2, at: at + 1, ...joined },
    { seq: 3, at: at + 2, kind: 'personRemoved', actor: ada, ...ben },
    { seq: 4, at: at + 3, ...joined },
  ]
  expect(Object.fromEntries(joinedAtIn(log))).toEqual({ ada: at, ben: at + 3 })
})
