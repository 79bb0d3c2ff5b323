import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stockLines, totalOf } from '../figures/stock.ts'
import type { PlanSeed } from '../plan/schema.ts'
import { planSeed } from '../plan/templates.ts'
import { emptyPlan, event, LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import { HOUR_MS } from '../plan/time.ts'
import { gates } from '../readiness/gates.ts'
import { pickSheets } from './pick-sheet.ts'
import { beginsFromRight, printable } from './printable.ts'
import { readinessSheet } from './readiness-sheet.ts'
import { pausePoints, type Sheet } from './sheet.ts'
import { sheetNames, sheets } from './sheets.ts'
import { wanted } from './wanted.ts'
import { whoseIs } from './whose.ts'

const sample = planOf(planSeed('sample', event))
const now = LAUNCH_AT - 46 * HOUR_MS

const titleOf = (id: string) =>
  gates.flatMap(({ requirements }) => requirements).find((each) => each.id === id)!.title
const itemsOf = (sheet: Sheet) => sheet.points.flatMap(({ items }) => items)

describe('pause points', () => {
  test('no group has more than nine, and from ten items on none fewer than five', () => {
    for (let count = 0; count <= 200; count++) {
      const items = Array.from({ length: count }, (_, index) => index)
      const groups = pausePoints(items)
      expect(groups.flat()).toEqual(items)
      for (const { length } of groups) {
        expect(length).toBeLessThanOrEqual(9)
        if (count >= 10) expect(length).toBeGreaterThanOrEqual(5)
      }
    }
  })

  test('every sheet keeps to them, each item has a cell a column, and no line of completion is missing', () => {
    for (const name of sheetNames) {
      for (const { points } of sheets[name].build({ plan: sample, log: [], now })) {
        for (const { items, columns, total, done } of points) {
          expect(items.length).toBeGreaterThan(0)
          expect(items.length).toBeLessThanOrEqual(9)
          for (const { cells } of items) expect(cells).toHaveLength(columns.length)
          if (total) expect(total.cells).toHaveLength(columns.length)
          expect(done !== undefined).toBe(items.some(({ box }) => box !== 'none'))
        }
      }
    }
  })
})

describe('the readiness checklist', () => {
  test('has every requirement once, with the value wanted, the most critical of each gate first', () => {
    const [sheet] = readinessSheet({ plan: sample, log: [], now })
    const titles = itemsOf(sheet!).map(({ text }) => text)
    for (const { requirements } of gates) {
      for (const { id, title } of requirements) {
        expect(titles.filter((each) => each === title)).toHaveLength(1)
        expect(wanted[id]?.(sample)).toMatch(/^\S.*\.$/)
      }
    }
    const stock = sheet!.points.find(({ heading }) => heading === '48 h')!
    expect(stock.mark).toEqual({ text: 'Missed', isLoud: true })
    expect(stock.items.map(({ box }) => box)).toEqual(['empty', 'empty', 'crossed', 'crossed', 'crossed'])
  })

  test('of nothing no value is wanted', () => {
    for (const value of Object.values(wanted)) expect(value(emptyPlan())).not.toMatch(/\b0 (?!in the plan)/)
  })

  test('an open item has whose it is: the owner of the console, or the role where nobody is at it', () => {
    const consoles = [
      { id: 'a', name: 'stock and hubs', owner: ' Rosa ', deputy: '' },
      { id: 'b', name: 'Support', owner: '', deputy: 'Ben' },
    ]
    const [sheet] = readinessSheet({ plan: { ...sample, consoles }, log: [], now })
    const whoOf = (id: string) => itemsOf(sheet!).find(({ text }) => text === titleOf(id))!.cells[0]
    expect(['sku-audit', 'timeline-published', 'support-sprint', 'overlay-tested'].map(whoOf)).toEqual([
      'Rosa',
      'Lead',
      'Support',
      'Stream',
    ])
    // Done, it has who did it.
    expect(whoOf('cap-covered')).toBe('')
    const known = gates.flatMap(({ requirements }) => requirements.map(({ id }) => whoseIs(id, emptyPlan())))
    expect(new Set(known)).toEqual(new Set(['Lead', 'Stream', 'Checkout', 'Stock', 'Support']))
  })

  test('stream and support are apart, the go / no-go stands at the launch', () => {
    const [sheet] = readinessSheet({ plan: sample, log: [], now })
    const heads = sheet!.points.map(({ heading, under }) => [heading, under[0]])
    expect(heads).toContainEqual(['24 h', 'Stream and checkout'])
    expect(heads).toContainEqual(['24 h', 'Support and story'])
    expect(sheet!.points.find(({ heading }) => heading === '0 h')!.items).toHaveLength(sample.consoles.length)
  })

  test('the run of show has them too, with room for initials', () => {
    const [sheet] = sheets.show.build({ plan: sample, log: [], now })
    const [goNoGo] = sheet!.points
    expect([goNoGo!.heading, goNoGo!.under]).toEqual(['Go / no-go', ['before the launch']])
    expect(goNoGo!.items.map(({ text }) => text)).toEqual(
      sample.consoles.map(({ name }) => `${name} says go`),
    )
    expect(goNoGo!.columns.map(({ title }) => title)).toEqual(['Who', 'Initials'])
    for (const { cells } of goNoGo!.items) expect(cells[1]).toBe('')
    expect(goNoGo!.done).toBe('Go, or no-go and why. Lead')
  })

  test('what does not apply has no box, wants nothing and is not signed for', () => {
    const [sheet] = readinessSheet({ plan: emptyPlan(), log: [], now })
    const gate = sheet!.points.find(({ items }) =>
      items.some(({ text }) => text === titleOf('tax-and-payment')),
    )!
    const item = gate.items.find(({ text }) => text === titleOf('tax-and-payment'))!
    expect(item).toMatchObject({ box: 'none', mark: { text: 'Does not apply' }, notes: [] })
    expect(gate.done).toBe(`All ${gate.items.length - 1} hold`)
  })

  test('what is waived is not signed for, and says by whom, when and why', () => {
    const actor = { personId: 'ana', name: 'Ana' }
    const waived = { kind: 'waiverGiven', requirement: 'sku-audit', reason: 'One SKU only.' } as const
    const [sheet] = readinessSheet({
      plan: sample,
      log: [{ ...waived, seq: 1, at: now - HOUR_MS, actor }],
      now,
    })
    const gate = sheet!.points.find(({ heading }) => heading === '48 h')!
    const item = gate.items.find(({ text }) => text === titleOf('sku-audit'))!
    expect(item).toMatchObject({ box: 'none', mark: { text: 'Waived' } })
    expect(item.notes).toContain('Waived by Ana, Tue 24 Nov, 20:00: One SKU only.')
    expect(gate.done).toBe(`All ${gate.items.length - 1} hold`)
  })

  test('who met a requirement and how late is said in words', () => {
    const actor = { personId: 'ana', name: 'Ana' }
    const [{ dueAt }] = [{ dueAt: LAUNCH_AT - 72 * HOUR_MS }]
    const turned = { kind: 'requirementTurned', requirement: 'rsvp-confirmed', applies: true, dueAt } as const
    const log = [
      { ...turned, seq: 1, at: dueAt - HOUR_MS, actor, isMet: false, updateSeq: 1, findings: ['No.'] },
      { ...turned, seq: 2, at: dueAt + 3.2 * HOUR_MS, actor, isMet: true, updateSeq: 2, findings: [] },
    ]
    const [sheet] = readinessSheet({ plan: sample, log, now })
    const item = itemsOf(sheet!).find(({ text }) => text === 'RSVP list confirmed')!
    expect(item.mark).toEqual({ text: 'Met late by 3 h 12 m', isLoud: false })
    expect(item.cells).toEqual(['Ana', 'Mon 23 Nov, 22:12'])
  })
})

test('a cue says who calls it and who stands in, and has room for when it was', () => {
  const cues = [
    { id: 'a', callOut: 'Doors', offsetMs: 0, durationSeconds: 120, owner: 'Ana', deputy: 'Bob' },
    { id: 'b', callOut: 'Close', offsetMs: HOUR_MS, deputy: 'Bob' },
  ]
  const [sheet] = sheets.show.build({ plan: planOf({ cues }), log: [], now })
  expect(itemsOf(sheet!).map(({ notes, cells }) => [notes, cells.slice(1)])).toEqual([
    [['2 m, deputy Bob'], ['Ana', '']],
    [[], ['Bob', '']],
  ])
})

test('a hub’s pick list adds up to the stock grid', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'gone')
  const units = fc.integer({ min: 0, max: 500 })
  const entities = fc.subarray(['a', 'b', 'c']).map((list) => list.map((id) => ({ id, name: id })))
  const seeds: fc.Arbitrary<PlanSeed> = fc.record({
    hubs: entities,
    skus: entities,
    stock: fc.uniqueArray(fc.record({ hubId: ids, skuId: ids, planned: units, buffer: units }), {
      selector: ({ hubId, skuId }) => `${hubId}/${skuId}`,
    }),
    movements: fc
      .array(fc.record({ hubId: ids, skuId: ids, delta: fc.integer({ min: -500, max: 500 }) }))
      .map((list) => list.map((movement, index) => ({ id: `m${index}`, ...movement }))),
  })
  const number = (cell: string) => Number(cell.replace('−', '-').replaceAll(',', ''))
  fc.assert(
    fc.property(seeds, (seed) => {
      const plan = planOf(seed)
      const lines = stockLines(plan)
      const lists = pickSheets({ plan, log: [], now })
      expect(lists).toHaveLength(Math.max(1, plan.hubs.length))
      plan.hubs.forEach((hub, index) => {
        const list = lists[index]!
        const { planned, staged, buffer } = totalOf(lines.filter(({ hubId }) => hubId === hub.id))
        const sums = [0, 1, 2].map((column) =>
          itemsOf(list).reduce((sum, { cells }) => sum + number(cells[column]!), 0),
        )
        expect(sums).toEqual([planned, staged, buffer])
        const total = list.points.at(-1)?.total
        if (list.points.length > 0) expect(total!.cells.slice(0, 3).map(number)).toEqual(sums)
      })
    }),
    { seed: 7, numRuns: 300 },
  )
})

