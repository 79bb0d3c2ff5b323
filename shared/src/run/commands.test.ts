import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tellRun } from '../activity/run-sentences.ts'
import { readEvents } from '../log/events.ts'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import type { RunCommand } from './commands.ts'
import { runCommand } from './commands.ts'
import { countsByTopic } from './issues.ts'
import { phaseOf, phases } from './phase.ts'
import { against } from './poll.ts'
import { launchedRunOf, leftMs, runOf } from './run.ts'
import { saleFigures, salesOf } from './sales.ts'
import { scheduleOf } from './schedule.ts'
import { lea, runPlan, sam, TestRun, uma } from './test-run.ts'

function started(): TestRun {
  const run = new TestRun()
  expect(run.do(lea, { kind: 'startRun' })).toBeUndefined()
  return run
}

const next = (run: TestRun, cueId: string): RunCommand => ({
  kind: 'startCue',
  cueId,
  after: run.run.liveCueId ?? null,
})

describe('the desk', () => {
  test('[RUN5] whoever starts the run has it, and only they call', () => {
    const run = started()
    expect(run.run.caller).toEqual(lea)
    expect(run.do(lea, { kind: 'startRun' })).toContain('Lea has the desk')
    expect(run.do(sam, { kind: 'hold', reason: '' })).toContain('Lea has the desk')
  })

  test('[RUN5] is handed over to a member, and taken only from a caller who is gone', () => {
    const run = started()
    expect(run.do(lea, { kind: 'handOver', to: 'nobody' })).toContain('can only go to')
    expect(run.do(lea, { kind: 'handOver', to: 'sam' })).toBeUndefined()
    expect(run.do(lea, { kind: 'hold', reason: '' })).toContain('Sam has the desk')
    expect(run.do(lea, { kind: 'takeDesk' })).toContain('is here')
    run.isCallerHere = false
    expect(run.do(lea, { kind: 'takeDesk' })).toBeUndefined()
    expect(run.run.caller).toEqual(lea)
  })
})

test('[RUN5] a caller who was made a viewer or removed has nothing to call with, and the fold says so', () => {
  const run = started()
  const told = (event: object) =>
    runOf([...run.log, { seq: 99, at: run.now, actor: uma, ...event } as (typeof run.log)[number]])
  const role = { kind: 'roleChanged', name: 'x', from: 'lead' }
  expect(told({ ...role, personId: 'lea', to: 'viewer' }).isCallerBarred).toBe(true)
  expect(told({ ...role, personId: 'lea', to: 'editor' }).isCallerBarred).toBe(false)
  expect(told({ ...role, personId: 'sam', to: 'viewer' }).isCallerBarred).toBe(false)
  const removed = {
    seq: 9,
    at: run.now,
    actor: uma,
    kind: 'personRemoved',
    personId: 'lea',
    name: 'Lea',
  } as const
  run.log.push(removed)
  expect(run.run.isCallerBarred).toBe(true)
  run.isCallerHere = false
  run.leads.add('uma')
  expect(run.do(uma, { kind: 'takeDesk' })).toBeUndefined()
  expect(run.run).toMatchObject({ caller: uma, isCallerBarred: false })
})

