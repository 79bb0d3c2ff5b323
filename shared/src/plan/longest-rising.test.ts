import { expect, test } from 'vitest'
import { longestRising } from './longest-rising.ts'
import { random } from './test-docs.ts'

const rising = (items: readonly number[]) => [...longestRising(items, (item) => item)].sort((a, b) => a - b)

test.each<[number[], number[]]>([
  [[], []],
  [
    [1, 2, 3],
    [1, 2, 3],
  ],
  [[3, 2, 1], [1]],
  [
    [5, 1, 2, 3, 4],
    [1, 2, 3, 4],
  ],
  [
    [2, 3, 4, 5, 1],
    [2, 3, 4, 5],
  ],
])('of %j stay %j', (items, staying) => {
  expect(rising(items)).toEqual(staying)
})

test('equal keys do not rise', () => {
  expect(longestRising(['a', 'b', 'c'], () => 'same').size).toBe(1)
})

test('what stays does rise, and nothing longer would', () => {
  const next = random(7)
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: 7 }, () => Math.floor(next() * 20))
    const staying = new Set(items).size === 7 ? rising(items) : []
    if (staying.length === 0) continue
    expect(items.filter((item) => staying.includes(item))).toEqual(staying)
    let most = 0
    for (let chosen = 0; chosen < 2 ** items.length; chosen++) {
      const picked = items.filter((_, index) => chosen & (1 << index))
      if (picked.every((item, index) => index === 0 || picked[index - 1]! < item)) {
        most = Math.max(most, picked.length)
      }
    }
    expect(staying).toHaveLength(most)
  }
})