test('on a pick list there is always room for the count, and who counted last is said beside it', () => {
  const [porto] = pickSheets({ plan: sample, log: [], now })
  const items = itemsOf(porto!)
  expect(items.map(({ cells }) => cells.at(-1))).toEqual(items.map(() => ''))
  expect(items[0]!.notes).toContain('Last counted by Stock, Tue 24 Nov, 15:00')
})

test('what an edit has undone is not printed as done', () => {
  const [macro] = sample.macros.filter(({ approved }) => approved)
  const rewritten = {
    ...sample,
    macros: sample.macros.map((each) => (each === macro ? { ...each, body: 'Something else.' } : each)),
  }
  const [sheet] = sheets.support.build({ plan: rewritten, log: [], now })
  expect(itemsOf(sheet!).find(({ text }) => text === macro!.title)!.box).toBe('empty')
})

test('a refund that somebody may decide says so where no limit is written', () => {
  const refundRules = [
    { id: 'a', reason: 'Exchange', decision: 'exchange' as const },
    { id: 'b', reason: 'Other' },
    { id: 'c', reason: 'Worn', decision: 'decline' as const },
  ]
  const [sheet] = sheets.support.build({ plan: planOf({ refundRules }), log: [], now })
  expect(itemsOf(sheet!).map(({ cells }) => cells[1])).toEqual(['no limit written', '', ''])
})

