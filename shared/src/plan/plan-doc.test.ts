import { DAY_MS } from './time.ts'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { PlanDoc } from './plan-doc.ts'
import { PLAN_SCHEMA_VERSION } from './schema.ts'
import { empty, filled, pair, seed, sync } from './test-docs.ts'
import { evidence, LAUNCH_AT, signed } from './test-plan.ts'

const ids = (plan: PlanDoc) => plan.get('hubs').map(({ id }) => id)

function tie(plan: PlanDoc, id: string, order: unknown) {
  plan.doc.getMap<Y.Map<unknown>>('hubs').get(id)!.set('order', order)
}

describe('layout', () => {
  test('a document without a plan has version 0 and reads as empty', () => {
    const plan = empty()
    expect(plan.schemaVersion).toBe(0)
    expect(plan.leftOut).toBe(0)
    expect(plan.read().event).toMatchObject({ name: '', launchAt: 0, timeZone: 'UTC', currency: 'EUR' })
    expect(plan.read().hubs).toEqual([])
  })

  test('meta holds the schema version', () => {
    const plan = filled()
    expect(plan.doc.getMap('meta').toJSON()).toEqual({ schemaVersion: PLAN_SCHEMA_VERSION })
    expect(plan.schemaVersion).toBe(PLAN_SCHEMA_VERSION)
    plan.doc.getMap('meta').set('schemaVersion', 'one')
    expect(plan.schemaVersion).toBe(0)
  })

  test('a record keeps its fields as keys, its texts made beforehand', () => {
    const event = filled().doc.getMap('event')
    expect(event.get('launchAt')).toBe(LAUNCH_AT)
    expect(event.get('name')).toBeInstanceOf(Y.Text)
    expect(filled().doc.getMap('offer').get('story')).toBeInstanceOf(Y.Text)
    expect(filled().doc.getMap('offer').has('priceMinor')).toBe(false)
  })

  test('a list keeps a map an entity under its id, with an order and all its texts', () => {
    const porto = filled().doc.getMap('hubs').get('porto') as Y.Map<unknown>
    expect(porto.toJSON()).toEqual({
      name: 'Porto',
      cutOff: '',
      owner: '',
      'modes/collection': true,
      order: expect.any(String),
    })
    expect(porto.get('cutOff')).toBeInstanceOf(Y.Text)
  })

  test('a grid keeps flat keys, and nobody makes a cell', () => {
    const plan = filled()
    plan.set('stock/lisbon/sand/buffer', 3)
    expect(plan.doc.getMap('stock').toJSON()).toEqual({
      'porto/sand/planned': 30,
      'lisbon/sand/buffer': 3,
    })
    expect(plan.get('stock')).toEqual([
      { hubId: 'lisbon', skuId: 'sand', planned: null, buffer: 3, counted: null },
      { hubId: 'porto', skuId: 'sand', planned: 30, buffer: null, counted: null },
    ])
  })

  test('a set is one key a member', () => {
    const plan = filled()
    plan.toggle('hubs/porto/modes', 'shipping', true)
    plan.toggle('hubs/porto/modes', 'collection', false)
    expect((plan.doc.getMap('hubs').get('porto') as Y.Map<unknown>).get('modes/shipping')).toBe(true)
    expect(plan.value('hubs/porto/modes')).toEqual(['shipping'])
  })
})