describe('cues', () => {
  test('[RUN6] one is on; a key pressed twice does not start two', () => {
    const run = started()
    const first = next(run, 'a')
    expect(run.do(lea, first)).toBeUndefined()
    expect(run.do(lea, first)).toContain('by now')
    expect(run.do(lea, next(run, 'b'))).toBeUndefined()
    expect(run.run.liveCueId).toBe('b')
    expect(run.run.cues.get('a')?.finishedAt).toBe(run.now)
  })

  test('[RUN6] going back undoes the last and puts the one before on again', () => {
    const run = started()
    run.do(lea, next(run, 'a'))
    run.do(lea, next(run, 'b'))
    expect(run.do(lea, { kind: 'goBack', cueId: 'a' })).toContain('by now')
    expect(run.do(lea, { kind: 'goBack', cueId: 'b' })).toBeUndefined()
    expect(run.run.liveCueId).toBe('a')
    expect(run.run.cues.get('b')?.startedAt).toBeUndefined()
    expect(run.run.cues.get('a')?.finishedAt).toBeUndefined()
  })

  test('[RUN6] going back after a finish puts the finished one on again', () => {
    const run = started()
    run.do(lea, next(run, 'a'))
    run.do(lea, next(run, 'b'))
    run.do(lea, { kind: 'finishCue', cueId: 'b' })
    expect(run.do(lea, { kind: 'goBack', cueId: 'b' })).toBeUndefined()
    expect(run.run.liveCueId).toBe('b')
    expect(run.run.cues.get('b')).toMatchObject({ startedAt: run.now, finishedAt: undefined })
    expect(run.do(lea, { kind: 'goBack', cueId: 'b' })).toBeUndefined()
    expect(run.run.liveCueId).toBe('a')
  })

  test('[RUN7] a late one moves what follows, as far as the gaps let it, and never a hard time', () => {
    const run = started().after(5)
    run.do(lea, next(run, 'a'))
    const { cues, next: following } = scheduleOf(runPlan, run.run, run.now)
    expect(cues.map(({ lateMs }) => lateMs / MINUTE_MS)).toEqual([3, 3, 3, 0])
    expect(following?.cue.id).toBe('b')
    run.after(20)
    const late = scheduleOf(runPlan, run.run, run.now)
    expect(late.cues[3]).toMatchObject({ isHard: true, plannedAt: LAUNCH_AT + 10 * MINUTE_MS })
    expect(late.cues[3]!.overlapMs).toBeGreaterThan(0)
    expect(late.overMs).toBeGreaterThan(0)
  })

  test('a skipped one is over, and is neither waited for nor late', () => {
    const run = started()
    run.do(lea, { kind: 'skipCue', cueId: 'a' })
    expect(scheduleOf(runPlan, run.run, run.now).next?.cue.id).toBe('b')
    expect(run.do(lea, { kind: 'skipCue', cueId: 'a' })).toContain('already')
  })

  test('[RUN6] going back takes back skips, the last one first, and then the start before them', () => {
    const run = started()
    run.do(lea, next(run, 'a'))
    run.do(lea, { kind: 'skipCue', cueId: 'b' })
    run.do(lea, { kind: 'skipCue', cueId: 'a' })
    expect(run.run.liveCueId).toBeUndefined()
    expect(run.do(lea, { kind: 'goBack', cueId: 'b' })).toContain('by now')
    expect(run.do(lea, { kind: 'goBack', cueId: 'a' })).toBeUndefined()
    expect(run.run).toMatchObject({ liveCueId: 'a', begun: ['a'] })
    expect(run.do(lea, { kind: 'goBack', cueId: 'b' })).toBeUndefined()
    expect(tellRun(run.log.at(-1)!)).toBe('Lea went back: Overlay on is not skipped any more.')
    expect(scheduleOf(runPlan, run.run, run.now).next?.cue.id).toBe('b')
    expect(run.do(lea, { kind: 'goBack', cueId: 'a' })).toBeUndefined()
    expect(run.run).toMatchObject({ liveCueId: undefined, begun: [], skipped: [] })
  })

  test('[RUN8] a call-out is acknowledged, and nudging asks anew', () => {
    const run = started()
    run.do(lea, { kind: 'nudge', cueId: 'a' })
    run.do(sam, { kind: 'acknowledge', cueId: 'a', how: 'ready' })
    expect(run.run.cues.get('a')?.acknowledged).toMatchObject({ how: 'ready', by: sam })
    run.do(lea, { kind: 'nudge', cueId: 'a' })
    expect(run.run.cues.get('a')?.acknowledged).toBeUndefined()
  })
})

