import { describe, expect, test } from 'vitest'
import type { PlanEvent } from '../log/events.ts'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { type RunCommand, runCommand } from './commands.ts'
import { byUrgency, countsByTopic } from './issues.ts'
import { phaseOf, sprintEndsAt } from './phase.ts'
import { leftMs, runOf } from './run.ts'
import { lea, runPlan, sam, TestRun, uma } from './test-run.ts'

/** The launch called so many minutes after it was planned. */
function launched(lateMinutes = 0): TestRun {
  const run = new TestRun()
  run.do(lea, { kind: 'startRun' })
  run.now = LAUNCH_AT + lateMinutes * MINUTE_MS
  run.do(lea, { kind: 'openPoll' })
  run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Said so' })
  expect(run.do(lea, { kind: 'launch' })).toBeUndefined()
  return run
}

const issue = { kind: 'logIssue', who: '1042', topic: 'refund', what: 'Charged twice', owner: '' } as const
const own = (from: string, owner: string): RunCommand => ({ kind: 'ownIssue', issue: 1, from, owner })

describe('the T-clock after the call', () => {
  test.each([
    ['early', -2],
    ['in time', 0],
    ['late', 3],
  ])('[RUN1] counts from the call, %s', (_, late) => {
    const run = launched(late).after(1)
    expect(leftMs(run.run, LAUNCH_AT, run.now)).toBe(-MINUTE_MS)
  })

  test('[RUN2] is stopped by holds since, and neither by those before nor by a moved launch', () => {
    const run = new TestRun()
    run.do(lea, { kind: 'startRun' })
    run.do(lea, { kind: 'hold', reason: 'Mic' })
    run.after(2).do(lea, { kind: 'resume' })
    run.now = LAUNCH_AT + 2 * MINUTE_MS
    run.do(lea, { kind: 'openPoll' })
    run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Said so' })
    run.do(lea, { kind: 'launch' })
    run.after(4).do(lea, { kind: 'hold', reason: '' })
    run.after(5)
    expect(leftMs(run.run, LAUNCH_AT, run.now)).toBe(-4 * MINUTE_MS)
    const moved: PlanEvent = {
      seq: 99,
      at: run.now,
      actor: lea,
      kind: 'launchMoved',
      from: LAUNCH_AT,
      to: LAUNCH_AT + MINUTE_MS,
    }
    expect(leftMs(runOf([...run.log, moved]), LAUNCH_AT + MINUTE_MS, run.now)).toBe(-4 * MINUTE_MS)
    run.log.push(moved)
    run.do(lea, { kind: 'resume' })
    run.after(1)
    expect(leftMs(run.run, LAUNCH_AT, run.now)).toBe(-5 * MINUTE_MS)
  })
})

describe('the sprint', () => {
  test('[RUN14] begins with the launch and lasts 15 minutes, holds or not', () => {
    const run = launched(3)
    const calledAt = run.now
    expect(sprintEndsAt(run.run)).toBe(calledAt + 15 * MINUTE_MS)
    run.do(lea, { kind: 'hold', reason: 'Stream is down' })
    expect(phaseOf(runPlan, run.run, calledAt + 15 * MINUTE_MS - 1)).toBe('sprint')
    expect(phaseOf(runPlan, run.run, calledAt + 15 * MINUTE_MS)).toBe('live')
  })

  test('[RUN14] is started again once it is over, by whoever edits', () => {
    const early = new TestRun()
    early.do(lea, { kind: 'startRun' })
    expect(early.do(sam, { kind: 'startSprint' })).toContain('begins with the launch')
    const run = launched().after(14)
    expect(run.do(sam, { kind: 'startSprint' })).toContain('on already')
    run.after(1)
    expect(run.do(sam, { kind: 'startSprint' })).toBeUndefined()
    expect(sprintEndsAt(run.run)).toBe(run.now + 15 * MINUTE_MS)
    expect(run.run.sprint?.by).toEqual(sam)
  })
})