describe('reading and writing', () => {
  test.each([
    ['event/name', 'Another drop'],
    ['event/endsAt', null],
    ['offer/story', 'Two\nlines'],
    ['hubs/porto/modes', ['collection', 'shipping']],
    ['skus/sand/verdict', 'prune'],
    ['demandTest/confirmed', signed(74)],
    ['offer/overlayTest', evidence(30, { price: '18500 EUR' })],
    ['stock/faro/sand/planned', 7],
  ])('%s reads as it was set', (path, value) => {
    const plan = filled()
    expect(plan.set(path, value)).toBe(true)
    expect(plan.value(path)).toEqual(value)
  })

  test('a plain stamp where evidence belongs, as counts once were, covers nothing', () => {
    const plan = filled()
    plan.doc.getMap('stock').set('porto/sand/counted', signed(50))
    expect(plan.value('stock/porto/sand/counted')).toEqual(evidence(50, {}))
    expect(plan.get('stock')[0]).toMatchObject({ counted: evidence(50, {}) })
    expect(plan.leftOut).toBe(0)
  })

  test.each([
    ['offer/nothing', 1],
    ['event/name', 5],
    ['event/name', 'x'.repeat(121)],
    ['event/launchAt', null],
    ['event/hardCap', -1],
    ['event/hardCap', 1.5],
    ['event/timeZone', '+01:00'],
    ['hubs/porto/modes', ['teleport']],
    ['skus/sand/verdict', 'sell'],
    ['skus/sand/audited', { at: 1 }],
    ['hubs/gone/cutOff', 5],
  ])('%s does not take %j', (path, value) => {
    const plan = filled()
    const before = plan.read()
    expect(() => plan.set(path, value)).toThrow(RangeError)
    expect(plan.read()).toEqual(before)
  })

  test('an entity that is gone takes no value, toggle or move, and has none', () => {
    const plan = filled()
    plan.remove('hubs', 'porto')
    expect(plan.set('hubs/porto/name', 'x')).toBe(false)
    expect(plan.toggle('hubs/porto/modes', 'shipping', true)).toBe(false)
    plan.move('hubs', 'porto', 0)
    plan.remove('hubs', 'porto')
    expect(plan.value('hubs/porto/name')).toBeUndefined()
    expect(plan.text('hubs/porto/name')).toBeUndefined()
    expect(plan.get('hubs').map(({ id }) => id)).toEqual(['lisbon', 'faro'])
  })

  test('toggling what is no set, or no member of it, is a mistake of the caller', () => {
    const plan = filled()
    expect(() => plan.toggle('hubs/porto/name', 'x', true)).toThrow(RangeError)
    expect(() => plan.toggle('hubs/porto/modes', 'teleport', true)).toThrow(RangeError)
    expect(() => plan.toggle('tiers/a/segmentIds', 'x'.repeat(41), true)).toThrow(RangeError)
  })

  test('text is the live text, and nothing else is', () => {
    const plan = filled()
    plan.text('hubs/porto/name')!.insert(5, ' centre')
    expect(plan.value('hubs/porto/name')).toBe('Porto centre')
    expect(plan.text('event/launchAt')).toBeUndefined()
    expect(plan.text('offer/nothing')).toBeUndefined()
    expect(plan.text('stock/porto/sand/planned')).toBeUndefined()
  })

  test('what is added stands last, and refuses what set refuses', () => {
    const plan = filled()
    const id = plan.add('hubs', { name: 'Braga', modes: ['shipping'] })
    expect(plan.get('hubs').at(-1)).toEqual({
      id,
      name: 'Braga',
      modes: ['shipping'],
      cutOff: '',
      owner: '',
    })
    expect(plan.text(`hubs/${id}/owner`)).toBeInstanceOf(Y.Text)
    expect(() => plan.add('hubs', { name: 'x'.repeat(81) })).toThrow(RangeError)
    expect(plan.get('hubs')).toHaveLength(4)
  })

  test('a list is started only while it is empty', () => {
    const plan = filled()
    plan.start('cues', { cues: [{ id: 'launch', callOut: 'Go' }] })
    plan.start('cues', { cues: [{ id: 'other' }] })
    expect(plan.get('cues').map(({ id, callOut }) => [id, callOut])).toEqual([['launch', 'Go']])
  })

  test('a collection is the same object until something in it changes', () => {
    const plan = filled()
    const [hubs, offer] = [plan.get('hubs'), plan.get('offer')]
    plan.set('event/hardCap', 5)
    expect(plan.get('hubs')).toBe(hubs)
    expect(plan.get('offer')).toBe(offer)
    plan.text('hubs/faro/name')!.insert(0, 'Old ')
    expect(plan.get('hubs')).not.toBe(hubs)
    expect(plan.get('offer')).toBe(offer)
  })

  test('listeners hear each change once, the readings already new, until they stop', () => {
    const [a, b] = pair()
    const heard: number[] = []
    const stop = a.onChange(() => heard.push(a.get('hubs').length))
    a.change(() => {
      a.add('hubs')
      a.add('hubs')
    })
    b.remove('hubs', 'faro')
    sync(a, b)
    a.change(() => {})
    stop()
    a.add('hubs')
    expect(heard).toEqual([5, 4])
  })
})

