import { describe, expect, test } from 'vitest'
import type { PlanDoc } from './plan-doc.ts'
import { takenBack } from './taken-back.ts'
import { filled, seed } from './test-docs.ts'

const story = 'One maker, one dial: the last of them.'

/** What is left when the first is taken back after the second was done. */
function taken(done: (plan: PlanDoc) => void, since: (plan: PlanDoc) => void = () => {}) {
  const plan = filled({ ...seed, offer: { story, priceMinor: 100 } })
  const before = plan.read()
  done(plan)
  const after = plan.read()
  since(plan)
  return { before, ...takenBack({ before, after, now: plan.read() }) }
}

describe('[H6] taken back is what was done', () => {
  test.each<[string, (plan: PlanDoc) => void]>([
    ['a value', (plan) => plan.set('offer/priceMinor', 90)],
    ['a text', (plan) => plan.set('offer/story', 'Another story.')],
    ['a set', (plan) => plan.set('hubs/porto/modes', ['shipping'])],
    ['an entity that went', (plan) => plan.remove('hubs', 'lisbon')],
    ['one that came', (plan) => plan.add('hubs', { name: 'Braga' })],
    ['an order', (plan) => plan.move('hubs', 'faro', 0)],
    ['a cell', (plan) => plan.set('stock/porto/sand/planned', 31)],
    ['a cell that was not there', (plan) => plan.set('stock/faro/sand/planned', 2)],
  ])('%s', (_what, done) => {
    const { before, plan, stays } = taken(done)
    expect(plan).toEqual(before)
    expect(stays).toEqual([])
  })
})

describe('[H6] what others did since stays', () => {
  test('elsewhere, without a word', () => {
    const { plan, stays } = taken(
      (plan) => {
        plan.set('offer/priceMinor', 90)
        plan.remove('hubs', 'lisbon')
        plan.set('stock/faro/sand/planned', 2)
      },
      (plan) => {
        plan.set('offer/buyLink', 'https://shop.example/buy')
        plan.move('hubs', 'faro', 0)
        plan.set('stock/porto/sand/planned', 31)
      },
    )
    expect(plan.offer).toMatchObject({ priceMinor: 100, buyLink: 'https://shop.example/buy' })
    expect(plan.hubs.map(({ id }) => id)).toEqual(['faro', 'porto', 'lisbon'])
    expect(plan.stock.map(({ hubId, planned }) => [hubId, planned])).toEqual([['porto', 31]])
    expect(stays).toEqual([])
  })

  test('in the same place, and is named', () => {
    const { plan, stays } = taken(
      (plan) => {
        plan.set('offer/priceMinor', 90)
        plan.set('event/hardCap', 10)
        plan.add('hubs', { name: 'Braga' })
      },
      (plan) => {
        plan.set('offer/priceMinor', 80)
        plan.set(`hubs/${plan.get('hubs').at(-1)!.id}/owner`, 'Rui')
      },
    )
    expect(plan.offer.priceMinor).toBe(80)
    expect(plan.event.hardCap).toBe(null)
    expect(plan.hubs.at(-1)).toMatchObject({ name: 'Braga', owner: 'Rui' })
    expect(stays.toSorted()).toEqual(['Hub Braga', 'Price'])
  })

  test('in the same text, between the words that were written there', () => {
    const { plan, stays } = taken(
      (plan) => plan.set('offer/story', story.replace('One maker', 'Two makers')),
      (plan) => plan.text('offer/story')!.insert(plan.text('offer/story')!.length, ' Says Bea.'),
    )
    expect(plan.offer.story).toBe(`${story} Says Bea.`)
    expect(stays).toEqual([])
  })

  test('in the very words that were changed: those stay as they are now', () => {
    const { plan, stays } = taken(
      (plan) => plan.set('offer/story', story.replace('maker', 'house')),
      (plan) => plan.set('offer/story', story.replace('maker', 'houses')),
    )
    expect(plan.offer.story).toBe(story.replace('maker', 'houses'))
    expect(stays).toEqual(['Story'])
  })

  test('of a set, each member by itself', () => {
    const { plan } = taken(
      (plan) => plan.set('hubs/lisbon/modes', ['shipping']),
      (plan) => plan.set('hubs/lisbon/modes', ['shipping', 'collection']),
    )
    expect(plan.hubs[1]!.modes).toEqual(['collection'])
  })

  test('and what was taken back already stays so', () => {
    const { plan, stays, before } = taken(
      (plan) => plan.remove('hubs', 'lisbon'),
      (plan) => plan.add('hubs', { name: 'Braga' }),
    )
    const again = takenBack({ before, after: { ...before, hubs: before.hubs.slice(0, 1) }, now: plan })
    expect(again.plan).toEqual(plan)
    expect(stays).toEqual([])
  })
})
