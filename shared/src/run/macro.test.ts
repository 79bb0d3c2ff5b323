import { describe, expect, test } from 'vitest'
import { planSeed } from '../plan/templates.ts'
import { event, LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import { DAY_MS } from '../plan/time.ts'
import { type Answer, partsOf, placeholdersOf, textOf } from './macro.ts'
import { runPlan } from './test-run.ts'

const plan = {
  ...runPlan,
  returns: { ...runPlan.returns, windowDays: 14 },
  offer: { ...runPlan.offer, shipPromiseAt: LAUNCH_AT + 20 * DAY_MS },
  slas: [
    { skuId: 'moss', mode: 'shipping', handlingDays: 2, shipBy: LAUNCH_AT + 2 * DAY_MS, published: true },
    { skuId: 'moss', mode: 'collection', handlingDays: 1, shipBy: LAUNCH_AT + DAY_MS, published: true },
    { skuId: 'rust', mode: 'shipping', handlingDays: 2, shipBy: LAUNCH_AT + 3 * DAY_MS, published: true },
  ],
  hubs: runPlan.hubs.map((hub) => ({ ...hub, modes: hub.id === 'porto' ? ['shipping' as const] : [] })),
}

const filled = (body: string, answer: Partial<Answer> = {}, of = plan) =>
  textOf(partsOf({ body }, of, { said: {}, ...answer }))

describe('a macro', () => {
  test.each<[string, Partial<Answer>, string]>([
    ['The {cap} are sold.', {}, 'The 40 are sold.'],
    ['{window_days} days, preorders by {preorder_ship_by}', {}, '14 days, preorders by Wed 16 Dec 2026'],
    ['From {hub}', { hubId: 'porto' }, 'From Porto'],
    ['By {ship_by}', { skuId: 'moss', hubId: 'porto' }, 'By Sat 28 Nov 2026'],
    ['In {handling_days} days', { hubId: 'porto' }, 'In 2 days'],
    ['Order {order_number}, {order_number}', { said: { order_number: ' 1042 ' } }, 'Order 1042, 1042'],
    ['From {hub}', { hubId: 'porto', said: { hub: 'the shop' } }, 'From the shop'],
  ])('is filled with what the plan and its sender know: %s', (body, answer, says) => {
    expect(filled(body, answer)).toBe(says)
  })

  test.each([
    ['From {hub}', 'two hubs, none chosen'],
    ['By {ship_by}', 'promises that differ'],
    ['{tracking_link}', 'what no plan knows'],
    ['{constructor} {__proto__}', 'names of the language'],
    ['{not a name} {}', 'braces that are none'],
  ])('keeps what cannot be filled, with its braces: %s (%s)', (body) => {
    expect(filled(body)).toBe(body)
  })

  test('points at what is open, and nothing of it is lost', () => {
    const body = 'Hello {first_name}, {cap} are sold. {waiting_list_link}'
    const parts = partsOf({ body }, plan, { said: {} })
    expect(parts.map(({ kind }) => kind)).toEqual(['words', 'open', 'words', 'filled', 'words', 'open'])
    expect(placeholdersOf({ body: `${body} {cap}` })).toEqual(['first_name', 'cap', 'waiting_list_link'])
  })

  test('a filled-in value is not read for placeholders again', () => {
    expect(filled('{order_number}', { said: { order_number: '{cap}' } })).toBe('{cap}')
  })

  test('of both templates loses no letter but its placeholders', () => {
    for (const template of ['playbook', 'sample'] as const) {
      const { macros } = planOf(planSeed(template, event))
      expect(macros.length).toBeGreaterThan(3)
      for (const macro of macros) {
        const back = partsOf(macro, plan, { said: {} })
          .map((part) => (part.kind === 'words' ? part.text : `{${part.name}}`))
          .join('')
        expect(back).toBe(macro.body)
      }
    }
  })
})
