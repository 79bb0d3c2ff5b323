/**
 * What this device keeps of people, found by its name. Whose it is decides who sees it: what somebody wrote and could
 * not send is shown to them alone, whoever uses the device now (M9).
 */
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

/** What a copy on this device holds; nothing where it can't be read. */
async function readCopy(personId: string, planId: string): Promise<store.Kept | undefined> {
  try {
    const db = await store.open(deviceName(personId, planId))
    try {
      return await store.read(db)
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}

/** Those beside `personId` of whom this device still has words that their plans never got, and how many edits it is. */
export async function unsentOfOthers(personId: string | undefined) {
  const people = new Set<string>()
  let edits = 0
  for (const copy of await copiesHere()) {
    if (copy.personId === personId) continue
    const unsent = (await readCopy(copy.personId, copy.planId))?.edits.length ?? 0
    edits += unsent
    if (unsent > 0) people.add(copy.personId)
  }
  return { people: [...people], edits }
}

/** Takes all that this device keeps of a person off it; what another tab has open, as soon as that lets go. */
export async function forgetPerson(personId: string): Promise<void> {
  try {
    for (const name of Object.keys(localStorage)) {
      if (partsOfName(name)?.includes(personId)) localStorage.removeItem(name)
    }
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  for (const copy of await copiesHere()) {
    if (copy.personId === personId) indexedDB.deleteDatabase(deviceName(personId, copy.planId))
  }
}
