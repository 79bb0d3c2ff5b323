import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.ts'

/** What two people write, update by update. */
function written(write: (ana: Y.Doc, ben: Y.Doc) => void): Uint8Array[] {
  const updates: Uint8Array[] = []
  const [ana, ben] = [new Y.Doc(), new Y.Doc()]
  ana.clientID = 1
  ben.clientID = 2
  ana.on('update', (update: Uint8Array) => (updates.push(update), Y.applyUpdate(ben, update, 'ana')))
  ben.on('update', (update: Uint8Array, from) => from !== 'ana' && updates.push(update))
  write(ana, ben)
  return updates
}

/** As one, in the pieces that they came in. */
const inPieces = (updates: Uint8Array[]) => Y.mergeUpdates(updates)

function inAsFewAsYjsMakes(updates: Uint8Array[]): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  for (const update of updates) Y.applyUpdate(doc, update)
  return Y.encodeStateAsUpdate(doc)
}

describe('[S5] a document has one canonical form', () => {
  test.each<[string, (ana: Y.Doc, ben: Y.Doc) => void]>([
    [
      'letters typed one by one',
      (ana) => [...'drop'].forEach((letter, at) => ana.getText('t').insert(at, letter)),
    ],
    ['values one by one', (ana) => [1, 'two', true].forEach((value) => ana.getArray('a').push([value]))],
    [
      'letters of which another took some away',
      (ana, ben) => {
        for (const letter of 'spring drop') ana.getText('t').insert(ana.getText('t').length, letter)
        ben.getText('t').delete(2, 4)
      },
    ],
  ])('whatever pieces it is in: %s', (_what, write) => {
    const updates = written(write)
    const [one, other] = [inPieces(updates), inAsFewAsYjsMakes(updates)]
    expect(one).not.toEqual(other)
    expect(canonical(one)).toEqual(canonical(other))
  })

  test('and what was garbage in pieces, or deleted in pieces', () => {
    const piece = (...numbers: number[]) =>
      Uint8Array.of(1, numbers.length, 1, 0, ...numbers.flatMap((n) => [0, n]), 0)
    expect(canonical(piece(1, 2, 1))).toEqual(canonical(piece(4)))
    expect(canonical(piece(1, 2))).not.toEqual(canonical(piece(4)))
  })

  test.each<[string, (ana: Y.Doc, ben: Y.Doc) => void, (ana: Y.Doc, ben: Y.Doc) => void]>([
    [
      'another letter',
      (ana) => ana.getText('t').insert(0, 'drop'),
      (ana) => ana.getText('t').insert(0, 'drip'),
    ],
    [
      'another order',
      (ana) => (ana.getText('t').insert(0, 'a'), ana.getText('t').insert(1, 'b')),
      (ana) => (ana.getText('t').insert(0, 'a'), ana.getText('t').insert(0, 'b')),
    ],
    [
      'another author',
      (ana) => (ana.getText('t').insert(0, 'a'), ana.getText('t').insert(1, 'b')),
      (ana, ben) => (ana.getText('t').insert(0, 'a'), ben.getText('t').insert(1, 'b')),
    ],
    [
      'something deleted',
      (ana) => ana.getText('t').insert(0, 'ab'),
      (ana) => (ana.getText('t').insert(0, 'ab'), ana.getText('t').delete(1, 1)),
    ],
    ['another place', (ana) => ana.getText('t').insert(0, 'a'), (ana) => ana.getText('u').insert(0, 'a')],
  ])('and no other document has it: %s', (_what, write, writeOther) => {
    expect(canonical(inPieces(written(write)))).not.toEqual(canonical(inPieces(written(writeOther))))
  })
})