describe('order', () => {
  test.each([
    ['faro', 0, ['faro', 'porto', 'lisbon']],
    ['porto', 2, ['lisbon', 'faro', 'porto']],
    ['porto', 1, ['lisbon', 'porto', 'faro']],
    ['lisbon', 1, ['porto', 'lisbon', 'faro']],
    ['porto', 99, ['lisbon', 'faro', 'porto']],
    ['faro', -5, ['faro', 'porto', 'lisbon']],
  ])('%s moves to %d', (id, index, wanted) => {
    const plan = filled()
    plan.move('hubs', id, index)
    expect(ids(plan)).toEqual(wanted)
  })

  test('a move writes the moved order alone', () => {
    const plan = filled()
    const written: string[] = []
    plan.doc.getMap('hubs').observeDeep((events) => written.push(...events.map(({ path }) => path.join('/'))))
    plan.move('hubs', 'faro', 1)
    expect(written).toEqual(['faro'])
  })

  test('equal orders stand by id, and something moves in between them', () => {
    const plan = filled()
    for (const id of ['porto', 'lisbon', 'faro']) tie(plan, id, 'a0')
    expect(ids(plan)).toEqual(['faro', 'lisbon', 'porto'])
    plan.move('hubs', 'porto', 1)
    expect(ids(plan)).toEqual(['faro', 'porto', 'lisbon'])
    const id = plan.add('hubs')
    plan.move('hubs', id, 2)
    expect(ids(plan)).toEqual(['faro', 'porto', id, 'lisbon'])
  })

  test.each([
    ['nothing', ''],
    ['!', '!'],
    ['~~~', '~~~'],
    ['a0!', 'a0!'],
    ['zzzz', 'zzzz'],
    ['a', 'a'],
    ['the first key of all', 'A00000000000000000000000000'],
    ['10,000 letters', 'x'.repeat(10_000)],
    ['a number', 7],
    ['null', null],
  ])('beside a neighbour whose order is %s things move and are added where they should', (_, order) => {
    for (const index of [0, 1, 2]) {
      const plan = filled()
      tie(plan, 'lisbon', order)
      const others = ids(plan).filter((id) => id !== 'faro')
      plan.move('hubs', 'faro', index)
      expect(ids(plan)).toEqual(others.toSpliced(index, 0, 'faro'))
      const added = plan.add('hubs')
      expect(ids(plan).at(-1)).toBe(added)
    }
  })

  test('a thousand moves into the same place all arrive there, their keys no longer than 200', () => {
    const plan = filled()
    for (let i = 0; i < 1_000; i++) {
      const last = ids(plan).at(-1)!
      plan.move('hubs', last, 1)
      expect(ids(plan)[1]).toBe(last)
    }
    for (const hub of plan.doc.getMap<Y.Map<string>>('hubs').values()) {
      expect(hub.get('order')!.length).toBeLessThanOrEqual(200)
    }
  })
})

