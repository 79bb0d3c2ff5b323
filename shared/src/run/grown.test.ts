import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Grown } from './grown.ts'

test('each state stays what it was, whatever is added to it or to an earlier one', () => {
  const step = fc.record({ from: fc.nat(), key: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.nat(99) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const states = [{ grown: Grown.empty<string, number>(), plain: new Map<string, number>() }]
      for (const { from, key, value } of steps) {
        const { grown, plain } = states[from % states.length]!
        states.push({ grown: grown.with(key, value), plain: new Map(plain).set(key, value) })
      }
      for (const { grown, plain } of states) {
        for (const key of ['a', 'b', 'c', 'd']) expect(grown.get(key)).toBe(plain.get(key))
        expect([...grown.values()].sort()).toEqual([...plain.values()].sort())
      }
    }),
    { seed: 6 },
  )
})
