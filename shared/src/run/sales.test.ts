import { expect, test, vi } from 'vitest'
import type { PlanEvent } from '../log/events.ts'
import type { SaleLine } from '../log/run-events.ts'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { decideSale } from './decide-sale.ts'
import { saleOfForm } from './form-sale.ts'
import { afterSales, limitCalls, noSales, saleFigures, salesOf } from './sales.ts'
import { saleOfShopify } from './shopify.ts'
import { runPlan } from './test-run.ts'
import { linesOf } from './told-sale.ts'

const line = (itemId: string, quantity: number, hubId: string | null = 'porto'): SaleLine => ({
  itemId,
  quantity,
  hubId,
  isPreorder: false,
})

let orders = 0
const sold = (lines: SaleLine[], orderId = `o${++orders}`): PlanEvent => ({
  seq: 1,
  at: LAUNCH_AT,
  actor: null,
  kind: 'saleRecorded',
  source: 'hook',
  orderId,
  lines,
})
const figures = (...events: PlanEvent[]) => saleFigures(runPlan, salesOf(events))

test('an order counts once, however often it was told', () => {
  const { sold: units, capLeft, byHub } = figures(sold([line('moss', 2)], 'x'), sold([line('moss', 2)], 'x'))
  expect({ units, capLeft, left: byHub.get('porto')?.left }).toEqual({ units: 2, capLeft: 38, left: 18 })
})

test('a refund gives back', () => {
  expect(figures(sold([line('moss', 3)]), sold([line('moss', -1)])).sold).toBe(2)
})

test('a bundle is one unit of the cap and its contents of the stock', () => {
  const { sold: units, byLine } = figures(sold([line('pair', 2, 'lisbon')]))
  expect(units).toBe(2)
  expect(byLine.get('lisbon/rust')?.left).toBe(6)
  expect(byLine.get('lisbon/moss')?.left).toBe(-2)
})

test('preorders count into the cap and against the quota, and take no stock', () => {
  const preorder = { ...line('moss', 4, null), isPreorder: true }
  const after = figures(sold([preorder]))
  expect(after).toMatchObject({ sold: 0, preorders: 4, capLeft: 36, quotaLeft: 6 })
  expect(after.byHub.get('porto')?.left).toBe(20)
})

test('what leaves no named hub lowers what can be promised all the same', () => {
  expect(figures().backed - figures(sold([line('rust', 4, null)])).backed).toBe(4)
})

test('crossing the buffer, the stock, the cap and the quota is called', () => {
  const calls = (...events: PlanEvent[]) => limitCalls(runPlan, figures(...events)).map(({ text }) => text)
  expect(calls(sold([line('moss', 16)]))).toEqual([])
  expect(calls(sold([line('moss', 18)]))).toEqual(['Moss at Porto is in its buffer: 2 left of 3 held back.'])
  expect(calls(sold([line('moss', 20)]))).toEqual(['Moss at Porto is sold out.'])
  expect(calls(sold([line('moss', 42)]))).toEqual([
    'Oversold: 2 beyond the cap.',
    'Moss at Porto: 22 sold that are not there.',
  ])
  expect(calls(sold([{ ...line('moss', 11, null), isPreorder: true }]))).toEqual([
    'Preorders are 1 beyond their quota.',
  ])
})

test('what left no named hub is called too, against all hubs together', () => {
  const calls = (...events: PlanEvent[]) => limitCalls(runPlan, figures(...events)).map(({ text }) => text)
  expect(calls(sold([line('moss', 17, null)]))).toEqual([])
  expect(calls(sold([line('moss', 10)]), sold([line('moss', 8, null)]))).toEqual([
    'Moss in all hubs is in its buffer: 2 left of 3 held back.',
  ])
  expect(calls(sold([line('rust', 10, null)]))).toEqual(['Rust in all hubs is sold out.'])
  expect(calls(sold([line('rust', 12, null)]))).toEqual(['Rust in all hubs: 2 sold that are not there.'])
})

test('[RUN11] by hand or from a file no more is given back than was sold; a shop’s refund is as it says', () => {
  const give = (source: 'key' | 'csv' | 'hook', lines: SaleLine[], ...log: PlanEvent[]) =>
    decideSale({ sales: salesOf(log) }, { source, orderId: 'back', lines }, runPlan)
  const two = sold([line('moss', 2)])
  expect(give('key', [line('moss', -60)])).toContain('Nothing of it was sold')
  expect(give('csv', [line('moss', -3, 'lisbon')], two)).toContain('Only 2 of it were sold')
  expect(give('key', [line('moss', -1), line('moss', -2, null)], two)).toContain('Only 2')
  expect(give('key', [{ ...line('moss', -1, null), isPreorder: true }], two)).toContain(
    'Nothing of it was preordered',
  )
  expect(give('key', [line('moss', -2, 'lisbon')], two)).toHaveLength(1)
  expect(give('key', [line('moss', -3), line('moss', 1)], two)).toHaveLength(1)
  expect(give('hook', [line('moss', -1)])).toHaveLength(1)
})

test('a shop’s codes and names are the plan’s ids; what is not of this plan is left out', () => {
  const told = {
    orderId: '1',
    lines: [
      { sku: 'm-1', quantity: 2, hub: 'PORTO' },
      { sku: 'Pair', quantity: 1 },
      { sku: 'Mug', quantity: 1 },
    ],
  }
  expect(linesOf(runPlan, told)).toEqual({
    lines: [line('moss', 2), line('pair', 1, null)],
    leftOut: [{ sku: 'Mug', quantity: 1 }],
    unknownHubs: [],
  })
})

