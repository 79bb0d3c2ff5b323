import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { chance, deliver, empty, filled, pair, random, seed, sync } from './test-docs.ts'
import { signed } from './test-plan.ts'
import type { PlanDoc } from './plan-doc.ts'
import { becomePast } from './plan-doc-become.ts'
import { collections, type ListName, type Plan } from './schema.ts'

const bits = chance('restore', random(9))
const become = (plan: PlanDoc, past: Plan) => becomePast(plan.doc, past, bits)
const ids = (plan: PlanDoc, list: ListName) => plan.get(list).map(({ id }) => id)

/** A plan, changed, and brought back. */
function restored(change: (plan: PlanDoc) => void) {
  const plan = filled()
  const past = plan.read()
  change(plan)
  expect(plan.read()).not.toEqual(past)
  const updates = become(plan, past)
  expect(plan.read()).toEqual(past)
  return { plan, past, updates }
}

describe('[H3] comes back as it was', () => {
  test.each<[string, (plan: PlanDoc) => void]>([
    ['a value', (plan) => plan.set('event/hardCap', 90)],
    ['a value over its default', (plan) => plan.set('offer/bufferShareBp', null)],
    ['a flag', (plan) => plan.set('offer/taxIncluded', false)],
    ['a stamp', (plan) => plan.set('offer/consentTest', signed(3))],
    ['evidence', (plan) => plan.set('offer/overlayTest', { ...signed(3), tested: { price: '1 EUR' } })],
    ['a text', (plan) => plan.set('event/name', 'Another drop')],
    ['a set', (plan) => plan.set('hubs/porto/modes', ['shipping'])],
    ['an entity removed', (plan) => plan.remove('hubs', 'lisbon')],
    ['an entity added', (plan) => plan.add('hubs', { name: 'Braga' })],
    ['a list reordered', (plan) => plan.move('hubs', 'faro', 0)],
    ['a cell changed', (plan) => plan.set('stock/porto/sand/planned', 31)],
    ['a cell that was not there', (plan) => plan.set('stock/faro/sand/planned', null)],
    [
      'everything removed',
      (plan) => {
        for (const hub of ids(plan, 'hubs')) plan.remove('hubs', hub)
        plan.remove('skus', 'sand')
        plan.set('event/name', '')
        plan.set('stock/porto/sand/planned', null)
      },
    ],
  ])('%s', (_what, change) => {
    restored(change)
  })

  test('a cell that somebody had emptied is there, empty', () => {
    const plan = filled()
    plan.set('stock/porto/sand/planned', null)
    const past = plan.read()
    const again = empty('again', 5)
    becomePast(again.doc, past, bits)
    expect(again.get('stock')).toEqual(past.stock)
    expect(again.get('stock')).toHaveLength(1)
  })

  test('in an empty document, all of it', () => {
    const past = filled().read()
    const again = empty('again', 5)
    becomePast(again.doc, past, bits)
    expect(again.read()).toEqual(past)
    expect(again.leftOut).toBe(0)
  })

  test('what was never set is unset again, not set to nothing', () => {
    const { plan } = restored((plan) => plan.set('event/hardCap', 90))
    expect(plan.doc.getMap('event').has('hardCap')).toBe(false)
  })

  test('a removed entity under its old id, so that what points there does so again, and can be edited', () => {
    const { plan } = restored((plan) => plan.remove('hubs', 'porto'))
    expect(ids(plan, 'hubs')).toEqual(['porto', 'lisbon', 'faro'])
    expect(plan.set('hubs/porto/owner', 'Rui')).toBe(true)
    plan.text('hubs/porto/name')!.insert(0, 'o ')
    expect(plan.value('hubs/porto/name')).toBe('o Porto')
  })
})

