import { describe, expect, test } from 'vitest'
import { differences } from './differences.ts'
import { noPlanYet, planInWords } from './plan-words.ts'
import type { Plan, PlanSeed } from './schema.ts'
import { planSeed } from './templates.ts'
import { event, evidence, LAUNCH_AT, planOf, signed, withEntity, withFields } from './test-plan.ts'
import { HOUR_MS, MINUTE_MS } from './time.ts'

const seed: PlanSeed = {
  hubs: [
    { id: 'porto', name: 'Porto', modes: ['collection'] },
    { id: 'lisbon', name: 'Lisbon' },
    { id: 'faro', name: 'Faro', owner: 'Rui' },
  ],
  skus: [{ id: 'sand', name: 'M38 sand' }],
  cues: [
    { id: 'doors', callOut: 'Doors', offsetMs: -10 * MINUTE_MS },
    { id: 'drop', callOut: 'Drop' },
    { id: 'close', callOut: 'Close' },
    { id: 'thanks', callOut: 'Thanks' },
  ],
  stock: [{ hubId: 'porto', skuId: 'sand', planned: 30 }],
}
const plan = planOf(seed)

const said = (was: Plan, is: Plan) =>
  differences(was, is).differences.map(
    (each) => `${each.kind} ${each.path} (${each.section}) ${each.label}: ${each.was} > ${each.is}`,
  )
const changed = (change: (plan: Plan) => Plan) => said(plan, change(plan))

test('[H2] the same plan differs in nothing, and neither does an equal one', () => {
  expect(said(plan, plan)).toEqual([])
  expect(said(plan, planOf(seed))).toEqual([])
})

describe('[H2] values, in the words of their kind', () => {
  test.each<[string, (plan: Plan) => Plan]>([
    [
      'changed offer/priceMinor (offer) Price: null > €185.00',
      (p) => withFields(p, 'offer', { priceMinor: 18_500 }),
    ],
    [
      'changed demandTest/rsvps (segments) Demand test: RSVPs: null > 1,940 people',
      (p) => withFields(p, 'demandTest', { rsvps: 1_940 }),
    ],
    [
      'changed offer/bufferShareBp (offer) Buffer share: 15% > 20%',
      (p) => withFields(p, 'offer', { bufferShareBp: 2_000 }),
    ],
    [
      'changed demandTest/unitsPerOrderHundredths (segments) Demand test: Units an order: 1 > 1.25',
      (p) => withFields(p, 'demandTest', { unitsPerOrderHundredths: 125 }),
    ],
    [
      'changed event/launchAt (event) Launch: Thu 26 Nov 2026, 19:00 > Thu 26 Nov 2026, 20:00',
      (p) => withFields(p, 'event', { launchAt: LAUNCH_AT + HOUR_MS }),
    ],
    [
      'changed offer/taxIncluded (offer) Price shows tax: Yes > No',
      (p) => withFields(p, 'offer', { taxIncluded: false }),
    ],
    [
      'changed event/homeCountry (event) Sold from: null > Norway',
      (p) => withFields(p, 'event', { homeCountry: 'NO' }),
    ],
    [
      'changed offer/consentTest (offer) Test order stored consent: null > Ana, Thu 26 Nov 2026, 16:00',
      (p) => withFields(p, 'offer', { consentTest: signed(3) }),
    ],
    [
      'changed offer/overlayTest (offer) Overlay test: null > Ana, Thu 26 Nov 2026, 16:00',
      (p) => withFields(p, 'offer', { overlayTest: evidence(3, { price: '1 EUR' }) }),
    ],
    [
      'changed hubs/porto/modes (stock) Porto: Modes: Collection > Collection and Shipping',
      (p) => withEntity(p, 'hubs', 'porto', { modes: ['collection', 'shipping'] }),
    ],
    [
      'changed skus/sand/verdict (stock) M38 sand: Audit: null > keep',
      (p) => withEntity(p, 'skus', 'sand', { verdict: 'keep' }),
    ],
    [
      'changed cues/doors/offsetMs (show) Doors: At: T−10 m > T+1 h 30 m',
      (p) => withEntity(p, 'cues', 'doors', { offsetMs: 90 * MINUTE_MS }),
    ],
    [
      'changed stock/porto/sand/planned (stock) Porto, M38 sand: Planned: 30 units > 31 units',
      (p) => ({ ...p, stock: [{ ...p.stock[0]!, planned: 31 }] }),
    ],
    [
      'changed stock/porto/sand/planned (stock) Porto, M38 sand: Planned: 30 units > null',
      (p) => ({ ...p, stock: [] }),
    ],
  ])('%s', (sentence, change) => {
    expect(changed(change)).toEqual([sentence])
  })

  test('each in the currency and the zone that its plan had', () => {
    const price = withFields(plan, 'offer', { priceMinor: 18_500 })
    const yen = withFields(withFields(plan, 'offer', { priceMinor: 19_000 }), 'event', {
      currency: 'JPY',
      timeZone: 'Asia/Tokyo',
    })
    expect(said(price, yen)).toEqual([
      'changed offer/priceMinor (offer) Price: €185.00 > JP¥19,000',
      'changed event/timeZone (event) Time zone: Europe/Lisbon > Asia/Tokyo',
      'changed event/currency (event) Currency: EUR > JPY',
    ])
  })

  test('what points at one that is gone says so', () => {
    const made = planOf({ ...seed, movements: [{ id: 'm', hubId: 'porto', skuId: 'sand', delta: -4 }] })
    const without = { ...made, hubs: made.hubs.slice(1) }
    expect(said(without, withEntity(without, 'movements', 'm', { reason: 'damaged' }))).toEqual([
      'changed movements/m/reason (stock) −4 of M38 sand at a hub that was removed: Reason: null > Damaged',
    ])
  })
})