test('a shift that ends on another day than the next says which', () => {
  const shift = { who: 'Ana', startsAt: LAUNCH_AT }
  const shifts = [3, 11, 30].map((hours) => ({
    ...shift,
    id: `after${hours}`,
    endsAt: LAUNCH_AT + hours * HOUR_MS,
  }))
  const plan = planOf({ shifts: [...shifts, { id: 'open', who: 'Bob', endsAt: LAUNCH_AT }] })
  const [sheet] = sheets.support.build({ plan, log: [], now })
  expect(itemsOf(sheet!).map(({ cells }) => cells[1])).toEqual([
    '22:00',
    '06:00',
    'Sat 28 Nov, 01:00',
    'Thu 26 Nov, 19:00',
  ])
})

test('an empty plan has sheets that say so', () => {
  for (const name of sheetNames.filter((each) => each !== 'readiness' && each !== 'book')) {
    const built = sheets[name].build({ plan: emptyPlan(), log: [], now })
    expect([name, built.length]).toEqual([name, 1])
    for (const { points, nothing } of built) {
      expect(points).toEqual([])
      expect(nothing).not.toBe('')
    }
  }
})

describe('words on paper', () => {
  test('controls and turned directions are left out, line breaks stay', () => {
    expect(printable('a\u0000b\u202Ec\r\nd\u2028e\uD800')).toBe('abc\nd\ne\uFFFD')
  })

  test('a long word may break, a letter of several signs may not', () => {
    expect(printable('short words only')).toBe('short words only')
    const family = '👨‍👩‍👧'
    expect(printable(family.repeat(20)).split('\u200B').join('')).toBe(family.repeat(20))
    expect(
      printable(family.repeat(20))
        .split('\u200B')
        .every((part) => part.startsWith('👨')),
    ).toBe(true)
    expect(printable('a'.repeat(25)).length).toBeGreaterThan(25)
  })

  test('an address comes out as it was, to be copied, but for what in it is too long for any line', () => {
    const address = 'https://shop.example.org/returns/policy?drop=meridian38&lang=en#how-to-send-it'
    expect(printable(`See ${address}, or (${address}).`)).toBe(`See ${address}, or (${address}).`)
    expect(printable(address, 10)).toBe(address)
    expect(printable(`https://x/${'W'.repeat(50)}`)).toMatch(/^https:\/\/x\/WWWWWW\u200B/)
  })

  test('the side that a text begins from is that of its first letter', () => {
    expect(beginsFromRight('12 عربي, latin')).toBe(true)
    expect(beginsFromRight('Latin, عربي')).toBe(false)
    expect(beginsFromRight('12 – 15')).toBe(false)
  })
})
