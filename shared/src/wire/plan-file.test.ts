import { expect, test } from 'vitest'
import { planFile, readPlanFile } from '../files/plan-file.ts'
import { planOf } from '../plan/test-plan.ts'
import { planIn } from './plan-file.ts'

test('of an export of everything the plan alone is sent, and can be read', () => {
  const file = planFile(planOf({ gear: [{ id: 'a', name: 'Encoder' }] }))
  const sent = planIn({ ...file, id: 'k3j5', log: [], edits: [{ update: 'AA==' }] })
  expect(sent).toEqual(file)
  expect(readPlanFile(sent)).toEqual(file.plan)
})

test.each([null, [], 'plan', 7, { a: 1 }])('%j is sent as it is, to be refused', (other) => {
  expect(planIn(other)).toBe(other)
})