describe('issues', () => {
  test('[RUN15] are numbered, owned, closed, and opened again', () => {
    const run = launched()
    run.do(sam, issue)
    run.after(1).do(uma, { ...issue, topic: 'shipping', owner: 'Uma' })
    expect(run.do(sam, own('', 'Sam'))).toBeUndefined()
    run.after(1)
    expect(run.do(sam, { kind: 'closeIssue', issue: 1 })).toBeUndefined()
    const closed = { at: run.now, by: sam }
    expect(run.run.issues).toMatchObject([
      { number: 1, who: '1042', topic: 'refund', owner: 'Sam', by: sam, closed },
      { number: 2, topic: 'shipping', owner: 'Uma', closed: undefined },
    ])
    expect(run.do(uma, { kind: 'reopenIssue', issue: 1 })).toBeUndefined()
    expect(run.run.issues[0]?.closed).toBeUndefined()
  })

  test('[RUN15] are put under another topic, which their count follows', () => {
    const run = launched()
    run.do(sam, { ...issue, topic: 'other' })
    expect(run.do(uma, { kind: 'sortIssue', issue: 1, topic: 'refund' })).toBeUndefined()
    expect(countsByTopic(run.run.issues).filter(({ all }) => all > 0)).toMatchObject([
      { topic: 'refund', all: 1 },
    ])
    expect(run.do(sam, { kind: 'sortIssue', issue: 1, topic: 'refund' })).toContain('under refund already')
    run.do(lea, { kind: 'closeRun' })
    expect(run.do(sam, { kind: 'sortIssue', issue: 1, topic: 'other' })).toContain('closed')
  })

  test.each<[string, RunCommand, string]>([
    ['is taken by two', own('', 'Uma'), 'Sam has issue 1 by now'],
    ['is taken twice', own('Sam', 'Sam'), 'has issue 1 already'],
    ['is not there', { kind: 'closeIssue', issue: 9 }, 'no such issue'],
    ['is opened while it is open', { kind: 'reopenIssue', issue: 1 }, 'open already'],
  ])('[RUN15] that %s is refused, and nothing changes', (_, command, says) => {
    const run = launched()
    run.do(sam, issue)
    run.do(sam, own('', 'Sam'))
    const before = [...run.log]
    expect(run.do(uma, command)).toContain(says)
    expect(run.log).toEqual(before)
  })

  test('[RUN15] that is closed is neither closed nor owned again', () => {
    const run = launched()
    run.do(sam, issue)
    run.do(sam, { kind: 'closeIssue', issue: 1 })
    expect(run.do(uma, { kind: 'closeIssue', issue: 1 })).toContain('Sam closed issue 1 already')
    expect(run.do(uma, own('', 'Uma'))).toContain('is closed')
  })

  test('[RUN15] are logged from the launch to the close, and what is left is closed after it too', () => {
    const run = new TestRun()
    expect(run.do(sam, issue)).toContain('has not begun')
    run.do(lea, { kind: 'startRun' })
    expect(run.do(sam, issue)).toContain('from the launch on')
    const late = launched().after(40)
    expect(late.do(sam, issue)).toBeUndefined()
    late.do(lea, { kind: 'closeRun' })
    expect(late.do(sam, issue)).toContain('closed')
    expect(late.do(sam, { kind: 'closeIssue', issue: 1 })).toBeUndefined()
    late.do(lea, { kind: 'startRun' })
    expect(late.run.issues).toEqual([])
  })

  test('are counted by topic, open and all, and listed by who is needed most', () => {
    const run = launched()
    run.do(sam, issue)
    run.do(sam, { ...issue, owner: 'Sam' })
    run.do(sam, { ...issue, topic: 'other' })
    run.do(sam, { kind: 'closeIssue', issue: 1 })
    expect(countsByTopic(run.run.issues).map(({ topic, open, all }) => [topic, open, all])).toEqual([
      ['confirmation', 0, 0],
      ['refund', 1, 2],
      ['shipping', 0, 0],
      ['other', 1, 1],
    ])
    expect(byUrgency(run.run.issues).map(({ number }) => number)).toEqual([3, 2, 1])
  })

  test('commands that are malformed do not parse', () => {
    for (const bad of [
      { ...issue, what: ' ' },
      { ...issue, topic: 'toString' },
      { ...issue, who: 'x'.repeat(121) },
      { ...issue, what: 'x'.repeat(501) },
      { ...issue, owner: 'a\u0000b' },
      { ...issue, owner: undefined },
      { kind: 'closeIssue', issue: 0 },
      { kind: 'closeIssue', issue: 1.5 },
      { kind: 'closeIssue', issue: '1' },
      { kind: 'ownIssue', issue: 1, owner: 'Sam' },
    ]) {
      expect(runCommand.safeParse(bad).success).toBe(false)
    }
    expect(runCommand.safeParse(issue).success).toBe(true)
  })
})
