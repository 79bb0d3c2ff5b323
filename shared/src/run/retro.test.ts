import { describe, expect, test } from 'vitest'
import { LAUNCH_AT, withFields } from '../plan/test-plan.ts'
import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { PlanDoc } from '../plan/plan-doc.ts'
import type { Plan } from '../plan/schema.ts'
import type { PlanEvent } from '../log/events.ts'
import * as Y from 'yjs'
import { retroOf } from './retro.ts'
import type { RunCommand } from './commands.ts'
import { nextPlan } from './next-plan.ts'
import { lea, runPlan, sam, TestRun } from './test-run.ts'

function sale(orderId: string, itemId: string, hubId: string | null, quantity: number): RunCommand {
  const line = { itemId, hubId, quantity, isPreorder: hubId === null }
  return { kind: 'recordSale', source: 'key', orderId, lines: [line] }
}

/** Cues a to c run, d is skipped; two orders and a preorder, one of them refunded in part; one issue. */
function wholeDay(): TestRun {
  const run = new TestRun()
  run.plan = withFields(
    withFields(runPlan, 'demandTest', {
      rsvps: 40,
      conversionLowBp: 1_000,
      conversionBaseBp: 2_000,
      conversionHighBp: 3_000,
      unitsPerOrderHundredths: 100,
    }),
    'support',
    { contactRateBp: 1_000 },
  )
  run.do(lea, { kind: 'startRun' })
  run.after(4).do(lea, { kind: 'startCue', cueId: 'a', after: null })
  run.after(5).do(lea, { kind: 'startCue', cueId: 'b', after: 'a' })
  run.after(3).do(lea, { kind: 'openPoll' })
  run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Late votes' })
  run.do(lea, { kind: 'launch' })
  run.do(lea, { kind: 'startCue', cueId: 'c', after: 'b' })
  run.do(sam, sale('1', 'moss', 'porto', 3))
  run.do(sam, sale('2', 'pair', 'lisbon', 1))
  run.do(sam, sale('3', 'rust', null, 2))
  run.do(sam, sale('4', 'moss', 'porto', -1))
  run.do(sam, { kind: 'logIssue', who: '1', topic: 'refund', what: 'Twice', owner: '' })
  run.after(9).do(lea, { kind: 'skipCue', cueId: 'd' })
  run.do(lea, { kind: 'closeRun' })
  return run
}