describe('[H3] writes what differs alone', () => {
  test('nothing where nothing does', () => {
    const plan = filled()
    expect(become(plan, plan.read())).toEqual([])
  })

  test('of a text the words that differ: what stands between them stays, with the carets there', () => {
    const [plan, other] = pair({ ...seed, offer: { story: 'One maker, one dial: the last of them.' } })
    const past = plan.read()
    plan.set('offer/story', 'Soon: One maker, one dial: the last of them. Really.')
    sync(plan, other)
    const caret = Y.createRelativePositionFromTypeIndex(
      other.text('offer/story')!,
      'Soon: One maker, o'.length,
    )
    become(plan, past)
    // Not heard of the restore yet.
    other.text('offer/story')!.insert('Soon: One maker,'.length, ' says Bea,')
    sync(plan, other)
    expect(plan.value('offer/story')).toBe('One maker, says Bea, one dial: the last of them.')
    const at = Y.createAbsolutePositionFromRelativePosition(caret, other.doc)?.index
    expect(at).toBe('One maker, says Bea, o'.length)
  })

  test('of a text its differing middle: letters of others stay where they are', () => {
    const [plan, other] = pair({ ...seed, offer: { story: 'Two hundred watches, once.' } })
    const past = plan.read()
    plan.set('offer/story', 'Two hundred and one watches, once.')
    sync(plan, other)
    const caret = Y.createRelativePositionFromTypeIndex(other.text('offer/story')!, 20)
    become(plan, past)
    sync(plan, other)
    expect(other.value('offer/story')).toBe('Two hundred watches, once.')
    // Before the same letter, "w", as it was.
    expect(Y.createAbsolutePositionFromRelativePosition(caret, other.doc)?.index).toBe(12)
  })

  test('of an order the one that was moved', () => {
    const plan = filled()
    const past = plan.read()
    const orderOf = (id: string) => plan.doc.getMap<Y.Map<string>>('hubs').get(id)!.get('order')
    const [lisbon, faro] = [orderOf('lisbon'), orderOf('faro')]
    plan.move('hubs', 'porto', 2)
    become(plan, past)
    expect(ids(plan, 'hubs')).toEqual(['porto', 'lisbon', 'faro'])
    expect([orderOf('lisbon'), orderOf('faro')]).toEqual([lisbon, faro])
  })

  test('and what an order cannot say, a list renumbered', () => {
    const plan = filled()
    const past = plan.read()
    const hubs = plan.doc.getMap<Y.Map<string>>('hubs')
    for (const hub of hubs.values()) hub.set('order', 'not one of ours')
    expect(ids(plan, 'hubs')).toEqual(['faro', 'lisbon', 'porto'])
    become(plan, past)
    expect(plan.read()).toEqual(past)
  })
})

describe('[H3] with others at work', () => {
  test('what they write meanwhile elsewhere stays, and both have the same in the end', () => {
    const [plan, other] = pair()
    const past = plan.read()
    plan.remove('hubs', 'lisbon')
    plan.set('event/hardCap', 90)
    sync(plan, other)
    const hub = other.add('hubs', { name: 'Braga' })
    other.set('offer/priceMinor', 500)
    become(plan, past)
    sync(plan, other)
    expect(other.read()).toEqual(plan.read())
    expect(ids(plan, 'hubs').toSorted()).toEqual(['faro', hub, 'lisbon', 'porto'].toSorted())
    expect(plan.value('offer/priceMinor')).toBe(500)
    expect(plan.value('event/hardCap')).toBe(null)
  })

  test('two who restore at once agree', () => {
    const [plan, other] = pair()
    const past = plan.read()
    plan.remove('hubs', 'lisbon')
    sync(plan, other)
    become(plan, past)
    become(other, past)
    sync(plan, other)
    expect(plan.read()).toEqual(past)
    expect(other.read()).toEqual(past)
  })
})

test('[H3] a broken client’s leavings do not keep a plan from coming back', () => {
  const plan = filled()
  const past = plan.read()
  const story = plan.text('offer/story')!
  story.insert(0, 'Words')
  story.insertEmbed(2, { no: 'letter' })
  plan.doc.getMap('event').set('name', 7)
  plan.doc.getMap('hubs').set('porto', 'no map')
  become(plan, past)
  expect(plan.read()).toEqual(past)
})

test('[H3] very much comes as several updates, each small, which together do the same', () => {
  const plan = filled()
  const body = 'É'.repeat(10_000)
  for (let count = 0; count < 120; count++) plan.add('macros', { title: `Macro ${count}`, body })
  const past = plan.read()
  const twin = empty('twin', 8)
  for (const { id } of plan.get('macros')) plan.remove('macros', id)
  deliver(plan, twin)
  const updates = become(plan, past)
  expect(updates.length).toBeGreaterThan(2)
  for (const { length } of updates) expect(length).toBeLessThan(1_048_576 / 2)
  for (const update of updates) Y.applyUpdate(twin.doc, update)
  expect(twin.read()).toEqual(past)
})

test('every list can be brought back', () => {
  const lists = Object.keys(collections).filter((name) => collections[name as ListName].form === 'list')
  for (const list of lists as ListName[]) {
    const { plan, past } = restored((plan) => plan.add(list))
    expect(plan.get(list)).toEqual(past[list])
  }
  expect(lists.length).toBeGreaterThan(10)
})
