/** By what the lists of a plan hold their entities: part of plan-doc's layout. */
import type * as Y from 'yjs'
import { collections, type CollectionName } from './schema.ts'

const lists = (Object.keys(collections) as CollectionName[]).filter(
  (name) => collections[name].form === 'list',
)

/** By id: another one where an entity was removed and set back, without what was written into the first. */
export function holdersOf(doc: Y.Doc): Map<string, unknown> {
  return new Map(lists.flatMap((name) => [...doc.getMap(name).entries()]))
}
