/** How a grid keeps its cells in one Y.Map: part of plan-doc's layout. */
import type { Field } from './fields.ts'
import { isEntityId } from './plan-doc-order.ts'

/** The two ids of the cell that a key is of; nothing for what is of no cell. */
export function cellOf(key: string, fields: Record<string, Field>): readonly [string, string] | undefined {
  const [a = '', b = '', field = '', ...more] = key.split('/')
  const isCell = isEntityId(a) && isEntityId(b) && Object.hasOwn(fields, field) && more.length === 0
  return isCell ? [a, b] : undefined
}

/** What stands before the field in each of a cell's keys. */
export function cellPrefix(ids: readonly string[]): string {
  return `${ids.join('/')}/`
}