describe('planned against actual', () => {
  test('the call of the launch is held against what was held before it, not after', () => {
    const run = new TestRun()
    run.do(lea, { kind: 'startRun' })
    const hold = (minutes: number) => {
      run.do(lea, { kind: 'hold', reason: '' })
      run.after(minutes).do(lea, { kind: 'resume' })
    }
    hold(2)
    expect(retroOf(run.plan, run.log, run.now).launchDueAt).toBe(LAUNCH_AT + 2 * MINUTE_MS)
    run.do(lea, { kind: 'openPoll' })
    run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Late votes' })
    run.do(lea, { kind: 'launch' })
    hold(3)
    const retro = retroOf(run.plan, run.log, run.now)
    expect([retro.launchDueAt, retro.heldMs]).toEqual([LAUNCH_AT + 2 * MINUTE_MS, 5 * MINUTE_MS])
  })

  test('[RUN21] of every cue: begun late or early, over or under, and the gap behind it is its own', () => {
    const { plan, log, now } = wholeDay()
    const minutes = (ms: number | null) => (ms === null ? null : ms / MINUTE_MS)
    const rows = retroOf(plan, log, now).cues.map((cue) => [
      cue.id,
      cue.state,
      minutes(cue.lateMs),
      minutes(cue.plannedMs),
      minutes(cue.tookMs),
      minutes(cue.overMs),
    ])
    expect(rows).toEqual([
      ['a', 'done', 2, 5, 5, 0],
      ['b', 'done', 2, 5, 3, -2],
      ['c', 'done', 0, 5, 9, 4],
      ['d', 'skipped', null, 5, null, null],
    ])
  })

  test.each([
    ['within its length', 4, -1],
    ['in the gap to the next one', 7, 0],
    ['beyond that gap', 12, 2],
  ])('[RUN21] a cue that ends %s', (_, took, over) => {
    const run = new TestRun()
    run.plan = { ...runPlan, cues: runPlan.cues.filter(({ id }) => id === 'a' || id === 'c') }
    run.do(lea, { kind: 'startRun' })
    run.after(2).do(lea, { kind: 'startCue', cueId: 'a', after: null })
    run.after(took).do(lea, { kind: 'finishCue', cueId: 'a' })
    expect(retroOf(run.plan, run.log, run.now).cues[0]!.overMs).toBe(over * MINUTE_MS)
  })

  test('[RUN21] after the close it is the same whenever it is read; before any run nothing has begun', () => {
    const { plan, log, now } = wholeDay()
    const { late, ...closed } = retroOf(plan, log, now)
    expect(retroOf(plan, log, now + HOUR_MS)).toMatchObject(closed)
    expect(late.length).toBeGreaterThan(0)
    const before = retroOf(plan, [], LAUNCH_AT - 100 * HOUR_MS)
    expect(before.cues.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
    expect(before).toMatchObject({ startedAt: null, sold: 0, late: [], tickets: { actual: null } })
  })
})

test('[RUN21] what was sold, by SKU and hub, and preorders, against forecast, stock and quota', () => {
  const { plan, log, now } = wholeDay()
  const retro = retroOf(plan, log, now)
  expect(retro).toMatchObject({ sold: 3, preorders: 2, cap: 40, preorderQuota: 10 })
  expect(retro.forecast).toEqual({ low: 4, base: 8, high: 12 })
  expect(retro.skus).toEqual([
    {
      sku: 'Moss',
      byHub: [
        { hub: 'Porto', staged: 20, sold: 2, left: 18 },
        { hub: 'Lisbon', staged: 0, sold: 1, left: -1 },
      ],
      staged: 20,
      sold: 3,
      preorders: 0,
    },
    {
      sku: 'Rust',
      byHub: [
        { hub: 'Porto', staged: 0, sold: 0, left: 0 },
        { hub: 'Lisbon', staged: 10, sold: 2, left: 8 },
      ],
      staged: 10,
      sold: 2,
      preorders: 2,
    },
  ])
})

test('[RUN21] tickets against the estimate, as counted for good or by the war room’s issues', () => {
  const { plan, log, now } = wholeDay()
  expect(retroOf(plan, log, now).tickets).toEqual({
    estimated: 1,
    actual: 1,
    byTopic: new Map([['refund', 1]]),
  })
  expect(retroOf(withFields(plan, 'results', { tickets: 7 }), log, now).tickets.actual).toBe(7)
})

describe('requirements that were late', () => {
  const turned = (seq: number, at: number, isMet: boolean): PlanEvent => ({
    seq,
    at,
    actor: lea,
    kind: 'requirementTurned',
    requirement: 'hubs-staged',
    applies: true,
    isMet,
    dueAt: LAUNCH_AT - 48 * HOUR_MS,
    updateSeq: seq,
    findings: [],
  })

  test('[RUN21] are those that the log has so, waived ones with their reason', () => {
    const waived: PlanEvent = {
      seq: 9,
      at: 9,
      actor: lea,
      kind: 'waiverGiven',
      requirement: 'gear-ready',
      reason: 'Borrowed',
    }
    const { late } = retroOf(runPlan, [turned(1, 1, false), waived], LAUNCH_AT)
    const says = new Map(late.map((each) => [each.id, each.says]))
    expect(says.get('gear-ready')).toBe('missed; waived: Borrowed')
    expect(says.get('hubs-staged')).toBe('missed')
  })
})

describe('rates', () => {
  const rate = (plan: Plan, log: readonly PlanEvent[], name: string) =>
    retroOf(plan, log, LAUNCH_AT).rates.find((each) => each.name === name)!.actual

  test.each([
    ['conversionBp', {}, 750],
    ['conversionBp', { orders: 41 }, null],
    ['unitsPerOrderHundredths', {}, 167],
    ['unitsPerOrderHundredths', { orders: 5 }, 100],
    ['contactRateBp', {}, 3_333],
    ['contactRateBp', { orders: 10, tickets: 3 }, 3_000],
    ['contactRateBp', { orders: 0, tickets: 3 }, null],
    ['contactRateBp', { orders: 2, tickets: 3 }, null],
  ] as const)('[RUN22] %s with %o is %o', (name, results, expected) => {
    const { plan, log } = wholeDay()
    expect(rate(withFields(plan, 'results', results), log, name)).toBe(expected)
  })

  test('[RUN22] nothing is learnt of a drop that sold nothing', () => {
    expect(retroOf(runPlan, [], LAUNCH_AT).rates.map(({ actual }) => actual)).toEqual([null, null, null])
  })
})

describe('the next plan', () => {
  const launchAt = LAUNCH_AT + 28 * 24 * HOUR_MS

  test('[RUN22] starts at what was learnt, and says where from', () => {
    const { plan, log } = wholeDay()
    const next = nextPlan(plan, log, { name: 'Second drop', launchAt })
    expect(next.demandTest).toMatchObject({
      conversionLowBp: 750,
      conversionBaseBp: 750,
      conversionHighBp: 3_000,
      unitsPerOrderHundredths: 167,
      rsvps: null,
    })
    expect(next.support!.contactRateBp).toBe(3_333)
    expect(next.carried).toEqual({
      from: plan.event.name,
      launchAt: LAUNCH_AT,
      conversionBp: 750,
      unitsPerOrderHundredths: 167,
      contactRateBp: 3_333,
    })
    expect(next.skus).toMatchObject([
      { received: 20, sold: 3, verdict: null },
      { received: 10, sold: 2 },
    ])
  })

  test('[RUN22] keeps the estimates where nothing was learnt', () => {
    const { plan } = wholeDay()
    const next = nextPlan(plan, [], { name: 'Second drop', launchAt })
    expect(next.demandTest).toMatchObject({ conversionLowBp: 1_000, conversionBaseBp: 2_000 })
    expect(next.skus).toMatchObject([{ received: null, sold: null }, {}])
  })

  test('[RUN23] moves every date, and holds no proof, stock or result of the drop before', () => {
    const stamp = { at: LAUNCH_AT, by: 'Lea' }
    const plan: Plan = {
      ...runPlan,
      offer: {
        ...runPlan.offer,
        receiptChecked: stamp,
        overlayTest: { ...stamp, tested: {} },
        shipPromiseAt: LAUNCH_AT,
      },
      results: { ...runPlan.results, orders: 3, retro: 'Start earlier.', retroClosed: stamp },
      actions: [{ id: 'x', what: 'More mounts', owner: 'Lea', dueAt: LAUNCH_AT, done: null }],
    }
    const next = nextPlan(plan, [], { name: 'Second drop', launchAt })
    const doc = new PlanDoc(new Y.Doc(), { newId: () => 'id', getRandomBit: () => false })
    doc.fill(next)
    const read = doc.read()
    expect(read.event).toMatchObject({ name: 'Second drop', launchAt, hardCap: 40 })
    expect(read.event.endsAt! - launchAt).toBe(plan.event.endsAt! - LAUNCH_AT)
    expect(read.cues.map(({ offsetMs }) => offsetMs)).toEqual(plan.cues.map(({ offsetMs }) => offsetMs))
    expect(read.cues.find(({ id }) => id === 'd')!.hardAt).toBe(launchAt + 10 * MINUTE_MS)
    expect(read.offer).toMatchObject({ receiptChecked: null, overlayTest: null, shipPromiseAt: launchAt })
    expect(read.results).toMatchObject({ orders: null, retro: '', retroClosed: null })
    expect([read.actions, read.movements, read.issues]).toEqual([[], [], []])
    expect(read.stock.find(({ hubId }) => hubId === 'porto')).toMatchObject({ buffer: 3, counted: null })
  })
})