describe('holds', () => {
  test('[RUN2] stop the count and move what is counted from the launch, not a hard time', () => {
    const run = started()
    run.do(lea, { kind: 'hold', reason: 'Mic swap' })
    expect(run.do(lea, { kind: 'hold', reason: '' })).toContain('already')
    const left = leftMs(run.run, LAUNCH_AT, run.now)
    run.after(4)
    expect(leftMs(run.run, LAUNCH_AT, run.now)).toBe(left)
    run.do(lea, { kind: 'resume' })
    const { cues } = scheduleOf(runPlan, run.run, run.now)
    expect(cues[0]!.plannedAt).toBe(LAUNCH_AT - 6 * MINUTE_MS)
    expect(cues[3]!.plannedAt).toBe(LAUNCH_AT + 10 * MINUTE_MS)
    expect(run.do(lea, { kind: 'resume' })).toContain('not held')
  })

  test('[RUN7] say beforehand what they push over a hard time, also once it has begun', () => {
    const run = started()
    const overlaps = () =>
      scheduleOf(runPlan, run.run, run.now).cues.map(({ overlapMs }) => overlapMs / MINUTE_MS)
    run.do(lea, { kind: 'hold', reason: '' })
    run.after(5)
    expect(overlaps()).toEqual([0, 0, 0, 0])
    run.after(2)
    expect(overlaps()).toEqual([0, 0, 0, 2])
    run.do(lea, { kind: 'resume' })
    run.after(12)
    run.do(lea, next(run, 'c'))
    expect(overlaps()).toEqual([0, 0, 0, 2])
    run.after(6)
    run.do(lea, { kind: 'finishCue', cueId: 'c' })
    expect(overlaps()).toEqual([0, 0, 0, 0])
  })

  test('[RUN7] what the board has side by side is no overlap', () => {
    const [a, b, c, d] = runPlan.cues
    const plan = { ...runPlan, cues: [a!, b!, { ...c!, durationSeconds: 1_200 }, d!] }
    const { cues } = scheduleOf(plan, started().run, LAUNCH_AT - 12 * MINUTE_MS)
    expect(cues.map(({ overlapMs }) => overlapMs)).toEqual([0, 0, 0, 0])
  })
})

test.each([
  ['early', 0, -12],
  ['late', 14, 2],
])('[RUN2] a launch that is called %s moves what is counted from it, and no hard time', (_, wait, moved) => {
  const run = started()
  run.do(lea, next(run, 'a'))
  run.after(wait)
  run.do(lea, { kind: 'openPoll' })
  run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'All the same' })
  run.do(lea, { kind: 'launch' })
  const { cues } = scheduleOf(runPlan, run.run, run.now)
  const planned = new Map(cues.map(({ cue, plannedAt }) => [cue.id, (plannedAt - LAUNCH_AT) / MINUTE_MS]))
  expect(Object.fromEntries(planned)).toEqual({ a: -10, b: moved - 5, c: moved, d: 10 })
})

