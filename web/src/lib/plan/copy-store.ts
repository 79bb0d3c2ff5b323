/**
 * A copy of one plan in IndexedDB, as rows in the order in which they came: updates that the server has, and edits
 * that it is not known to have. Every verb settles when the browser says that it is done, or throws with its reason.
 *
 * The layout is y-indexeddb's, which once wrote it: a row of bare bytes is what the server has.
 */
import type { Edit } from './edit-ledger.ts'

export const ROWS = 'updates'
const FACTS = 'custom'
/** What a copy says of itself: the plan's epoch that it is of; 1 once some of its edits can never be sent. */
export type Fact = 'epoch' | 'overwritten'
/** More than so many rows of what the server has are made one. */
const ROWS_MAX = 500
const LETS_GO_WITHIN_MS = 2_000

/** A row of an edit; of all else, the bytes alone. */
interface EditRow {
  edit: Uint8Array
  /** Not in rows from when there was one schema. */
  schemaVersion?: number
}
/** One that no document takes. */
interface DamagedRow {
  damaged: unknown
}
type Row = Uint8Array | EditRow | DamagedRow

export interface Kept {
  onServer: Uint8Array[]
  edits: Edit[]
  /** Those that it says. */
  facts: Map<Fact, number>
  /** The last row's; rows that come later have higher ones. */
  lastKey: number
}

/** One thing to write; several go in one transaction, all or none. */
export type Write =
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'edit'; edit: Edit }
  | { kind: 'saved'; edits: readonly Edit[] }
  | { kind: 'fact'; fact: Fact; value: number }

/** @throws where the browser has no storage to give. Never settles in some that keep nothing. */
export async function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(ROWS, { autoIncrement: true })
    request.result.createObjectStore(FACTS)
  })
  return settled(request)
}

/**
 * Takes the copy off the device.
 * @throws where another tab has it open and does not let go; then it goes as soon as that does.
 */
export async function remove(name: string): Promise<void> {
  const request = indexedDB.deleteDatabase(name)
  await Promise.race([
    settled(request),
    new Promise((_, reject) => {
      const giveUp = () => reject(new DOMException('Another tab has it open', 'InvalidStateError'))
      // Who only reads it closes it in a moment.
      request.addEventListener('blocked', () => setTimeout(giveUp, LETS_GO_WITHIN_MS))
    }),
  ])
}

/** @param after the rows behind this key. */
export async function read(db: IDBDatabase, after = 0): Promise<Kept> {
  const transaction = db.transaction([ROWS, FACTS], 'readonly')
  const rows = transaction.objectStore(ROWS)
  const facts = transaction.objectStore(FACTS)
  const later = IDBKeyRange.lowerBound(after, true)
  const [keys, values, names, said] = await Promise.all([
    settled(rows.getAllKeys(later) as IDBRequest<number[]>),
    settled(rows.getAll(later) as IDBRequest<Row[]>),
    settled(facts.getAllKeys() as IDBRequest<Fact[]>),
    settled(facts.getAll() as IDBRequest<number[]>),
  ])
  return {
    onServer: values.filter((row) => row instanceof Uint8Array),
    edits: values.flatMap((row, i) => editOf(row, keys[i]!) ?? []),
    facts: new Map(names.map((name, i) => [name, said[i]!])),
    lastKey: keys.at(-1) ?? after,
  }
}

/**
 * @param isOnlyCopy whether some of it is nowhere else: then it is on the disk, and not only with the system, when
 * this settles.
 */
export async function write(db: IDBDatabase, writes: readonly Write[], isOnlyCopy: boolean): Promise<void> {
  const transaction = db.transaction([ROWS, FACTS], 'readwrite', {
    durability: isOnlyCopy ? 'strict' : 'relaxed',
  })
  const rows = transaction.objectStore(ROWS)
  const added: { edit: Edit; request: IDBRequest<IDBValidKey> }[] = []
  const saved = savedIn(writes)
  for (const one of writes) {
    if (one.kind === 'update') rows.add(one.update)
    else if (one.kind === 'fact') transaction.objectStore(FACTS).put(one.value, one.fact)
    else if (one.kind === 'edit') {
      const { edit } = one
      const { update, schemaVersion } = edit
      if (saved.has(edit)) rows.add(update)
      else added.push({ edit, request: rows.add({ edit: update, schemaVersion } satisfies EditRow) })
    }
  }
  for (const { update, key } of saved) if (key !== undefined) rows.put(update, key)
  // Else a tab that closes now would take back what it has just written.
  transaction.commit()
  await done(transaction)
  for (const { edit, request } of added) edit.key = request.result as number
}

/** Makes the rows of what the server has one, where they are many. Edits stay as they are. */
export async function compact(
  db: IDBDatabase,
  merged: (updates: readonly Uint8Array[]) => Uint8Array,
): Promise<void> {
  const transaction = db.transaction(ROWS, 'readwrite')
  const rows = transaction.objectStore(ROWS)
  const keys = rows.getAllKeys()
  const values = rows.getAll() as IDBRequest<Row[]>
  values.addEventListener('success', () => {
    const old = values.result.flatMap((row, i) =>
      row instanceof Uint8Array ? [{ row, key: keys.result[i]! }] : [],
    )
    if (old.length <= ROWS_MAX) return
    rows.add(merged(old.map(({ row }) => row)))
    for (const { key } of old) rows.delete(key)
  })
  await done(transaction)
}

/**
 * The epoch of which a copy holds something; 0 where it does not say, and none where it is empty. One whose writing was
 * cut off may hold rows and no plan yet: after a restore they are not to be pushed back either (B2).
 */
export function epochHeld({ onServer, edits, facts }: Kept): number | undefined {
  return onServer.length + edits.length === 0 ? undefined : (facts.get('epoch') ?? 0)
}

/** The edits that the server has by now. */
export function savedIn(writes: readonly Write[]): ReadonlySet<Edit> {
  return new Set(writes.flatMap((one) => (one.kind === 'saved' ? one.edits : [])))
}

function editOf(row: Row, key: IDBValidKey): Edit | undefined {
  if (!('edit' in row)) return undefined
  return { update: row.edit, schemaVersion: row.schemaVersion ?? 1, key: key as number }
}

export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error!))
  })
}

export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () =>
      // Without an error where the connection was closed under it.
      reject(transaction.error ?? new DOMException('The storage closed', 'AbortError')),
    )
  })
}
