import { expect, test } from 'vitest'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'
import { type Edit, EditLedger, type Keeper } from './edit-ledger.ts'

/** A page: its document, its ledger, and what its ledger had kept. */
function page(clientId: number) {
  const kept: { updates: Uint8Array[]; edits: Edit[]; saved: Edit[] } = { updates: [], edits: [], saved: [] }
  const keeper: Keeper = {
    keep: (update) => kept.updates.push(update),
    keepEdit: (edit) => kept.edits.push(edit),
    saved: (edits) => kept.saved.push(...edits),
  }
  const ledger = new EditLedger(keeper)
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'server') ledger.heard(update)
    else if (origin !== ledger.foundOrigin) ledger.wrote(update)
  })
  return { kept, ledger, doc, map: doc.getMap('offer') }
}

const onServer = (ledger: EditLedger) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, ledger.onServer())
  return doc.getMap('offer').toJSON()
}

test('[C1] an edit counts until its mark is answered, and is the server’s from then on', () => {
  const { ledger, map, kept } = page(1)
  map.set('price', 1)
  map.set('price', 2)
  const { mark } = ledger
  map.set('cap', 3)
  expect(ledger.unsaved).toBe(3)
  expect(onServer(ledger)).toEqual({})
  ledger.saved(mark)
  expect(ledger.unsaved).toBe(1)
  expect(onServer(ledger)).toEqual({ price: 2 })
  expect(kept.saved).toEqual(kept.edits.slice(0, 2))
  // An answer that comes late, or twice, takes nothing that came after it.
  ledger.saved(mark)
  expect(ledger.unsaved).toBe(1)
  ledger.saved(ledger.mark)
  expect(ledger.unsaved).toBe(0)
})

test('[C2] what was found on the device counts as it did before, a removal too', () => {
  const before = page(1)
  before.map.set('price', 1)
  before.ledger.saved(before.ledger.mark)
  before.map.delete('price')
  before.map.set('cap', 3)
  const after = page(2)
  after.ledger.found([before.ledger.onServer()], before.kept.edits.slice(1))
  expect(after.ledger.unsaved).toBe(2)
  expect(onServer(after.ledger)).toEqual({ price: 1 })
  after.ledger.saved(after.ledger.mark)
  expect(onServer(after.ledger)).toEqual({ cap: 3 })
})

test('[C2] what another tab wrote counts once, and no more once that tab has heard that it is saved', () => {
  const { ledger } = page(1)
  const edit = (key: number) => ({
    update: Y.encodeStateAsUpdate(new Y.Doc()),
    schemaVersion: PLAN_SCHEMA_VERSION,
    key,
  })
  ledger.found([], [edit(7), edit(8)])
  ledger.found([], [edit(8)])
  expect(ledger.unsaved).toBe(2)
  ledger.savedElsewhere(new Set([7, 9]))
  expect(ledger.unsaved).toBe(1)
})

test('[V4] one unsaved edit of another schema is enough for the page to say that one', () => {
  const { ledger, map, kept } = page(1)
  map.set('price', 1)
  expect(kept.edits[0]!.schemaVersion).toBe(PLAN_SCHEMA_VERSION)
  expect(ledger.schemaVersion).toBe(PLAN_SCHEMA_VERSION)
  const update = Y.encodeStateAsUpdate(new Y.Doc())
  ledger.found([], [{ update, schemaVersion: PLAN_SCHEMA_VERSION - 1, key: 7 }])
  expect(ledger.schemaVersion).toBe(PLAN_SCHEMA_VERSION - 1)
  ledger.savedElsewhere(new Set([7]))
  expect(ledger.schemaVersion).toBe(PLAN_SCHEMA_VERSION)
})

test('[S9] what others write meanwhile is the server’s; what this page wrote is told from it', () => {
  const [ada, bea] = [page(1), page(2)]
  ada.map.set('story', 'Ada’s')
  for (let i = 0; i < 1_200; i++) {
    bea.map.set('cap', i)
    Y.applyUpdate(ada.doc, bea.kept.edits.at(-1)!.update, 'server')
  }
  expect(ada.map.toJSON()).toEqual({ story: 'Ada’s', cap: 1_199 })
  expect(onServer(ada.ledger)).toEqual({ cap: 1_199 })
  const { onServer: updates, edits } = ada.ledger.everything()
  expect(edits).toHaveLength(1)
  const again = new Y.Doc()
  for (const update of [updates, ...edits.map((one) => one.update)]) Y.applyUpdate(again, update)
  expect(again.getMap('offer').toJSON()).toEqual(ada.map.toJSON())
})
