import { seededRandom } from '../../../tests/support/seeded-chance.ts'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { mergeUpdates } from './merge.ts'

test.each([1, 2, 50, 51, 120])('%i updates of many people as one make the same document', (count) => {
  const random = seededRandom(count)
  const docs = Array.from({ length: 7 }, () => new Y.Doc())
  const updates: Uint8Array[] = []
  for (const doc of docs) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'others') return
      updates.push(update)
      for (const other of docs) if (other !== doc && random() < 0.5) Y.applyUpdate(other, update, 'others')
    })
  }
  while (updates.length < count) {
    const map = docs[Math.floor(random() * docs.length)]!.getMap('event')
    const key = `k${Math.floor(random() * 5)}`
    if (random() < 0.3 && map.has(key)) map.delete(key)
    else map.set(key, updates.length)
  }
  const [apart, together] = [new Y.Doc(), new Y.Doc()]
  for (const update of updates) Y.applyUpdate(apart, update)
  Y.applyUpdate(together, mergeUpdates(updates))
  expect(Y.encodeStateAsUpdate(together)).toEqual(Y.encodeStateAsUpdate(apart))
})