describe('the poll', () => {
  const voted = (run: TestRun, console: string, vote: 'go' | 'noGo', reason = '') =>
    run.do(sam, { kind: 'vote', consoleId: console, vote, reason })

  test('[RUN10] launch asks for all go', () => {
    const run = started()
    expect(run.do(lea, { kind: 'launch' })).toContain('No poll is called')
    run.do(lea, { kind: 'openPoll' })
    voted(run, 'stream', 'go')
    expect(run.do(lea, { kind: 'callPoll', call: 'go' })).toContain('Stock has not voted')
    expect(voted(run, 'stock', 'noGo')).toContain('Say why not')
    expect(voted(run, 'stock', 'noGo', 'Buffer short')).toBeUndefined()
    expect(run.do(lea, { kind: 'callPoll', call: 'go' })).toContain('Stock says no-go: Buffer short')
    voted(run, 'stock', 'go')
    expect(run.do(lea, { kind: 'callPoll', call: 'go' })).toBeUndefined()
    expect(run.do(lea, { kind: 'launch' })).toBeUndefined()
    expect(run.do(lea, { kind: 'launch' })).toContain('already')
  })

  test('[RUN9] a no-go points at a requirement that there is', () => {
    const run = started()
    run.do(lea, { kind: 'openPoll' })
    const noGo = { kind: 'vote', consoleId: 'stock', vote: 'noGo', reason: 'Buffer short' } as const
    expect(run.do(sam, { ...noGo, about: 'nothing' })).toContain('No gate asks')
    expect(run.run.poll?.votes.size).toBe(0)
    expect(run.do(sam, { ...noGo, about: 'preorder-buffer' })).toBeUndefined()
    expect(run.run.poll?.votes.get('stock')?.about).toBe('preorder-buffer')
  })

  test('[RUN9] a vote over another person’s says so; over one’s own, or the same, it does not', () => {
    const run = started()
    run.do(lea, { kind: 'openPoll' })
    voted(run, 'stock', 'noGo', 'Buffer short')
    const over = () => run.run.poll?.votes.get('stock')?.over
    run.do(uma, { kind: 'vote', consoleId: 'stock', vote: 'go', reason: '' })
    expect(over()).toEqual({ by: sam, vote: 'noGo', reason: 'Buffer short' })
    expect(tellRun(run.log.at(-1)!)).toBe('Stock: go (Uma, over Sam’s no-go: Buffer short).')
    run.do(uma, { kind: 'vote', consoleId: 'stock', vote: 'hold', reason: 'Not yet' })
    expect(over()).toBeUndefined()
    run.do(sam, { kind: 'vote', consoleId: 'stock', vote: 'hold', reason: 'Nor I' })
    expect(over()).toBeUndefined()
  })

  test('what stands against a go begins with a no-go, and says what it is about', () => {
    const run = started()
    run.missed = ['Gear packed and tested']
    run.do(lea, { kind: 'openPoll' })
    const noGo = { kind: 'vote', consoleId: 'stock', vote: 'noGo', reason: '10 short' } as const
    run.do(sam, { ...noGo, about: 'preorder-buffer' })
    expect(against(run.run.poll!, run.missed, run.now)).toEqual([
      'Stock says no-go, Buffer held back: 10 short.',
      'Stream has not voted.',
      'Missed: Gear packed and tested.',
    ])
  })

  test('[RUN9] votes older than 15 minutes must be renewed', () => {
    const run = started()
    run.do(lea, { kind: 'openPoll' })
    voted(run, 'stream', 'go')
    voted(run, 'stock', 'go')
    run.after(15)
    expect(run.do(lea, { kind: 'callPoll', call: 'go' })).toBeUndefined()
    run.now += 1
    expect(run.do(lea, { kind: 'launch' })).toContain('older than 15 minutes')
  })

  test('[RUN10] what is missed forces a no-go or a lead’s waiver with a reason, and both are kept', () => {
    const run = started()
    run.missed = ['Gear packed and tested']
    run.do(lea, { kind: 'openPoll' })
    voted(run, 'stream', 'go')
    voted(run, 'stock', 'go')
    expect(run.do(lea, { kind: 'callPoll', call: 'go' })).toContain('Missed: Gear')
    run.do(lea, { kind: 'handOver', to: 'sam' })
    const waived: RunCommand = { kind: 'callPoll', call: 'go', waiver: 'Borrowed one' }
    expect(run.do(sam, waived)).toContain('Only a lead')
    run.do(sam, { kind: 'handOver', to: 'lea' })
    expect(run.do(lea, waived)).toBeUndefined()
    expect(run.log.at(-1)).toMatchObject({ outcome: 'waived', against: ['Missed: Gear packed and tested.'] })
    run.missed = ['Gear packed and tested', 'Buffers counted']
    expect(run.do(lea, { kind: 'launch' })).toContain('Not a go any more: Missed: Buffers counted.')
    run.missed.pop()
    expect(run.do(lea, { kind: 'launch' })).toBeUndefined()
  })
})

