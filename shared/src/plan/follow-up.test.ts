import { expect, test } from 'vitest'
import { isOver } from './follow-up.ts'
import { LAUNCH_AT } from './test-plan.ts'
import { DAY_MS } from './time.ts'

test('a plan is over when its 21 days are, to the millisecond', () => {
  expect(isOver(LAUNCH_AT, LAUNCH_AT - DAY_MS)).toBe(false)
  expect(isOver(LAUNCH_AT, LAUNCH_AT + 21 * DAY_MS)).toBe(false)
  expect(isOver(LAUNCH_AT, LAUNCH_AT + 21 * DAY_MS + 1)).toBe(true)
})
