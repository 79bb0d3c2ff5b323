import { expect, test } from 'vitest'
import { emptyPlan, planOf } from '../plan/test-plan.ts'
import { sellThrough } from './sell-through.ts'

test('sold ÷ received, by SKU and in all', () => {
  const { bySku, allBp } = sellThrough(
    planOf({
      skus: [
        { id: 'sand', received: 80, sold: 60 },
        { id: 'moss', received: 3, sold: 2 },
        { id: 'rust', received: 17 },
        { id: 'none', received: 0, sold: 5 },
        { id: 'unsaid', sold: 5 },
      ],
    }),
  )
  expect([...bySku]).toEqual([
    ['sand', 7_500],
    ['moss', 6_667],
    ['rust', 0],
    ['none', null],
    ['unsaid', null],
  ])
  expect(allBp).toBe(6_200)
})

test('nothing received has no sell-through', () => {
  expect(sellThrough(emptyPlan()).allBp).toBeNull()
})