const arbitrarySale = fc.record({
  kind: fc.constant('recordSale' as const),
  source: fc.constant('key' as const),
  orderId: fc.constantFrom(...Array.from({ length: 30 }, (_, index) => `o${index}`)),
  lines: fc.array(
    fc.record({
      itemId: fc.constantFrom('moss', 'rust', 'pair', 'x'),
      hubId: fc.constantFrom('porto', 'lisbon', null),
      quantity: fc.integer({ min: -5, max: 12 }),
      isPreorder: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

const arbitraryCommand: fc.Arbitrary<RunCommand> = fc.oneof(
  fc.constantFrom<RunCommand>(
    { kind: 'startRun' },
    { kind: 'takeDesk' },
    { kind: 'hold', reason: '' },
    { kind: 'resume' },
    { kind: 'openPoll' },
    { kind: 'callPoll', call: 'go', waiver: 'All the same' },
    { kind: 'callPoll', call: 'noGo' },
    { kind: 'launch' },
    { kind: 'startSprint' },
    { kind: 'closeRun' },
    { kind: 'note', text: 'Rain' },
  ),
  fc.record({
    kind: fc.constant('logIssue' as const),
    who: fc.constant('1042'),
    topic: fc.constantFrom('confirmation' as const, 'refund' as const),
    what: fc.constant('Charged twice'),
    owner: fc.constantFrom('', 'Sam'),
  }),
  fc.record({
    kind: fc.constant('ownIssue' as const),
    issue: fc.integer({ min: 1, max: 4 }),
    from: fc.constantFrom('', 'Sam', 'Uma'),
    owner: fc.constantFrom('', 'Sam', 'Uma'),
  }),
  fc.record({
    kind: fc.constantFrom('closeIssue' as const, 'reopenIssue' as const),
    issue: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant('handOver' as const), to: fc.constantFrom('lea', 'sam', 'uma', 'x') }),
  fc.record({
    kind: fc.constant('startCue' as const),
    cueId: fc.constantFrom('a', 'b', 'c', 'd', 'x'),
    after: fc.constantFrom('a', 'b', 'c', 'd', null),
  }),
  fc.record({
    kind: fc.constantFrom('finishCue' as const, 'skipCue' as const, 'goBack' as const, 'nudge' as const),
    cueId: fc.constantFrom('a', 'b', 'c', 'd', 'x'),
  }),
  fc.record({
    kind: fc.constant('vote' as const),
    consoleId: fc.constantFrom('stream', 'stock'),
    vote: fc.constantFrom('go' as const, 'noGo' as const, 'hold' as const),
    reason: fc.constant('Said so'),
  }),
  arbitrarySale,
)

/** Some are refused: then the log stays as it was. */
const step = fc.tuple(
  fc.constantFrom(lea, sam, uma),
  arbitraryCommand,
  fc.integer({ min: 0, max: 8 }),
  fc.boolean(),
)

function playing(steps: [typeof lea, RunCommand, number, boolean][], check: (run: TestRun) => void) {
  const run = new TestRun()
  run.leads.add('uma')
  for (const [actor, command, minutes, isCallerHere] of [
    [lea, { kind: 'startRun' }, 0, true] as const,
    ...steps,
  ]) {
    run.after(minutes)
    run.isCallerHere = isCallerHere
    const before = run.log.length
    if (run.do(actor, command) !== undefined) expect(run.log).toHaveLength(before)
    check(run)
  }
}

test('[RUN5] [RUN6] [RUN11] [RUN15] any prefix of any valid sequence has one caller, one live cue at most, one phase, left = cap − sold, and each issue once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      playing(steps, ({ log, run, now }) => {
        expect(run.caller).toBeDefined()
        const { cues } = scheduleOf(runPlan, run, now)
        expect(cues.filter(({ state }) => state === 'live').length).toBe(run.liveCueId === undefined ? 0 : 1)
        expect(Object.keys(phases)).toContain(phaseOf(runPlan, run, now))
        const figures = saleFigures(runPlan, salesOf(log))
        const told = log.flatMap((event) => (event.kind === 'saleRecorded' ? event.lines : []))
        const sold = told.reduce((sum, { quantity }) => sum + quantity, 0)
        expect(figures.capLeft).toBe(40 - sold)
        expect(run.issues.map(({ number }) => number)).toEqual(run.issues.map((_, index) => index + 1))
        const ofTopics = countsByTopic(run.issues)
        expect(ofTopics.reduce((all, { open }) => all + open, 0)).toBe(
          run.issues.filter(({ closed }) => !closed).length,
        )
        expect(run.sprint !== undefined).toBe(run.launchedAt !== undefined)
        expect(readEvents(log)).toEqual(log)
      })
    }),
    { numRuns: 300, seed: 6 },
  )
})

/** 20 and 10 straps, 3 of them held back: whatever is given back, there are no more. */
const STAGED_FREE = 27

test('[RUN12] the overlay never shows more than cap, free stock and quota can back, nor less than none', () => {
  let sequences = 0
  fc.assert(
    fc.property(fc.array(arbitrarySale, { minLength: 1, maxLength: 8 }), (sales) => {
      sequences++
      const run = new TestRun()
      for (const sale of sales) {
        run.do(sam, sale)
        const { backed, capLeft, quotaLeft, byLine } = saleFigures(runPlan, salesOf(run.log))
        const free = [...byLine.values()].reduce(
          (sum, { left, buffer }) => sum + Math.max(0, left - buffer),
          0,
        )
        const most = Math.min(
          Math.max(0, capLeft!),
          free + Math.max(0, quotaLeft) + refundedFromNowhere(run),
          STAGED_FREE + 10,
        )
        if (!(backed >= 0 && backed <= most)) throw new RangeError(`${backed} shown, ${most} backed`)
      }
    }),
    { numRuns: 10_000, seed: 6 },
  )
  expect(sequences).toBe(10_000)
})

