import { takenAway } from '@flashboard/shared/plan/not-taken'
import { empty, filled } from '@flashboard/shared/plan/test-docs'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { watchRemovals } from './removals.ts'

/** Somebody else's plan, this page's, and what this page is told when all that they did arrives. */
function apart() {
  const theirs = filled()
  const mine = empty('mine', 2)
  const arrives = () => Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(theirs.doc), 'server')
  arrives()
  const onRemoval = vi.fn<Parameters<typeof watchRemovals>[2]>()
  watchRemovals(mine, ({ local }) => !local, onRemoval)
  return { theirs, mine, arrives, onRemoval, known: mine.read() }
}

test('[C6] words in what others removed and restored meanwhile are told of, as they stood here', () => {
  const { theirs, mine, arrives, onRemoval, known } = apart()
  const undo = theirs.undoManager()
  theirs.remove('hubs', 'porto')
  undo.undo()
  mine.set('hubs/porto/name', 'Porto, quay')
  arrives()
  expect(mine.value('hubs/porto/name')).toBe('Porto')
  expect(onRemoval).toHaveBeenCalledTimes(1)
  const [removal] = onRemoval.mock.calls[0]!
  expect([...removal.renewed]).toEqual(['porto'])
  expect(takenAway({ known, ...removal }).text).toContain('Removed Hub Porto, quay')
})

test('[C6] what others removed is told of, and what they only changed is not', () => {
  const { theirs, mine, arrives, onRemoval } = apart()
  mine.set('hubs/porto/name', 'Porto, quay')
  mine.remove('hubs', 'faro')
  theirs.set('hubs/porto/name', 'Porto, north')
  theirs.move('hubs', 'porto', 2)
  arrives()
  expect(onRemoval).not.toHaveBeenCalled()
  theirs.remove('hubs', 'porto')
  arrives()
  const [{ before, after, renewed }] = onRemoval.mock.calls[0]!
  expect([...renewed]).toEqual(['porto'])
  expect(before.hubs.map(({ id }) => id)).toContain('porto')
  expect(after.hubs.map(({ id }) => id)).toEqual(['lisbon'])
})
