import { expect, test } from 'vitest'
import { editBetween } from './text-edit.ts'

const apply = (text: string, { at, remove, insert }: ReturnType<typeof editBetween>) =>
  text.slice(0, at) + insert + text.slice(at + remove)

test.each([
  ['', 'a', 1],
  ['ab', 'aXb', 2],
  ['hello', 'help', 4],
  ['aaa', 'aaaa', 2],
  ['one two three', 'one three', 4],
  ['one', '', 0],
  ['same', 'same', 2],
  ['😀', '😁', 2],
  ['a😀b', 'a😀😀b', 5],
])('%j becomes %j', (before, after, caret) => {
  expect(apply(before, editBetween(before, after, caret))).toBe(after)
})

test('the caret says which of equal letters was typed', () => {
  expect(editBetween('aaa', 'aaaa', 1)).toEqual({ at: 0, remove: 0, insert: 'a' })
  expect(editBetween('aaa', 'aaaa', 4)).toEqual({ at: 3, remove: 0, insert: 'a' })
})

test('a letter outside the basic plane is replaced whole', () => {
  expect(editBetween('x😀', 'x😁', 3)).toEqual({ at: 1, remove: 2, insert: '😁' })
})

test('only what changed is touched, so that a neighbour’s words stay', () => {
  expect(editBetween('Ships Monday, free', 'Ships Tuesday, free', 10)).toMatchObject({
    at: 6,
    insert: 'Tues',
  })
})
