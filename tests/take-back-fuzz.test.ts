/**
 * Whatever was done, and whatever others did since: taking it back brings back what nobody touched since, leaves what
 * they did, and is written to a document exactly. A seed that failed stays in `regressions`.
 */
import { changesBetween } from '@flashboard/shared/plan/changes'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { becomePast } from '@flashboard/shared/plan/plan-doc-become'
import type { Plan } from '@flashboard/shared/plan/schema'
import { takenBack } from '@flashboard/shared/plan/taken-back'
import { planSeed } from '@flashboard/shared/plan/templates'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { randomEditor } from './support/random-edits.ts'
import { seededChance, seededRandom } from './support/seeded-chance.ts'

const SEEDS = 150
const regressions: readonly number[] = []
const seeds = [...Array.from({ length: SEEDS }, (_, i) => i + 1), ...regressions]

const launchAt = Date.UTC(2026, 5, 20, 18)
const about = { name: 'Drop', launchAt, endsAt: launchAt + 1, timeZone: 'UTC', currency: 'EUR' }

/** Where a plan differs from another, orders aside: those are a whole list's. */
const changed = (was: Plan, is: Plan) =>
  changesBetween(was, is).flatMap(({ kind, path }) => (kind === 'moved' ? [] : [path]))
/** A whole entity's place is all that lies in it. */
const touches = (places: readonly string[], path: string) =>
  places.some((other) => `${other}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${other}/`))

test.each(seeds)('[H6] takes back what was done, and nothing else: seed %i', (seed) => {
  const random = seededRandom(seed)
  const doc = new Y.Doc()
  doc.clientID = 1
  const plan = new PlanDoc(doc, seededChance(seed))
  plan.fill(planSeed('sample', about))
  const edit = randomEditor(doc, seed)
  const some = () => {
    for (let count = Math.floor(random() * 25); count > 0; count--) edit()
  }
  some()
  const before = plan.read()
  some()
  const after = plan.read()
  expect(takenBack({ before, after, now: after })).toEqual({ plan: before, stays: [] })
  some()
  const now = plan.read()
  expect(takenBack({ before: after, after, now })).toEqual({ plan: now, stays: [] })

  const back = takenBack({ before, after, now }).plan
  const [done, since] = [changed(before, after), changed(after, now)]
  const [left, taken] = [changed(before, back), changed(now, back)]
  for (const path of done) if (!touches(since, path)) expect(left).not.toContain(path)
  for (const path of since) if (!touches(done, path)) expect(taken).not.toContain(path)
  becomePast(doc, back, seededChance(seed))
  expect(plan.read()).toEqual(back)
})