test('Shopify’s orders and refunds are read, and other topics are not', () => {
  const order = {
    id: 820_982,
    email: 'someone@example.org',
    line_items: [
      { sku: 'M-1', quantity: 2, title: 'Moss', properties: [{ name: 'Hub', value: 'Porto' }] },
      { sku: null, title: 'Pair', quantity: 1, properties: [{ name: '_preorder', value: 'true' }] },
    ],
  }
  expect(saleOfShopify('orders/create', order)).toEqual({
    orderId: '820982',
    lines: [
      { sku: 'M-1', quantity: 2, hub: 'Porto', preorder: false },
      { sku: 'Pair', quantity: 1, preorder: true },
    ],
  })
  const refund = { id: 7, refund_line_items: [{ quantity: 1, line_item: { sku: 'M-1' } }] }
  expect(saleOfShopify('refunds/create', refund)).toEqual({
    orderId: 'refund-7',
    lines: [{ sku: 'M-1', quantity: -1, preorder: false }],
  })
  const shippingOnly = { id: 8, refund_line_items: [] }
  expect(saleOfShopify('refunds/create', shippingOnly)).toEqual({ orderId: 'refund-8', lines: [] })
  expect(saleOfShopify('customers/create', order)).toContain('not customers/create')
  expect(saleOfShopify('orders/create', { id: 1 })).toContain('line_items is missing')
  expect(saleOfShopify('orders/create', null)).toContain('no object')
})

test('a form’s fields come again for each line; what does not go together is refused', () => {
  const form = (query: string) => {
    const fields = query.split('&').map((pair) => pair.split('=') as [string, string])
    return saleOfForm((name) => fields.filter(([field]) => field === name).map(([, value]) => value))
  }
  expect(form('orderId=1&sku=M-1&quantity=2&hub=Porto&sku=R-1&quantity=-1')).toEqual({
    orderId: '1',
    lines: [
      { sku: 'M-1', quantity: 2, hub: 'Porto', preorder: false },
      { sku: 'R-1', quantity: -1, hub: 'Porto', preorder: false },
    ],
  })
  expect(form('orderId=1&sku=M-1&quantity=2&sku=R-1')).toBe('Give a quantity for each sku.')
  expect(form('orderId=1&sku=a&quantity=1&sku=b&quantity=1&sku=c&quantity=1&hub=x&hub=y')).toContain(
    'one hub for all',
  )
  expect(form('orderId=1&sku=a&quantity=1.5')).toMatchObject({ lines: [{ quantity: Number.NaN }] })
})

test('[RUN11] an order is one, by the shop’s message or by its file; by hand ids are their own', () => {
  const by = (source: 'key' | 'csv' | 'hook') => ({ ...sold([line('moss', 1)], '7'), source }) as PlanEvent
  expect(figures(by('hook'), by('csv')).sold).toBe(1)
  expect(figures(by('hook'), by('key')).sold).toBe(2)
})

test('what a shop sold that the plan does not know is kept apart, until the order is known', () => {
  const leftOut = [{ sku: 'Mug', quantity: 2 }]
  const unknown = { ...sold([], 'x'), leftOut } as PlanEvent
  const unknownIn = (log: PlanEvent[]) => [...salesOf(log).orders.values()].flatMap((order) => order.leftOut)
  expect(unknownIn([unknown])).toEqual(leftOut)
  const decide = (log: PlanEvent[], lines: SaleLine[]) =>
    decideSale({ sales: salesOf(log) }, { source: 'hook', orderId: 'x', lines, leftOut }, runPlan)
  expect(decide([], [])).toMatchObject([{ lines: [], leftOut }])
  expect(decide([unknown], [])).toContain('nothing of this plan')
  const known = [unknown, sold([line('moss', 1)], 'x')]
  expect(salesOf(known).lines).toEqual([line('moss', 1)])
  expect(unknownIn(known)).toEqual([])
})

test('one more sale costs as much after ten thousand as after ten, and a state that is kept stays what it was', () => {
  const costsAfter = (count: number) => {
    const sales = salesOf(Array.from({ length: count }, () => sold([line('moss', 1)])))
    const writes = [
      vi.spyOn(Map.prototype, 'set'),
      vi.spyOn(Set.prototype, 'add'),
      vi.spyOn(Array.prototype, 'push'),
    ]
    const more = afterSales(sales, [sold([line('moss', 1)], `last-of-${count}`)])
    const cost = writes.reduce((sum, { mock }) => sum + mock.calls.length, 0)
    for (const spied of writes) spied.mockRestore()
    expect(saleFigures(runPlan, more).sold).toBe(count + 1)
    expect(sales.orders.get(`order/last-of-${count}`)).toBeUndefined()
    return cost
  }
  expect(costsAfter(10)).toBeGreaterThan(0)
  expect(costsAfter(10_000)).toBe(costsAfter(10))
})

test('whatever way a log is folded, at once or event by event, the figures are the same', () => {
  const log = [
    sold([line('moss', 2), line('rust', 1, 'lisbon')], 'a'),
    sold([line('moss', 1)], 'a'),
    sold([line('moss', -1), { ...line('pair', 3, null), isPreorder: true }], 'b'),
    sold([line('moss', 4, null)], 'c'),
  ]
  const bySteps = log.reduce((sales, event) => afterSales(sales, [event]), noSales)
  expect(saleFigures(runPlan, bySteps)).toEqual(saleFigures(runPlan, salesOf(log)))
  expect(saleFigures(runPlan, bySteps)).toMatchObject({ sold: 6, preorders: 3 })
})
