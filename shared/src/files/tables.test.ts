import { expect, test } from 'vitest'
import { planSeed } from '../plan/templates.ts'
import { collections, type CollectionName } from '../plan/schema.ts'
import { event, LAUNCH_AT, planOf, signed } from '../plan/test-plan.ts'
import { logTable, tableOf } from './tables.ts'

const sample = planOf(planSeed('sample', event))

test('every table has a cell under each head, and a row an entry', () => {
  for (const name of Object.keys(collections) as CollectionName[]) {
    const { head, rows } = tableOf(sample, name)
    for (const row of rows) expect([name, row.length]).toEqual([name, head.length])
    if (collections[name].form !== 'record') expect(rows).toHaveLength((sample[name] as unknown[]).length)
  }
})

test('every table has a title that a workbook takes, and no other has', () => {
  const names = Object.keys(collections) as CollectionName[]
  const titles = [...names.map((name) => tableOf(sample, name)), logTable([], sample)].map(
    ({ title }) => title,
  )
  for (const title of titles) expect(title).toMatch(/^[^[\]:*?/\\]{1,31}$/)
  expect(new Set(titles.map((title) => title.toLowerCase())).size).toBe(titles.length)
})

test('values are as a spreadsheet reckons with them', () => {
  const plan = planOf({
    offer: { priceMinor: 18_550, taxRateBp: 2_300 },
    hubs: [{ id: 'h', name: 'Porto', modes: ['collection', 'shipping'] }],
    skus: [{ id: 's', name: 'M38' }],
    stock: [{ hubId: 'h', skuId: 's', planned: 40 }],
    gear: [{ id: 'g', name: '=cmd()', kind: 'mount', tested: signed(1) }],
    cues: [{ id: 'c', callOut: 'Open', offsetMs: -90_000 }],
  })
  expect(tableOf(plan, 'offer').rows).toContainEqual(['Price (EUR)', 185.5])
  expect(tableOf(plan, 'offer').rows).toContainEqual(['Tax rate (%)', 23])
  expect(tableOf(plan, 'event').rows).toContainEqual(['Launch (Europe/Lisbon)', '2026-11-26 19:00'])
  expect(tableOf(plan, 'stock').rows[0]!.slice(0, 3)).toEqual(['Porto', 'M38', 40])
  expect(tableOf(plan, 'gear').rows[0]).toEqual(
    expect.arrayContaining(['=cmd()', 'Camera mount', 'Ana', '2026-11-26 18:00']),
  )
  expect(tableOf(plan, 'cues').rows[0]![0]).toBe(-1.5)
})

test('stock is in the order of the board, with what is staged', () => {
  const [porto, lisbon] = ['p', 'l'].map((id) => ({ id, name: id }))
  const [sand, ink] = ['s', 'i'].map((id) => ({ id, name: id }))
  const { head, rows } = tableOf(
    planOf({
      hubs: [porto!, lisbon!],
      skus: [sand!, ink!],
      stock: ['gone/i', 'l/i', 'l/s', 'p/i', 'p/s'].map((key) => {
        const [hubId, skuId] = key.split('/') as [string, string]
        return { hubId, skuId, planned: 1 }
      }),
      movements: [4, -1].map((delta) => ({ id: `m${delta}`, hubId: 'l', skuId: 'i', delta })),
    }),
    'stock',
  )
  expect(rows.map(([hub, sku]) => `${hub} ${sku}`)).toEqual([
    'p s',
    'p i',
    'l s',
    'l i',
    'a hub that was removed i',
  ])
  expect(head.at(-1)).toBe('Staged (units)')
  expect(rows.map((row) => row.at(-1))).toEqual([0, 0, 0, 3, 0])
})

test('the log has who did what, and when, in words', () => {
  const actor = { personId: 'ana', name: 'Ana' }
  const log = [{ seq: 1, at: LAUNCH_AT, actor, kind: 'planCreated', template: 'a file' }] as const
  expect(logTable(log, sample).rows).toEqual([
    [
      1,
      '2026-11-26T19:00:00.000Z',
      '2026-11-26 19:00',
      'Ana',
      'planCreated',
      'Plan imported from a file by Ana. What was tested, counted or approved before then is the file’s word.',
    ],
  ])
})
