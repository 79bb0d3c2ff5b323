/**
 * The address of one field in a plan, as one string: `offer/priceMinor`, `skus/<id>/verdict`,
 * `stock/<hub>/<sku>/buffer`. Gate findings link to it, presence names it, the page focuses it.
 */
import { collections, type CollectionName, fieldOf } from './schema.ts'

export type FieldPath = string

export interface FieldAddress {
  collection: CollectionName
  /** None for a record, one id for a list, two for a grid. */
  ids: readonly string[]
  field: string
}

const idsIn = { record: 0, list: 1, grid: 2 } as const

export function fieldPath(collection: CollectionName, ...idsAndField: string[]): FieldPath {
  return [collection, ...idsAndField].join('/')
}

/** The parts of a path, or `undefined` when no plan has such a field. */
export function parseFieldPath(path: FieldPath): FieldAddress | undefined {
  const [collection = '', ...rest] = path.split('/')
  const field = rest.pop() ?? ''
  if (fieldOf(collection, field) === undefined) return undefined
  const name = collection as CollectionName
  if (rest.length !== idsIn[collections[name].form] || rest.includes('')) return undefined
  return { collection: name, ids: rest, field }
}
