import { expect, test } from 'vitest'
import { fieldPath, parseFieldPath } from './field-path.ts'

test('a path is read back to the address it was made of', () => {
  expect(parseFieldPath(fieldPath('offer', 'priceMinor'))).toEqual({
    collection: 'offer',
    ids: [],
    field: 'priceMinor',
  })
  expect(parseFieldPath(fieldPath('skus', 'sand', 'verdict'))).toEqual({
    collection: 'skus',
    ids: ['sand'],
    field: 'verdict',
  })
  expect(parseFieldPath('stock/porto/sand/buffer')).toEqual({
    collection: 'stock',
    ids: ['porto', 'sand'],
    field: 'buffer',
  })
})

test.each([
  '',
  'offer',
  'offer/',
  'offer/nothing',
  'nothing/name',
  'offer/extra/priceMinor',
  'skus/verdict',
  'skus//verdict',
  'skus/sand/more/verdict',
  'stock/porto/buffer',
  'stock/porto//buffer',
  'stock//sand/buffer',
  'skus/sand/order',
  'skus/sand/id',
  'meta/schemaVersion',
  '__proto__/name',
  'offer/constructor',
  'skus/sand/toString',
])('%j is no field of any plan', (path) => {
  expect(parseFieldPath(path)).toBeUndefined()
})
