import { Worker } from 'node:worker_threads'
import { emptyPlan, LAUNCH_AT } from '@flashboard/shared/plan/test-plan'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { Press } from './press.ts'
import { type PrintOrder, PrintShop } from './print-shop.ts'

/** A thread that prints how many it has printed, and where the plan is; a `book` it refuses. */
const counting = `let count = 0
require('node:worker_threads').parentPort.on('message', function ({ id, order: { sheet, address } }) {
  count++
  this.postMessage(sheet === 'book' ? { id, error: new Error('No') } : { id, printed: new TextEncoder().encode(count + ' ' + address) })
})`

function openShop() {
  const press = new Press(new ManualClock(), () => new Worker(counting, { eval: true }))
  onTestFinished(() => press.stop())
  const shop = new PrintShop(press)
  let logsRead = 0
  const order: PrintOrder = {
    planId: 'k3j5',
    plan: emptyPlan(),
    seq: 12,
    logSeq: 3,
    readLog: async () => {
      logsRead++
      return [{ seq: 3, at: LAUNCH_AT, actor: null, kind: 'planBroughtBack' }]
    },
    sheet: 'gear',
    paper: 'a4',
    hubIds: undefined,
    origin: 'https://board.example.org',
    personId: 'ada',
  }
  const print = async (changes: Partial<PrintOrder> = {}, now = LAUNCH_AT, as: 'pdf' | 'pages' = 'pdf') =>
    new TextDecoder().decode(await shop.print({ ...order, ...changes }, now, as))
  return { print, logsRead: () => logsRead }
}

test('equal orders within a minute share a print, whoever gives them', async () => {
  const { print } = openShop()
  const address = 'https://board.example.org/plans/k3j5'
  const both = await Promise.all([print(), print({ personId: 'bob' }, LAUNCH_AT + MINUTE_MS - 1)])
  expect(both).toEqual([`1 ${address}`, `1 ${address}`])
  expect(await print()).toBe(`1 ${address}`)
})

test('an edit, an event, a minute, other hubs, paper, kind or address are printed anew', async () => {
  const { print } = openShop()
  await print()
  const others: Partial<PrintOrder>[] = [
    { seq: 13 },
    { logSeq: 4 },
    { hubIds: ['a'] },
    { paper: 'letter' },
    { planId: 'other' },
    { origin: 'http://127.0.0.1' },
  ]
  for (const [index, changes] of others.entries()) {
    expect(await print(changes)).toMatch(new RegExp(`^${index + 2} `))
  }
  expect(await print({}, LAUNCH_AT + MINUTE_MS)).toMatch(/^8 /)
  expect(await print({}, LAUNCH_AT, 'pages')).toMatch(/^9 /)
})

test('what failed is not kept', async () => {
  const { print } = openShop()
  await expect(print({ sheet: 'book' })).rejects.toThrow('No')
  await expect(print({ sheet: 'book' })).rejects.toThrow('No')
  expect(await print()).toMatch(/^3 /)
})

test('the log is read once for all sheets of a plan as it stands', async () => {
  const { print, logsRead } = openShop()
  await Promise.all([print(), print({ sheet: 'pick' }), print({ sheet: 'show' })])
  expect(logsRead()).toBe(1)
  await print({ sheet: 'show', logSeq: 4 })
  expect(logsRead()).toBe(2)
})
