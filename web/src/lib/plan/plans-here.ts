/** The plans of which this device has a copy, read off the copies alone: for where the server does not answer. */
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { deviceName } from '#lib/ui/device-names.ts'
import * as Y from 'yjs'
import { chance } from './chance.ts'
import * as store from './copy-store.ts'
import { copiesHere } from './kept-of-people.ts'

export interface PlanHere {
  id: string
  name: string
  /** UTC ms. */
  launchAt: number
  timeZone: string
  /** Edits that are not known to have reached the server. */
  unsaved: number
}

/** One person's, by launch. A copy that can't be read, or has no plan in it yet, is left out. */
export async function plansHere(personId: string): Promise<PlanHere[]> {
  const copies = await copiesHere()
  const mine = copies.filter((copy) => copy.personId === personId)
  const found = await Promise.all(mine.map(({ planId }) => read(personId, planId).catch(() => undefined)))
  return found.filter((plan) => plan !== undefined).toSorted((a, b) => a.launchAt - b.launchAt)
}

async function read(personId: string, planId: string): Promise<PlanHere | undefined> {
  const db = await store.open(deviceName(personId, planId))
  const doc = new Y.Doc()
  try {
    const { onServer, edits } = await store.read(db)
    for (const update of [...onServer, ...edits.map((edit) => edit.update)]) apply(doc, update)
    const plan = new PlanDoc(doc, chance)
    if (plan.schemaVersion === 0) return undefined
    const { name, launchAt, timeZone } = plan.get('event')
    return { id: planId, name, launchAt, timeZone, unsaved: edits.length }
  } finally {
    doc.destroy()
    db.close()
  }
}

function apply(doc: Y.Doc, update: Uint8Array): void {
  try {
    Y.applyUpdate(doc, update)
  } catch {
    // The plan's own page mends its copy.
  }
}