describe('[H2] texts', () => {
  const story = (text: string) => withFields(plan, 'offer', { story: text })

  test('are cut to the part that differs', () => {
    const long = 'The watch is made in two hundred pieces. '.repeat(20)
    const { differences: found } = differences(story(`${long}Once.${long}`), story(`${long}Twice.${long}`))
    expect(found[0]!.was).toMatch(/^….{20,50}Once\..+…$/)
    expect(found[0]!.is).toMatch(/^….{20,50}Twice\..+…$/)
    expect(found[0]!.is!.length).toBeLessThan(170)
  })

  test('that are short stand whole, and an empty one is nothing', () => {
    expect(said(story(''), story('Once.'))).toEqual(['changed offer/story (offer) Story: null > Once.'])
    expect(said(story('Once.'), story('Twice.'))).toEqual([
      'changed offer/story (offer) Story: Once. > Twice.',
    ])
  })

  test('never end in half a letter', () => {
    const { differences: found } = differences(story(''), story('😀'.repeat(200)))
    expect(found[0]!.is!.isWellFormed()).toBe(true)
  })
})

describe('[H2] lists', () => {
  test('what was added and removed, with what it had', () => {
    const is = {
      ...plan,
      hubs: [...plan.hubs.slice(0, 2), { ...plan.hubs[0]!, id: 'braga', name: '', modes: [] }],
    }
    expect(said(plan, is)).toEqual([
      'removed hubs/faro (stock) Hub Faro: Owner Rui > null',
      'added hubs/braga (stock) Unnamed hub: null > null',
    ])
  })

  test('what moved, and not what it moved past', () => {
    const [doors, drop, close, thanks] = plan.cues
    expect(said(plan, { ...plan, cues: [thanks!, doors!, drop!, close!] })).toEqual([
      'moved cues/thanks (show) Cue Thanks: Place 4 > Place 1',
    ])
    expect(said(plan, { ...plan, cues: [doors!, thanks!] })).toEqual([
      'removed cues/drop (show) Cue Drop: null > null',
      'removed cues/close (show) Cue Close: null > null',
    ])
  })
})

test('[H2] only so many are said, and the rest is counted', () => {
  const many = planOf({ hubs: Array.from({ length: 700 }, (_, i) => ({ id: `h${i}`, name: `Hub ${i}` })) })
  const { differences: found, more } = differences(plan, many)
  expect(found).toHaveLength(500)
  expect(found.length + more).toBe(differences(plan, many, 1_000).differences.length)
  expect(more).toBeGreaterThan(200)
})

describe('a plan in words', () => {
  test('has every section that says anything, and each value that is set', () => {
    const words = planInWords(plan)
    expect(words.map(({ title }) => title)).toEqual(expect.arrayContaining(['Offer', 'Hub stock', 'Event']))
    const lines = words.flatMap(({ lines }) => lines.map(({ label, says }) => `${label}: ${says}`))
    expect(lines).toEqual(
      expect.arrayContaining([
        `Name: ${event.name}`,
        'Time zone: Europe/Lisbon',
        'Currency: EUR',
        'Hub Faro: Owner Rui',
        'Cue Drop: null',
        'Porto, M38 sand: Planned: 30 units',
      ]),
    )
  })

  test.each(['playbook', 'sample', 'blank'] as const)('%s can be read whole', (template) => {
    const all = planOf(planSeed(template, event))
    const lines = planInWords(all).flatMap((section) => section.lines)
    expect(lines.length).toBeGreaterThan(3)
    for (const { label } of lines) expect(label).not.toMatch(/undefined|\[object|null/)
    expect(said(noPlanYet(), all).join()).not.toMatch(/undefined|\[object|NaN/)
  })
})
