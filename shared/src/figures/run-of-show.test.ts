import { expect, test } from 'vitest'
import { emptyPlan } from '../plan/test-plan.ts'
import { cueNow, runOfShow } from './run-of-show.ts'

const launchAt = Date.UTC(2026, 10, 26, 19)
const cue = (id: string, offsetMs: number | null, hardAt: number | null = null) => ({
  id,
  offsetMs,
  hardAt,
  durationSeconds: null,
  callOut: id,
  owner: '',
  deputy: '',
})
const plan = {
  ...emptyPlan(),
  event: { ...emptyPlan().event, launchAt },
  cues: [cue('late', 60_000), cue('early', -60_000), cue('unset', null), cue('hard', 0, launchAt + 30_000)],
}

test('cues run by time, a hard time before an offset, and one without a time not at all', () => {
  expect(runOfShow(plan).map(({ cue }) => cue.id)).toEqual(['early', 'hard', 'late'])
})

test('a cue is on from its very time until the next', () => {
  const cues = runOfShow(plan)
  expect(cueNow(cues, launchAt - 60_001)).toBe(-1)
  expect(cueNow(cues, launchAt - 60_000)).toBe(0)
  expect(cueNow(cues, launchAt + 29_999)).toBe(0)
  expect(cueNow(cues, launchAt + 30_000)).toBe(1)
})
