import { describe, expect, test } from 'vitest'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { type FileOrder, readSaleFile, SALE_FILE_ROWS_MAX } from './sale-file.ts'
import { salesOf } from './sales.ts'
import { runPlan, sam, TestRun } from './test-run.ts'

function read(table: string[][], log: TestRun['log'] = [], since: number | null = null) {
  return readSaleFile(table, {
    plan: runPlan,
    sales: salesOf(log),
    since,
    instantOf: (wallClock) => Date.parse(`${wallClock}Z`),
  })
}
const orders = (table: string[][], log?: TestRun['log'], since?: number | null) =>
  read(table, log, since) as FileOrder[]
const head = ['Order ID', 'SKU', 'Qty', 'Hub', 'Pre-order', 'Time']

describe('a table of one’s own', () => {
  test('[RUN24] without a row is none', () => {
    expect(read([head])).toBe('The file has no order behind its first row.')
    expect(read([head, ['', '', '']])).toContain('no order')
  })

  test('[RUN24] gives back what an order before it sold, and no more', () => {
    const told = orders([
      head,
      ['1', 'Moss', '2', '', '', ''],
      ['2', 'Moss', '-2', '', '', ''],
      ['3', 'Moss', '-1', '', '', ''],
    ])
    expect(told.map(({ outcome }) => outcome)).toEqual(['new', 'new', 'refused'])
    expect(told[2]!.says).toContain('Nothing of it was sold')
  })

  test('[RUN24] has an order’s rows together, by code or name, with refunds, bundles and preorders', () => {
    const [one, two, three] = orders([
      head,
      ['1', 'm-1', '2', 'porto', '', ''],
      ['2', 'Pair', '1', 'Lisbon', '', ''],
      ['1', 'Rust', '1', '', '', ''],
      ['3', 'R-1', '1', '', 'yes', ''],
      ['', '', '', '', '', ''],
    ])
    expect(one).toEqual({
      orderId: '1',
      rows: [2, 4],
      outcome: 'new',
      says: '',
      lines: [
        { itemId: 'moss', hubId: 'porto', quantity: 2, isPreorder: false },
        { itemId: 'rust', hubId: null, quantity: 1, isPreorder: false },
      ],
    })
    expect(two!.lines).toEqual([{ itemId: 'pair', hubId: 'lisbon', quantity: 1, isPreorder: false }])
    expect(three!.lines).toEqual([{ itemId: 'rust', hubId: null, quantity: 1, isPreorder: true }])
  })

  test('[RUN24] imported again has nothing new, whether the file or the shop told it', () => {
    const table = [head, ['1', 'M-1', '2', '', '', ''], ['2', 'M-1', '1', '', '', '']]
    const run = new TestRun()
    for (const { orderId, lines } of orders(table).slice(0, 1))
      run.do(sam, { kind: 'recordSale', source: 'csv', orderId, lines: [...lines] })
    expect(orders(table, run.log).map(({ outcome }) => outcome)).toEqual(['there', 'new'])
  })

  test.each([
    ['no order id', ['', 'M-1', '1'], 'no order id'],
    ['a long order id', ['x'.repeat(101), 'M-1', '1'], 'at most 100 letters'],
    ['10,000 letters', ['1', 'x'.repeat(10_000), '1'], 'more than 300 letters'],
    ['control characters', ['1\u0007', 'M-1', '1'], 'cannot be shown'],
    ['letters that turn direction', ['1', 'M-1\u202E', '1'], 'cannot be shown'],
    ['half a letter', ['1\uD800', 'M-1', '1'], 'cannot be shown'],
    ['a broken quantity', ['1', 'M-1', '1.5'], 'no whole quantity'],
    ['no quantity', ['1', 'M-1', ''], 'no whole quantity'],
    ['a formula', ['1', 'M-1', '=1+1'], 'no whole quantity'],
    ['too many units', ['1', 'M-1', '999999'], '100,000 units'],
    ['an unknown hub', ['1', 'M-1', '1', 'Faro'], 'no hub “Faro”'],
  ])('[RUN24] an order with %s is refused whole, and says why', (_, row, why) => {
    const [order] = orders([head, row, [row[0]!, 'M-1', '1']])
    expect(order).toMatchObject({ outcome: 'refused', lines: [] })
    expect(order!.says).toContain(why)
    expect(order!.orderId.length).toBeLessThanOrEqual(100)
  })

  test('[RUN24] what is not of this plan is left out, and said', () => {
    const [none, partly] = orders([head, ['1', 'Mug', '1'], ['2', 'Mug', '1'], ['2', 'M-1', '1']])
    expect(none).toMatchObject({ outcome: 'leftOut', says: 'It has nothing of this plan: Mug.' })
    expect(partly).toMatchObject({ outcome: 'new', says: '1 line not of this plan: Mug.' })
  })

  test.each([
    ['2026-11-26 18:59', 'leftOut'],
    ['2026-11-26 19:00:00', 'new'],
    ['2026-11-26T20:00:00+01:00', 'new'],
    ['2026-11-26 19:59:00 +0100', 'leftOut'],
    ['yesterday', 'refused'],
    ['', 'new'],
  ])('[RUN24] an order of %s, where those before the sale are left out', (time, outcome) => {
    expect(orders([head, ['1', 'M-1', '1', '', '', time]], [], LAUNCH_AT)[0]!.outcome).toBe(outcome)
  })
})

describe('Shopify’s orders', () => {
  const columns = [
    'Name',
    'Email',
    'Financial Status',
    'Created at',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem sku',
    'Cancelled at',
    'Id',
  ]
  test('[RUN24] go by the id that the webhook tells, with every row of the order', () => {
    const [order] = orders([
      columns,
      ['#1001', 'a@example.org', 'paid', '2026-11-26 20:00:00 +0100', '2', 'Moss strap', 'M-1', '', '5123'],
      ['#1001', 'a@example.org', '', '', '1', 'Rust', '', '', ''],
    ])
    expect(order).toMatchObject({ orderId: '5123', rows: [2, 3], outcome: 'new' })
    expect(order!.lines.map(({ itemId, quantity }) => [itemId, quantity])).toEqual([
      ['moss', 2],
      ['rust', 1],
    ])
  })

  test.each([
    ['refunded', ''],
    ['voided', ''],
    ['paid', '2026-11-27 10:00:00 +0100'],
  ])('[RUN24] that are %s, cancelled “%s”, are left out', (status, cancelled) => {
    const row = ['#1', '', status, '', '1', 'Moss', 'M-1', cancelled, '1']
    expect(orders([columns, row])[0]!.outcome).toBe('leftOut')
  })
})

test.each([
  ['nothing', [], 'no column for order, sku, quantity'],
  ['no quantities', [['Order', 'SKU']], 'no column for quantity'],
  ['Shopify’s orders without ids', [['Name', 'Lineitem quantity']], 'Name, Id and Lineitem quantity'],
  ['too many rows', [head, ...Array.from({ length: SALE_FILE_ROWS_MAX + 1 }, () => ['1'])], '5,001 rows'],
])('[RUN24] a file of %s is refused in a sentence', (_, table, why) => {
  expect(read(table)).toContain(why)
})
