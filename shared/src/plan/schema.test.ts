import { describe, expect, test } from 'vitest'
import { type Field, takes } from './fields.ts'
import { collections, fieldOf } from './schema.ts'

const fields = Object.entries(collections).flatMap(([name, { fields }]) =>
  Object.entries(fields as Record<string, Field>).map(([key, field]) => ({ path: `${name}/${key}`, field })),
)
const lists = Object.entries(collections).filter(([, { form }]) => form === 'list')

describe.each(fields)('$path', ({ field }) => {
  test('allows its own empty value', () => {
    expect(takes(field, field.empty)).toBe(true)
  })

  test('refuses what belongs to no field', () => {
    for (const value of [undefined, NaN, Infinity, 1.5, 10n, {}, [[]], Symbol('x')]) {
      expect(takes(field, value)).toBe(false)
    }
  })
})

test('ids point into lists that there are', () => {
  for (const { field } of fields) {
    if (field.of !== undefined) expect(lists.map(([name]) => name)).toContain(field.of)
  }
})

test('no field hides what plan-doc keeps beside the fields, or splits a key', () => {
  for (const { path } of fields) expect(path).toMatch(/^[a-zA-Z]+\/(?!(id|order)$)[a-zA-Z]+$/)
})

test('only own names are fields', () => {
  expect(fieldOf('offer', 'priceMinor')?.kind).toBe('money')
  expect(fieldOf('offer', 'hasOwnProperty')).toBeUndefined()
  expect(fieldOf('toString', 'length')).toBeUndefined()
})

test.each([
  ['event/hardCap', 0, 10_000_000, -1, 10_000_001],
  ['offer/taxRateBp', 0, 10_000, -1, 10_001],
  ['movements/delta', -10_000_000, 10_000_000, -10_000_001, 10_000_001],
  ['cues/offsetMs', -400 * 86_400_000, 400 * 86_400_000, -400 * 86_400_000 - 1, 400 * 86_400_000 + 1],
] as const)('%s goes from %d to %d', (path, min, max, below, above) => {
  const { field } = fields.find((each) => each.path === path)!
  expect([field.min ?? 0, field.max]).toEqual([min, max])
  for (const value of [min, max]) expect(takes(field, value)).toBe(true)
  for (const value of [below, above]) expect(takes(field, value)).toBe(false)
})

test('a set of a closed list takes no other member', () => {
  const { modes } = collections.hubs.fields
  expect(takes(modes, ['collection', 'shipping'])).toBe(true)
  for (const member of ['teleport', 'toString', '']) expect(takes(modes, [member])).toBe(false)
})
