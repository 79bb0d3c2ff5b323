import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seededChance } from '../../../tests/support/seeded-chance.ts'
import { blankContent, openTemporaryStore, storePlan } from '../../../tests/support/temporary-store.ts'
import { updateLog } from '../store/updates.ts'
import { PlanReader } from '../sync/plan-reader.ts'
import { judgePlan } from './judgement.ts'

/** With the plan's making as many as are judged one by one. */
const EDITS = 99

test('[L2] others have their turn between the edits of a backlog, while it is read and while it is judged', async () => {
  const store = await openTemporaryStore()
  const { planId, personId } = await storePlan(store)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, blankContent())
  const chance = seededChance(1)
  const plan = new PlanDoc(doc, chance)
  const rows: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => rows.push(update))
  const { launchAt } = plan.read().event
  for (let edit = 1; edit <= EDITS; edit++) doc.getMap('event').set('launchAt', launchAt! + edit * HOUR_MS)
  updateLog(store).append(rows.map((bytes, index) => ({ planId, personId, at: index + 1, bytes })))
  const plans = new PlanReader({ db: store.db, rooms: { find: () => undefined }, chance })
  let turns = 0
  const look = () => {
    turns++
    next = setImmediate(look)
  }
  let next = setImmediate(look)
  const found = await judgePlan({ db: store.db, plans, chance }, planId, EDITS + 1)
  clearImmediate(next)
  expect(found).toBeGreaterThanOrEqual(EDITS)
  expect(turns).toBeGreaterThanOrEqual(2 * EDITS)
})
