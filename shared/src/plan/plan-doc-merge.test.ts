import { describe, expect, test } from 'vitest'
import { pair, replica, sync } from './test-docs.ts'
import type { PlanDoc } from './plan-doc.ts'

const hubs = (plan: PlanDoc) => plan.get('hubs').map(({ id }) => id)

function merged(a: PlanDoc, b: PlanDoc): PlanDoc {
  sync(a, b)
  expect(b.read()).toEqual(a.read())
  expect(a.leftOut).toBe(0)
  return a
}

describe('two people at the same time', () => {
  test('write in one text: both words stay', () => {
    const [a, b] = pair()
    a.text('event/name')!.insert(0, 'Meridian ')
    b.text('event/name')!.insert(4, ' 38')
    expect(merged(a, b).value('event/name')).toBe('Meridian Drop 38')
  })

  test('write past the limit of a text together: what fits stays, and it is said', () => {
    const [a, b] = pair()
    a.set('hubs/porto/name', 'a'.repeat(80))
    b.text('hubs/porto/name')!.insert(0, 'b'.repeat(60))
    sync(a, b)
    expect(a.value('hubs/porto/name')).toHaveLength(80)
    expect(a.leftOut).toBe(1)
    expect(b.read()).toEqual(a.read())
  })

  test('count one line: one count stands, whole', () => {
    const [a, b] = pair()
    a.set('stock/porto/sand/counted', { at: 5, by: 'Ana', tested: { staged: '62' } })
    b.set('stock/porto/sand/counted', { at: 6, by: 'Ben', tested: { staged: '61' } })
    const counted = merged(a, b).value('stock/porto/sand/counted')
    expect([
      { at: 5, by: 'Ana', tested: { staged: '62' } },
      { at: 6, by: 'Ben', tested: { staged: '61' } },
    ]).toContainEqual(counted)
  })

  test('fill a cell of a grid: neither overwrites the other', () => {
    const [a, b] = pair()
    a.set('stock/lisbon/sand/planned', 24)
    b.set('stock/lisbon/sand/buffer', 4)
    a.set('stock/porto/sand/planned', 33)
    const lines = merged(a, b).get('stock')
    expect(lines[0]).toMatchObject({ hubId: 'lisbon', planned: 24, buffer: 4 })
    expect(lines[1]).toMatchObject({ hubId: 'porto', planned: 33 })
  })

  test('toggle a set: both count', () => {
    const [a, b] = pair()
    a.toggle('hubs/faro/modes', 'collection', true)
    b.toggle('hubs/faro/modes', 'shipping', true)
    expect(merged(a, b).value('hubs/faro/modes')).toEqual(['collection', 'shipping'])
  })

  test('add and take out of a set: each member by itself', () => {
    const [a, b] = pair()
    a.toggle('hubs/porto/modes', 'collection', false)
    b.toggle('hubs/porto/modes', 'shipping', true)
    expect(merged(a, b).value('hubs/porto/modes')).toEqual(['shipping'])
  })

  test('add entities: both stay, after what was there', () => {
    const [a, b] = pair()
    const [one, two] = [a.add('hubs', { name: 'A' }), b.add('hubs', { name: 'B' })]
    const ids = hubs(merged(a, b))
    expect(ids.slice(0, 3)).toEqual(['porto', 'lisbon', 'faro'])
    expect(ids.slice(3).toSorted()).toEqual([one, two].toSorted())
  })

  test('edit and remove an entity: it is gone', () => {
    const [a, b] = pair()
    a.remove('hubs', 'porto')
    b.set('hubs/porto/owner', 'Stock')
    b.move('hubs', 'porto', 2)
    expect(hubs(merged(a, b))).toEqual(['lisbon', 'faro'])
  })

  test('move the same entity: one of the two places, and the same for both', () => {
    const [a, b] = pair()
    a.move('hubs', 'porto', 2)
    b.move('hubs', 'porto', 1)
    expect([
      ['lisbon', 'faro', 'porto'],
      ['lisbon', 'porto', 'faro'],
    ]).toContainEqual(hubs(merged(a, b)))
  })

  test('move different entities into the same gap: both are in it', () => {
    const [a, b] = pair()
    const [x, y] = [a.add('hubs'), a.add('hubs')]
    sync(a, b)
    a.move('hubs', x, 1)
    b.move('hubs', y, 1)
    const ids = hubs(merged(a, b))
    expect(ids.slice(1, 3).toSorted()).toEqual([x, y].toSorted())
    expect([ids[0], ids[3], ids[4]]).toEqual(['porto', 'lisbon', 'faro'])
  })

  test('move while the other renumbers: everything stays, in the same order for both', () => {
    const [a, b] = pair()
    for (let i = 0; i < 120; i++) a.move('hubs', hubs(a).at(-1)!, 1)
    b.move('hubs', 'faro', 0)
    expect(hubs(merged(a, b)).toSorted()).toEqual(['faro', 'lisbon', 'porto'])
  })

  test('change one value: one of the two, and the same for both', () => {
    const [a, b] = pair()
    a.set('event/hardCap', 150)
    b.set('event/hardCap', 120)
    expect([150, 120]).toContain(merged(a, b).value('event/hardCap'))
  })
})

test('a third who comes later reads the same', () => {
  const [a, b] = pair()
  a.add('skus', { name: 'Ink' })
  b.text('event/name')!.insert(0, 'The ')
  sync(a, b)
  expect(replica(a, 9).read()).toEqual(b.read())
})
