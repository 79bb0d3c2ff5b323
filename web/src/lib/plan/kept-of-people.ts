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

/** How many edits of each person's on this device are not known to have reached their plans; those without are left out. */
export async function unsentHere(): Promise<Map<string, number>> {
  const unsent = new Map<string, number>()
  for (const { personId, planId } of await copiesHere()) {
    const edits = await editsIn(deviceName(personId, planId))
    if (edits > 0) unsent.set(personId, (unsent.get(personId) ?? 0) + edits)
  }
  return unsent
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
