/** Forged structs that pass the guard; everything follows from the seed. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Forger } from '../../../tests/support/forger.ts'
import { seededRandom } from '../../../tests/support/seeded-chance.ts'
import { judgeUpdate } from './guard.ts'

const SEEDS = 300
const UPDATES = 40
const CLIENTS = [50, 51, 52]

const contentOf = (doc: Y.Doc) => ['offer', 'hubs'].map((name) => doc.getMap(name).toJSON())

/** A document that took what passed the guard, and what that was. */
function forged(seed: number): { doc: Y.Doc; log: Uint8Array[] } {
  const forger = new Forger(seededRandom(seed), CLIENTS)
  const doc = new Y.Doc()
  const log: Uint8Array[] = []
  for (let i = 0; i < UPDATES; i++) {
    const update = forger.update((client) => Y.getState(doc.store, client))
    if (judgeUpdate(update, doc).kind !== 'new') continue
    log.push(update)
    Y.applyUpdate(doc, update)
  }
  return { doc, log }
}

test.each(Array.from({ length: SEEDS }, (_, i) => i + 1))(
  '[G4] forged structs that pass leave nothing pending, and load again as they were: seed %i',
  (seed) => {
    const { doc, log } = forged(seed)
    const replayed = new Y.Doc()
    replayed.transact(() => log.forEach((update) => Y.applyUpdate(replayed, update)))
    const joined = new Y.Doc()
    Y.applyUpdate(joined, Y.encodeStateAsUpdate(doc))
    for (const other of [doc, replayed, joined]) {
      expect([other.store.pendingStructs, other.store.pendingDs]).toEqual([null, null])
      expect(Y.encodeStateVector(other)).toEqual(Y.encodeStateVector(doc))
      expect(contentOf(other)).toEqual(contentOf(doc))
    }
  },
)

test('many forged structs do pass', () => {
  const passed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((sum, seed) => sum + forged(seed).log.length, 0)
  expect(passed).toBeGreaterThan(20)
})
