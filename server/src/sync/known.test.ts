import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Known } from './known.ts'

const known = (doc: Y.Doc) =>
  new Known(Y.decodeStateVector(Y.encodeStateVector(doc)), [Y.encodeStateAsUpdate(doc)])

function docOf(client: number): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText('story').insert(0, 'twelve words')
  return doc
}

test('a document brings itself nothing, nor anybody who has all of it', () => {
  const doc = docOf(1)
  doc.getText('story').delete(2, 3)
  expect(known(doc).has(Y.encodeStateAsUpdate(doc))).toBe(true)
  expect(known(doc).has(Uint8Array.of(0, 0))).toBe(true)
})

test('one letter more, or one less, is new', () => {
  const doc = docOf(1)
  const before = known(doc)
  doc.getText('story').delete(2, 1)
  expect(before.has(Y.encodeStateAsUpdate(doc))).toBe(false)
  doc.getText('story').insert(0, 'x')
  expect(known(docOf(1)).has(Y.encodeStateAsUpdate(doc))).toBe(false)
})

test.each([
  ['nothing', []],
  ['a beginning', [1, 1]],
  ['noise', [255, 255, 255, 255, 9, 9]],
])('bytes that are no update (%s) are for the guard to judge', (_what, bytes) => {
  expect(known(docOf(1)).has(Uint8Array.from(bytes))).toBe(false)
})

test('for any two documents it says what applying says', () => {
  const edit = fc.record({
    at: fc.nat(11),
    length: fc.nat(3),
    isInsert: fc.boolean(),
    isShared: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const [ours, theirs] = [docOf(1), docOf(1)]
      theirs.clientID = 2
      for (const { at, length, isInsert, isShared } of edits) {
        const text = theirs.getText('story')
        if (isInsert) text.insert(Math.min(at, text.length), 'abc'.slice(0, length))
        else if (at < text.length) text.delete(at, Math.min(length, text.length - at))
        if (isShared) Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs))
      }
      const update = Y.encodeStateAsUpdate(theirs)
      const says = known(ours).has(update)
      let changed = false
      ours.on('update', () => (changed = true))
      Y.applyUpdate(ours, update)
      expect(says).toBe(!changed)
    }),
    { seed: 4, numRuns: 400 },
  )
})
