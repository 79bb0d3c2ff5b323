/** Real SQLite in a folder of the test's own, gone when the test is over. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@flashboard/server/chance'
import { openStore, type Store } from '@flashboard/server/store/database'
import * as people from '@flashboard/server/store/people'
import * as plans from '@flashboard/server/store/plans'
import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { planSeed } from '@flashboard/shared/plan/templates'
import { atEnd } from './at-end.ts'
import * as Y from 'yjs'
import { seededChance } from './seeded-chance.ts'

export const LAUNCH_AT = Date.UTC(2026, 5, 20, 18)

/** A disk without a disk under it, where there is one: for those who only play that the power goes. */
export const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export function temporaryFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'flashboard-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function openTemporaryStore(path = join(temporaryFolder(), 'test.sqlite')): Promise<Store> {
  const store = await openStore(path)
  atEnd(async () => {
    if (store.sqlite.open) await store.close()
  })
  return store
}

export interface StoredPlan {
  planId: string
  personId: string
}

/** A person who leads a new, blank plan. */
export async function storePlan({ db }: Pick<Store, 'db'>): Promise<StoredPlan> {
  const [planId, personId] = [newId(), newId()]
  const ada = { id: personId, name: 'Ada' }
  await people.create(db, ada, 1)
  const content = blankContent()
  await plans.create(db, { id: planId, createdBy: ada, createdAt: 1, template: 'blank', content })
  return { planId, personId }
}

/** Somebody else who is in a plan, as if they had been from its beginning: its log says nothing of them. */
export async function addMember(
  { db }: Pick<Store, 'db'>,
  planId: string,
  person: Person,
  role: Role = 'editor',
): Promise<void> {
  await people.create(db, person, 1)
  const member = { plan_id: planId, person_id: person.id, role, joined_at: 1 }
  await db.insertInto('members').values(member).execute()
}

export function blankContent(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  const about = { name: 'Drop', launchAt: LAUNCH_AT, endsAt: LAUNCH_AT + 1, timeZone: 'UTC', currency: 'EUR' }
  new PlanDoc(doc, seededChance(1)).fill(planSeed('blank', about))
  return Y.encodeStateAsUpdate(doc)
}
