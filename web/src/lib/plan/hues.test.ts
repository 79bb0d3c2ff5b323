import { expect, test } from 'vitest'
import { hueOf, HUES, huesOf } from './hues.ts'

const people = Array.from({ length: 40 }, (_, index) => `person-${index}`)

test('who is here alone has their own hue, and so has everybody who is told from the others by theirs', () => {
  const own = new Set(people.map(hueOf))
  expect(own.size).toBe(HUES)
  for (const id of people) expect(huesOf([id])).toEqual(new Map([[id, hueOf(id)]]))
  const apart = [...own].map((hue) => people.find((id) => hueOf(id) === hue)!)
  expect(huesOf(apart)).toEqual(new Map([...apart].sort().map((id) => [id, hueOf(id)])))
})

test('people who are here together have different hues, the same whoever came first', () => {
  const alike = people.filter((id) => hueOf(id) === hueOf(people[0]!))
  expect(alike.length).toBeGreaterThan(1)
  const hues = huesOf(alike.slice(0, 2))
  expect(new Set(hues.values()).size).toBe(2)
  expect(huesOf(alike.slice(0, 2).toReversed())).toEqual(hues)
  expect(new Set(huesOf(people.slice(0, HUES)).values()).size).toBe(HUES)
})

test('of more people than there are hues, each has one', () => {
  const hues = huesOf(people)
  expect(hues.size).toBe(people.length)
  for (const hue of hues.values()) expect(hue).toBeLessThan(HUES)
})
