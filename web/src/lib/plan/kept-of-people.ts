/**
 * What this device keeps of people, found by its name. Whose it is decides who sees it: what somebody wrote and could
 * not send is shown to them alone, whoever uses the device now (M9).
 */
import { counted } from '@flashboard/shared/plan/format'
import { deviceName, partsOfName } from '#lib/ui/device-names.ts'
import * as store from './copy-store.ts'

/** Which plans this device has a copy of, and whose copies they are. Empty where the browser tells nothing. */
export async function copiesHere(): Promise<{ personId: string; planId: string }[]> {
  try {
    const databases = await indexedDB.databases()
    return databases.flatMap(({ name }) => {
      const [personId, planId] = partsOfName(name) ?? []
      return personId && planId ? [{ personId, planId }] : []
    })
  } catch {
    return []
  }
}

/** What this device has of one person. */
export interface Kept {
  copies: number
  /** Edits that are not known to have reached their plans, and refused ones that were kept to be written again. */
  edits: number
  /** Sales and notes of the war room that were not sent. */
  records: number
}

/** By person; whom it has nothing of are left out. */
export async function keptHere(): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>()
  const of = (personId: string) => {
    const theirs = kept.get(personId) ?? { copies: 0, edits: 0, records: 0 }
    kept.set(personId, theirs)
    return theirs
  }
  for (const { personId, planId } of await copiesHere()) {
    const edits = await editsIn(deviceName(personId, planId))
    of(personId).copies++
    of(personId).edits += edits
  }
  for (const name of storedNames()) {
    const [kind, personId] = partsOfName(name) ?? []
    if (kind === 'not-taken' && personId) of(personId).edits++
    if (kind === 'unsent' && personId) of(personId).records++
  }
  return kept
}

/** As a person reads it: "1 edit and 2 records of sales or notes". Empty where all was sent. */
export function unsentWords({ edits, records }: Kept): string {
  return [
    edits > 0 ? counted(edits, 'edit') : '',
    records > 0 ? `${counted(records, 'record')} of sales or notes` : '',
  ]
    .filter((words) => words !== '')
    .join(' and ')
}

/** None where the copy can't be read. */
async function editsIn(name: string): Promise<number> {
  try {
    const db = await store.open(name)
    try {
      return (await store.read(db)).edits.length
    } finally {
      db.close()
    }
  } catch {
    return 0
  }
}

/** Takes all that this device keeps of a person off it; what another tab has open, as soon as that lets go. */
export async function forgetPerson(personId: string): Promise<void> {
  for (const name of storedNames()) {
    if (partsOfName(name)?.includes(personId)) localStorage.removeItem(name)
  }
  const copies = (await copiesHere()).filter((copy) => copy.personId === personId)
  await Promise.allSettled(copies.map(({ planId }) => store.remove(deviceName(personId, planId))))
}

/** A browser that keeps nothing has nothing to tell or to forget. */
function storedNames(): string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}
