import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { takes } from './fields.ts'
import type { PlanDoc } from './plan-doc.ts'
import { type CollectionName, collections } from './schema.ts'
import { filled, replica } from './test-docs.ts'

/** What a peer can put where a value belongs. Made anew each time: a Yjs type has one place. */
const junk: Record<string, () => unknown> = {
  'a string': () => 'junk',
  'a negative number': () => -1,
  'a fraction': () => 0.5,
  NaN: () => NaN,
  Infinity: () => Infinity,
  'a huge number': () => 1e300,
  'a bigint': () => 10n ** 30n,
  null: () => null,
  true: () => true,
  'a text': () => new Y.Text('12'),
  'an empty text': () => new Y.Text(),
  'a map': () => new Y.Map([['at', 1]]),
  'an array': () => Y.Array.from([1, [2]]),
  'an XML text': () => new Y.XmlText('12'),
  'an XML fragment': () => new Y.XmlFragment(),
  bytes: () => new Uint8Array(20),
  'a deep object': () => deep(500),
  'a subdocument': () => new Y.Doc(),
  'a long string': () => 'x'.repeat(100_000),
  'a list of junk': () => [null, {}, [[]]],
  'an object that looks like a stamp': () => ({ at: '1', by: 5 }),
  'a prototype': () => JSON.parse('{"__proto__": {"at": 1, "by": "x"}}') as unknown,
}

function deep(levels: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < levels; i++) value = { value }
  return value
}

const raw = (plan: PlanDoc, name: CollectionName) => plan.doc.getMap<unknown>(name)
const entity = (plan: PlanDoc, id = 'porto') => raw(plan, 'hubs').get(id) as Y.Map<unknown>

/** Reads everything, checks that every value is one the schema allows, and that it still can be written. */
function readsSoundly(plan: PlanDoc) {
  const read = plan.read()
  for (const [name, { form, fields }] of Object.entries(collections)) {
    const holders = form === 'record' ? [read[name as 'event']] : read[name as 'hubs']
    for (const holder of holders as readonly object[]) {
      for (const [key, field] of Object.entries(fields)) {
        const value = (holder as Record<string, unknown>)[key]
        expect(takes(field, value), `${name}/${key}`).toBe(true)
      }
    }
  }
  expect(JSON.stringify(read)).toBeTypeOf('string')
  expect(plan.set('event/hardCap', 7)).toBe(true)
  expect(plan.value('event/hardCap')).toBe(7)
  plan.shiftDates(1)
  plan.move('hubs', 'faro', 0)
  plan.add('hubs')
}

test.each(Object.entries(junk))('%s in every field of a record, an entity and a cell', (_, make) => {
  const plan = filled()
  for (const name of ['event', 'offer', 'demandTest', 'returns'] as const) {
    for (const key of Object.keys(collections[name].fields)) raw(plan, name).set(key, make())
  }
  for (const key of Object.keys(collections.hubs.fields)) entity(plan).set(key, make())
  for (const key of Object.keys(collections.skus.fields)) {
    const sku = raw(plan, 'skus').get('sand') as Y.Map<unknown>
    sku.set(key, make())
  }
  for (const key of Object.keys(collections.stock.fields)) raw(plan, 'stock').set(`porto/sand/${key}`, make())
  readsSoundly(plan)
  readsSoundly(replica(plan, 5))
})

test.each(Object.entries(junk))('%s where an entity belongs', (name, make) => {
  const plan = filled()
  raw(plan, 'hubs').set('porto', make())
  if (name !== 'a map') {
    expect(plan.get('hubs').map(({ id }) => id)).toEqual(['lisbon', 'faro'])
    expect(plan.leftOut).toBe(1)
    expect(plan.set('hubs/porto/name', 'x')).toBe(false)
    expect(plan.text('hubs/porto/name')).toBeUndefined()
  }
  readsSoundly(plan)
})

test.each(Object.entries(junk))('%s as an order, a member of a set, a schema version', (_, make) => {
  const plan = filled()
  entity(plan).set('order', make())
  entity(plan).set('modes/shipping', make())
  plan.doc.getMap('meta').set('schemaVersion', make())
  readsSoundly(plan)
  expect(plan.schemaVersion).toBeTypeOf('number')
})

test.each([
  ['event', 'hardCap', 'many'],
  ['event', 'launchAt', null],
  ['event', 'launchAt', new Y.Text('1')],
  ['event', 'hardCap', new Y.Text('1')],
  ['event', 'hardCap', new Y.Map()],
  ['event', 'name', 5],
  ['event', 'name', new Y.Map()],
  ['event', 'timeZone', 'Porto'],
  ['offer', 'overlayTest', { at: 1, by: 'x', tested: null }],
  ['offer', 'overlayTest', { at: 1, tested: {} }],
  ['stock', 'porto/sand/planned', -1],
] as const)('%s %s is left out and counted', (name, key, value) => {
  const plan = filled()
  raw(plan, name).set(key, value)
  expect(plan.leftOut).toBe(1)
  readsSoundly(plan)
})

test.each([
  'porto',
  'porto/sand',
  'porto/sand/nothing',
  'porto/sand/planned/more',
  '//planned',
  'a//planned',
  '',
])('the grid key %j is left out and counted', (key) => {
  const plan = filled()
  const before = plan.get('stock')
  raw(plan, 'stock').set(key, 1)
  expect(plan.get('stock')).toEqual(before)
  expect(plan.leftOut).toBe(1)
})

test('a bad member of a set does not take the good ones with it', () => {
  const plan = filled()
  for (const member of ['teleport', '', 'x'.repeat(1_000), 'a/b']) entity(plan).set(`modes/${member}`, true)
  entity(plan).set('modes/shipping', 'yes')
  expect(plan.value('hubs/porto/modes')).toEqual(['collection'])
  expect(plan.leftOut).toBe(5)
})

test('more members than a set holds are cut, and counted', () => {
  const plan = filled({ tiers: [{ id: 'tier' }] })
  const tier = raw(plan, 'tiers').get('tier') as Y.Map<unknown>
  plan.change(() => {
    for (let i = 0; i < 250; i++) tier.set(`segmentIds/s${String(i).padStart(3, '0')}`, true)
  })
  expect(plan.value('tiers/tier/segmentIds')).toHaveLength(200)
  expect(plan.leftOut).toBe(50)
})

test('names out of the language’s own prototypes are plain ids', () => {
  const plan = filled()
  for (const id of ['__proto__', 'constructor', 'toString']) {
    raw(plan, 'hubs').set(id, new Y.Map([['order', 'a0']]))
    raw(plan, 'stock').set(`${id}/${id}/planned`, 1)
    entity(plan).set(`modes/${id}`, true)
  }
  expect(plan.get('hubs').map(({ id }) => id)).toEqual(expect.arrayContaining(['__proto__', 'constructor']))
  expect(plan.get('stock')).toHaveLength(4)
  readsSoundly(plan)
})
