import { describe, expect, test } from 'vitest'
import { PlanDoc } from '../plan/plan-doc.ts'
import { chance, empty } from '../plan/test-docs.ts'
import { event, planOf } from '../plan/test-plan.ts'
import { planSeed } from '../plan/templates.ts'
import type { Plan } from '../plan/schema.ts'
import { ONE_AGO, plantedMigrations, TWO_AGO } from '../../../tests/support/planted-migrations.ts'
import { PLAN_FILE_ENTRIES_MAX, planFile, readPlanFile } from './plan-file.ts'

/** As it comes out of a file that it went into. */
function throughFile(plan: Plan): Plan {
  const doc: PlanDoc = empty()
  doc.fill(readPlanFile(JSON.parse(JSON.stringify(planFile(plan)))))
  return doc.read()
}

describe('a plan through a file', () => {
  test.each(['playbook', 'sample', 'blank'] as const)('the %s comes out equal', (template) => {
    const doc = new PlanDoc(empty('made').doc, chance('made'))
    doc.fill(planSeed(template, event))
    doc.add('gear', { name: '=cmd() \u0000 عربي 😀', note: 'x'.repeat(500) })
    const plan = doc.read()
    expect(throughFile(plan)).toEqual(plan)
    expect(throughFile(throughFile(plan))).toEqual(plan)
  })
})

test('[V3] a file of an earlier schema is brought to this one, and then checked', () => {
  const file = planFile(planOf({ hubs: [{ id: 'porto', name: 'Porto' }] }))
  const hubs = file.plan.hubs.map(({ name: title, ...hub }) => ({ ...hub, title }))
  const { priceMinor: _, ...offer } = file.plan.offer
  const ofTwoAgo = (price: unknown, plan = { hubs, offer: { ...offer, price } }) => ({
    ...file,
    schemaVersion: TWO_AGO,
    plan: { ...file.plan, ...plan },
  })
  const read = readPlanFile(ofTwoAgo(185), plantedMigrations)
  expect(read).toEqual({ ...file.plan, offer: { ...file.plan.offer, priceMinor: 18_500 } })
  const ofOneAgo = { ...file, schemaVersion: ONE_AGO, plan: { ...file.plan, hubs } }
  expect(readPlanFile(ofOneAgo, plantedMigrations)).toEqual(file.plan)
  expect(() => readPlanFile(ofTwoAgo('much'), plantedMigrations)).toThrow(/offer, priceMinor is not what/)
  expect(() => readPlanFile({ ...file, schemaVersion: TWO_AGO, plan: {} }, plantedMigrations)).toThrow(
    'not what a plan of its version can be',
  )
  expect(() => readPlanFile({ ...file, schemaVersion: TWO_AGO - 1 }, plantedMigrations)).toThrow(
    'not what a plan of its version can be',
  )
})

describe('what is no file of a plan is refused with a sentence', () => {
  const good = planFile(planOf({ gear: [{ id: 'a', name: 'Encoder' }] }))
  const withGear = (...gear: unknown[]) => ({ ...good, plan: { ...good.plan, gear } })
  const [item] = good.plan.gear

  test.each<[string, unknown, RegExp]>([
    ['nothing', null, /no file of a plan/],
    ['another file', { plan: good.plan }, /no file of a plan/],
    ['a newer version', { ...good, schemaVersion: 99 }, /newer Flashboard/],
    ['no plan in it', { ...good, plan: undefined }, /not what a plan can have/],
    ['an unknown collection', { ...good, plan: { ...good.plan, boats: [] } }, /not what a plan/],
    ['an unknown field', withGear({ ...item, boat: 1 }), /gear, entry 1/],
    ['a wrong value', withGear(item, { ...item, id: 'b', quantity: -1 }), /gear, entry 2, quantity/],
    ['an id twice', withGear(item, item), /at gear /],
    ['an id that is a path', withGear({ ...item, id: 'a/b' }), /gear, entry 1, id/],
    ['an id of the language', withGear({ ...item, id: '__proto__ ' }), /id/],
    ['no list', { ...good, plan: { ...good.plan, gear: { length: 1 } } }, /at gear /],
    ['too long a name', withGear({ ...item, name: 'x'.repeat(121) }), /gear, entry 1, name/],
    [
      'a list too long',
      withGear(...Array.from({ length: 2_001 }, (_, id) => ({ id: `g${id}` }))),
      /at gear /,
    ],
  ])('%s', (_what, file, sentence) => {
    expect(() => readPlanFile(file)).toThrow(sentence)
  })

  test('too many entries in all', () => {
    const many = Array.from({ length: 1_900 }, (_, index) => ({ id: `e${index}` }))
    const plan = { gear: many, cues: many, pieces: many }
    expect(() => readPlanFile({ ...good, plan })).toThrow(`made of ${PLAN_FILE_ENTRIES_MAX} at most`)
  })
})