/** Pieces that came back to no hub that was named: they are there, but in no hub's line. */
function refundedFromNowhere({ log }: TestRun): number {
  return log
    .flatMap((event) => (event.kind === 'saleRecorded' ? event.lines : []))
    .filter(({ quantity, isPreorder }) => quantity < 0 && !isPreorder)
    .reduce((sum, { itemId, quantity }) => sum - quantity * (itemId === 'pair' ? 3 : 1), 0)
}

test('a sale is logged with its goods in words, as they were called then', () => {
  const run = started()
  const line = { itemId: 'moss', hubId: 'porto', quantity: 3, isPreorder: false }
  const lines = [
    line,
    { ...line, quantity: -1, hubId: null },
    { itemId: 'pair', hubId: null, quantity: 1, isPreorder: true },
    line,
    line,
    line,
  ]
  run.do(sam, { kind: 'recordSale', source: 'key', orderId: '1', lines })
  expect(tellRun(run.log.at(-1)!)).toBe(
    'Sale of 12 units, by hand (Sam): 3 × Moss from Porto, −1 × Moss from no named hub, 1 × Pair preordered, 3 × Moss from Porto, 3 × Moss from Porto, 1 line more.',
  )
})

test('commands that are malformed do not parse', () => {
  for (const bad of [
    undefined,
    {},
    { kind: 'toString' },
    { kind: 'vote', consoleId: 'a', vote: 'maybe', reason: '' },
    { kind: 'recordSale', source: 'hook', orderId: 'o', lines: [] },
    { kind: 'note', text: ' ' },
  ]) {
    expect(runCommand.safeParse(bad).success).toBe(false)
  }
  for (const quantity of [1.5, 1e20, '3']) {
    const lines = [{ itemId: 'moss', hubId: null, quantity, isPreorder: false }]
    const read = runCommand.safeParse({ kind: 'recordSale', source: 'key', orderId: 'o', lines })
    expect(read.error?.issues[0]?.message).toBe('Give a whole number of units.')
  }
  expect(runCommand.safeParse({ kind: 'hold', reason: 'Mic' }).success).toBe(true)
})

test('a clock that nobody leads goes by the plan, and one of a closed run stands', () => {
  const late = scheduleOf(runPlan, runOf([]), LAUNCH_AT - 7 * MINUTE_MS)
  expect(late.cues.map(({ expectedAt, plannedAt }) => expectedAt - plannedAt)).toEqual([0, 0, 0, 0])
  const run = started()
  run.do(lea, { kind: 'openPoll' })
  run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Late votes' })
  run.do(lea, { kind: 'launch' })
  run.after(20)
  run.do(lea, { kind: 'closeRun' })
  run.after(5)
  expect(leftMs(run.run, LAUNCH_AT, run.now)).toBe(-20 * MINUTE_MS)
  expect(scheduleOf(runPlan, run.run, run.now).cues.every(({ lateMs }) => lateMs === 0)).toBe(true)
})

test('a run after a closed one starts afresh', () => {
  const run = started()
  run.do(lea, { kind: 'openPoll' })
  run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Late votes' })
  expect(run.do(lea, { kind: 'closeRun' })).toContain('after the launch')
  run.do(lea, { kind: 'launch' })
  expect(run.do(lea, { kind: 'closeRun' })).toBeUndefined()
  expect(run.do(lea, { kind: 'hold', reason: '' })).toContain('closed')
  expect(run.do(lea, { kind: 'startRun' })).toBeUndefined()
  expect(runOf(run.log).launchedAt).toBeUndefined()
  // [RUN21] What comes afterwards looks at the one that launched.
  expect(launchedRunOf(run.log)).toMatchObject({ launchedAt: run.now, closedAt: run.now })
})
