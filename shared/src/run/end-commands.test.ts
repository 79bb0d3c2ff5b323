import { describe, expect, test } from 'vitest'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { retroOf } from './retro.ts'
import { leftMs } from './run.ts'
import { lea, runPlan, sam, TestRun } from './test-run.ts'

function started(): TestRun {
  const run = new TestRun()
  expect(run.do(lea, { kind: 'startRun' })).toBeUndefined()
  return run
}

describe('[RUN25] a run that will not launch', () => {
  test('is called off by a lead who has the desk, with a reason, and starts no launch any more', () => {
    const run = started()
    expect(run.do(sam, { kind: 'callOff', reason: 'Storm' })).toContain('Lea has the desk')
    run.do(lea, { kind: 'startCue', cueId: 'a', after: null })
    run.do(lea, { kind: 'hold', reason: 'Wind' })
    run.after(3)
    run.do(lea, { kind: 'handOver', to: 'sam' })
    expect(run.do(sam, { kind: 'callOff', reason: 'Storm' })).toBe(
      'Only a lead can call the run off. Hand the desk to one.',
    )
    run.do(sam, { kind: 'handOver', to: 'lea' })
    expect(run.do(lea, { kind: 'callOff', reason: 'Storm at the pier' })).toBeUndefined()
    const over = { closedAt: run.now, calledOff: { reason: 'Storm at the pier', by: lea, at: run.now } }
    expect(run.run).toMatchObject({ ...over, heldMs: 3 * MINUTE_MS, hold: undefined, liveCueId: undefined })
    expect(leftMs(run.run, LAUNCH_AT, run.now + MINUTE_MS)).toBe(leftMs(run.run, LAUNCH_AT, run.now))
    for (const kind of ['launch', 'resume', 'openPoll', 'closeRun'] as const) {
      expect(run.do(lea, { kind })).toBe('The run is called off. A lead can start another.')
    }
    expect(run.do(lea, { kind: 'callOff', reason: 'Again' })).toContain('called off')
    expect(run.do(sam, { kind: 'note', text: 'Next week' })).toBeUndefined()
  })

  test('gives way to another, and has no retro of its own', () => {
    const run = started()
    run.do(lea, { kind: 'callOff', reason: 'Storm' })
    expect(retroOf(runPlan, run.log, run.now)).toMatchObject({
      launchedAt: null,
      calledOff: { reason: 'Storm' },
    })
    expect(run.do(lea, { kind: 'startRun' })).toBeUndefined()
    expect(run.run).toMatchObject({ calledOff: undefined, closedAt: undefined, heldMs: 0 })
    run.do(lea, { kind: 'openPoll' })
    run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'Late votes' })
    run.do(lea, { kind: 'launch' })
    expect(run.do(lea, { kind: 'callOff', reason: 'Storm' })).toBe(
      'The launch is called. Close the run instead.',
    )
    run.do(lea, { kind: 'closeRun' })
    run.do(lea, { kind: 'startRun' })
    run.do(lea, { kind: 'callOff', reason: 'A slip' })
    expect(retroOf(runPlan, run.log, run.now)).toMatchObject({
      launchedAt: run.now,
      closedAt: run.now,
      calledOff: null,
    })
  })
})
