import { expect, test } from 'vitest'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { retroOf } from '../run/retro.ts'
import { lea, runPlan, TestRun } from '../run/test-run.ts'
import { retroTable } from './retro-table.ts'

test('a retro as a table has planned, actual and their difference, and every action', () => {
  const run = new TestRun()
  run.do(lea, { kind: 'startRun' })
  run.after(4).do(lea, { kind: 'startCue', cueId: 'a', after: null })
  const dueAt = LAUNCH_AT + 60 * MINUTE_MS
  const actions = [{ id: 'x', what: 'Count earlier', owner: 'Sam', dueAt, done: null }]
  const { head, rows } = retroTable(retroOf(runPlan, run.log, run.now), { ...runPlan, actions })
  expect(rows.every(({ length }) => length === head.length)).toBe(true)
  expect(rows).toContainEqual([
    'Cue start (Europe/Lisbon)',
    'Sound check',
    '2026-11-26 18:50',
    '2026-11-26 18:52',
    2,
  ])
  expect(rows).toContainEqual(['Units', 'Sold and preordered, of the cap', 40, 0, -40])
  expect(rows).toContainEqual(['Pieces, Porto', 'Moss', 20, 0, -20])
  expect(rows).toContainEqual(['Action', 'Count earlier (Sam)', '2026-11-26 20:00', 'open', null])
})
