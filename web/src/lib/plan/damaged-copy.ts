/** Mends a copy with rows that no document takes, as a disk or a browser may leave them: fetched where there is one. */
import * as Y from 'yjs'
import { done, ROWS, settled } from './copy-store.ts'

/**
 * Sets those rows aside, in their places: nothing of a person's is thrown away, and they stop nothing any more.
 * @returns how many of them were edits; the server sends all else again.
 */
export async function setAside(db: IDBDatabase): Promise<number> {
  const transaction = db.transaction(ROWS, 'readwrite')
  const rows = transaction.objectStore(ROWS)
  const [keys, values] = await Promise.all([
    settled(rows.getAllKeys()),
    settled(rows.getAll() as IDBRequest<unknown[]>),
  ])
  let lost = 0
  for (const [i, row] of values.entries()) {
    const isOurs = row !== null && typeof row === 'object'
    if (isOurs && 'damaged' in row) continue
    const isEdit = isOurs && 'edit' in row
    if (isReadable(isEdit ? row.edit : row)) continue
    rows.put({ damaged: row }, keys[i])
    if (isEdit) lost++
  }
  await done(transaction)
  return lost
}

function isReadable(update: unknown): boolean {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, update as Uint8Array)
    return true
  } catch {
    return false
  } finally {
    doc.destroy()
  }
}