describe('shifting dates', () => {
  const dated = {
    ...seed,
    demandTest: { opensAt: LAUNCH_AT - 7 * DAY_MS, confirmed: signed(74) },
    skus: [{ id: 'sand', replenishAt: LAUNCH_AT - DAY_MS, audited: evidence(50, {}) }],
    slas: [{ skuId: 'sand', mode: 'shipping', shipBy: LAUNCH_AT + DAY_MS, published: true }],
    cues: [{ id: 'launch', offsetMs: -60_000, hardAt: LAUNCH_AT }],
  }

  test('moves planned instants in records, lists and grids, and neither stamps nor offsets', () => {
    const plan = filled(dated)
    plan.shiftDates(DAY_MS)
    const { event, demandTest, skus, slas, cues } = plan.read()
    expect(event.launchAt).toBe(LAUNCH_AT + DAY_MS)
    expect(demandTest).toMatchObject({
      opensAt: LAUNCH_AT - 6 * DAY_MS,
      confirmed: signed(74),
      closesAt: null,
    })
    expect(skus[0]).toMatchObject({ replenishAt: LAUNCH_AT, audited: evidence(50, {}) })
    expect(slas[0]).toMatchObject({ shipBy: LAUNCH_AT + 2 * DAY_MS })
    expect(cues[0]).toMatchObject({ offsetMs: -60_000, hardAt: LAUNCH_AT + DAY_MS })
  })

  test('is one step to undo', () => {
    const plan = filled(dated)
    const before = plan.read()
    const undo = plan.undoManager()
    plan.shiftDates(DAY_MS)
    undo.undo()
    expect(plan.read()).toEqual(before)
  })

  test('takes whole ms, and leaves what it cannot move', () => {
    const plan = filled(dated)
    expect(() => plan.shiftDates(0.5)).toThrow(RangeError)
    plan.doc.getMap('event').set('endsAt', null)
    plan.doc.getMap('demandTest').set('closesAt', 10n)
    plan.shiftDates(-LAUNCH_AT)
    expect(plan.value('event/launchAt')).toBe(0)
    expect(plan.value('event/endsAt')).toBeNull()
    expect(plan.value('demandTest/opensAt')).toBe(LAUNCH_AT - 7 * DAY_MS)
  })
})

describe('undo', () => {
  test('one change is one step', () => {
    const plan = filled()
    const undo = plan.undoManager()
    plan.change(() => {
      plan.set('event/hardCap', 5)
      plan.toggle('hubs/porto/modes', 'shipping', true)
      plan.add('hubs')
    })
    undo.stopCapturing()
    plan.set('event/hardCap', 6)
    undo.undo()
    expect(plan.value('event/hardCap')).toBe(5)
    undo.undo()
    expect(plan.read()).toEqual(filled().read())
    expect(undo.canUndo()).toBe(false)
    undo.redo()
    expect(plan.value('event/hardCap')).toBe(5)
    expect(plan.get('hubs')).toHaveLength(4)
  })

  test('brings back what was removed, texts, sets and place', () => {
    const plan = filled()
    const undo = plan.undoManager()
    plan.remove('hubs', 'porto')
    undo.undo()
    expect(plan.read()).toEqual(filled().read())
    plan.text('hubs/porto/name')!.insert(0, 'New ')
    expect(plan.value('hubs/porto/name')).toBe('New Porto')
  })

  test('takes back own edits only', () => {
    const [a, b] = pair()
    const undo = a.undoManager()
    a.set('event/hardCap', 150)
    a.change(() => a.text('hubs/porto/name')!.insert(0, 'A '))
    b.set('skus/sand/verdict', 'keep')
    b.text('hubs/porto/name')!.insert(5, ' B')
    b.add('hubs', { name: 'theirs' })
    sync(a, b)
    undo.undo()
    sync(a, b)
    expect(a.value('event/hardCap')).toBeNull()
    expect(a.value('skus/sand/verdict')).toBe('keep')
    expect(a.value('hubs/porto/name')).toBe('Porto B')
    expect(a.get('hubs').at(-1)!.name).toBe('theirs')
    expect(b.read()).toEqual(a.read())
  })

  test('leaves a value that somebody else wrote over it', () => {
    const [a, b] = pair()
    const undo = a.undoManager()
    a.set('event/hardCap', 150)
    sync(a, b)
    b.set('event/hardCap', 120)
    sync(a, b)
    undo.undo()
    expect(a.value('event/hardCap')).toBe(120)
  })
  // Yjs restores no key that somebody else wrote to at the same time: what it can't restore reads as empty.
  test('of a move that raced another keeps the entity, first in its list, for both', () => {
    const [a, b] = pair()
    const undo = b.undoManager()
    a.move('hubs', 'faro', 1)
    b.move('hubs', 'faro', 2)
    sync(a, b)
    undo.undo()
    sync(a, b)
    expect(ids(b)).toEqual(['faro', 'porto', 'lisbon'])
    expect(ids(a)).toEqual(ids(b))
    b.move('hubs', 'faro', 1)
    expect(ids(b)).toEqual(['porto', 'faro', 'lisbon'])
  })
})
