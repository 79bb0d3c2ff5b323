/**
 * Whatever was done to a plan, any of its past comes back exactly, as new edits that the server's guard lets in,
 * and merges with what others write meanwhile. A seed that failed stays in `regressions`.
 */
import { judgeUpdate } from '@flashboard/server/sync/guard'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { becomePast } from '@flashboard/shared/plan/plan-doc-become'
import type { Plan } from '@flashboard/shared/plan/schema'
import { planSeed } from '@flashboard/shared/plan/templates'
import { MAX_MESSAGE_BYTES } from '@flashboard/shared/wire/messages'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { deleteAll } from './support/delete-all.ts'
import { randomEditor } from './support/random-edits.ts'
import { seededChance, seededRandom } from './support/seeded-chance.ts'

const SEEDS = 150
const STEPS = 60
const regressions: Readonly<Record<string, number>> = {}

const runs = [
  ...Array.from({ length: SEEDS }, (_, i) => [`seed ${i + 1}`, i + 1] as const),
  ...Object.entries(regressions),
]

const launchAt = Date.UTC(2026, 5, 20, 18)
const about = { name: 'Drop', launchAt, endsAt: launchAt + 1, timeZone: 'UTC', currency: 'EUR' }
const start = (() => {
  const doc = new Y.Doc()
  doc.clientID = 1
  new PlanDoc(doc, seededChance(1)).fill(planSeed('sample', about))
  return Y.encodeStateAsUpdate(doc)
})()

function page(clientID: number, ...updates: readonly Uint8Array[]) {
  const doc = new Y.Doc()
  doc.clientID = clientID
  for (const update of updates) Y.applyUpdate(doc, update, 'remote')
  return { doc, plan: new PlanDoc(doc, seededChance(clientID)) }
}

test.each(runs)('[H3] [G4] any past comes back: %s', (_, seed) => {
  const random = seededRandom(seed)
  const upTo = (end: number) => Math.floor(random() * end)
  /** As the server has it: rows and the document that they make. */
  const rows = [start]
  const server = page(2, start)
  const pages = [page(11, start), page(12, start)]
  const editors = pages.map(({ doc }, index) => randomEditor(doc, seed * 10 + index))
  for (const { doc } of pages) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'remote') return
      rows.push(update)
      Y.applyUpdate(server.doc, update)
    })
  }
  const past: Plan[] = [server.plan.read()]
  for (let step = 0; step < STEPS; step++) {
    const which = upTo(2)
    if (random() < 0.04) deleteAll(pages[which]!.plan)
    else editors[which]!()
    if (random() < 0.4) Y.applyUpdate(pages[which]!.doc, Y.encodeStateAsUpdate(server.doc), 'remote')
    past.push(server.plan.read())
  }

  for (let restore = 0; restore < 3; restore++) {
    const wanted = past[upTo(past.length)]!
    const scratch = page(100 + restore, Y.encodeStateAsUpdate(server.doc))
    const updates = becomePast(scratch.doc, wanted, seededChance(seed))
    expect(scratch.plan.read()).toEqual(wanted)
    expect(becomePast(scratch.doc, wanted, seededChance(seed))).toEqual([])
    // Somebody writes before it has arrived.
    editors[upTo(2)]!()
    for (const update of updates) {
      expect(update.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES)
      expect(judgeUpdate(update, server.doc)).toMatchObject({ kind: 'new' })
      Y.applyUpdate(server.doc, update)
      rows.push(update)
    }
    past.push(server.plan.read())
  }

  for (const { doc, plan } of pages) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc), 'remote')
    expect(plan.read()).toEqual(server.plan.read())
    expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(server.doc))
  }
  const loaded = page(3, ...rows)
  expect(loaded.plan.read()).toEqual(server.plan.read())
  expect(loaded.plan.leftOut).toBe(0)
  expect(loaded.doc.store.pendingStructs).toBe(null)
})
