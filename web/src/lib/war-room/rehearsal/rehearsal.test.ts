import { planOf } from '@flashboard/shared/plan/test-plan'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { runOf } from '@flashboard/shared/run/run'
import { runPlan } from '@flashboard/shared/run/test-run'
import { expect, test } from 'vitest'
import { Rehearsal } from './rehearsal.ts'

const me = { personId: 'uma', name: 'Uma' }
const launchAt = runPlan.event.launchAt

function rehearsing(plan = runPlan) {
  const real = { ms: 5_000 }
  let changes = 0
  const given = [
    { seq: 1, at: 1, actor: me, kind: 'runStarted' as const },
    { seq: 2, at: 2, actor: me, kind: 'waiverGiven' as const, requirement: 'gear-ready', reason: 'Borrowed' },
  ]
  const onChange = () => changes++
  const rehearsal = new Rehearsal({ plan, log: given, me, real: () => real.ms, onChange })
  return { rehearsal, real, given, changes: () => changes }
}

test('[RUN20] begins a minute before the first cue, without what was run before', () => {
  const { rehearsal } = rehearsing()
  expect(rehearsal.now()).toBe(launchAt - 11 * MINUTE_MS)
  expect(rehearsal.log.map(({ kind }) => kind)).toEqual(['waiverGiven'])
  expect(rehearsing(planOf({ event: runPlan.event })).rehearsal.now()).toBe(launchAt - MINUTE_MS)
})

test.each([
  [0, 0],
  [1, 1_000],
  [2, 2_000],
  [10, 10_000],
  [60, 60_000],
] as const)('[RUN20] goes at %i of its seconds in one', (speed, ms) => {
  const { rehearsal, real } = rehearsing()
  real.ms += 3_000
  rehearsal.run(speed)
  const before = rehearsal.now()
  real.ms += 1_000
  expect(rehearsal.now() - before).toBe(ms)
})

test('[RUN20] jumps on to the next cue, and never back', () => {
  const { rehearsal } = rehearsing()
  rehearsal.jump()
  expect(rehearsal.now()).toBe(launchAt - 10 * MINUTE_MS - 5_000)
  expect(rehearsal.ahead).toBeUndefined()
  rehearsal.do({ kind: 'startRun' })
  rehearsal.do({ kind: 'startCue', cueId: 'a', after: null })
  rehearsal.jump()
  expect(rehearsal.now()).toBe(launchAt - 5 * MINUTE_MS - 5_000)
  rehearsal.do({ kind: 'startCue', cueId: 'b', after: 'a' })
  rehearsal.do({ kind: 'hold', reason: '' })
  expect(rehearsal.ahead).toBeUndefined()
})

test('[RUN20] decides as the server does, and changes nothing that it was given', () => {
  const { rehearsal, given, changes } = rehearsing()
  expect(rehearsal.do({ kind: 'hold', reason: '' })).toContain('has not begun')
  expect(changes()).toBe(0)
  expect(rehearsal.do({ kind: 'startRun' })).toBeUndefined()
  expect(rehearsal.do({ kind: 'launch' })).toContain('No poll is called')
  rehearsal.do({ kind: 'openPoll' })
  expect(rehearsal.do({ kind: 'callPoll', call: 'go' })).toContain('Stream has not voted')
  rehearsal.do({ kind: 'callPoll', call: 'go', waiver: 'We only rehearse' })
  expect(rehearsal.do({ kind: 'launch' })).toBeUndefined()
  expect(rehearsal.do({ kind: 'fly' } as never)).toContain('No command')
  const { launchedAt, caller } = runOf(rehearsal.log)
  expect({ launchedAt, caller }).toEqual({ launchedAt: Math.round(rehearsal.now()), caller: me })
  expect(given).toHaveLength(2)
  expect(rehearsal.log.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6])
})
