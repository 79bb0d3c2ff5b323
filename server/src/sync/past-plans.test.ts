import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { randomEditor } from '../../../tests/support/random-edits.ts'
import { seededChance } from '../../../tests/support/seeded-chance.ts'
import { blankContent, openTemporaryStore, storePlan } from '../../../tests/support/temporary-store.ts'
import { updateLog } from '../store/updates.ts'
import { readPlansAt } from './past-plans.ts'
import { PastReader, WAITING_MAX } from './past-reader.ts'
import { PlanUnreadableError } from './stored-plan.ts'

const EDITS = 700
const chance = seededChance(3)

/** A plan of many edits, and what it was after each. */
async function open() {
  const store = await openTemporaryStore()
  const { planId, personId } = await storePlan(store)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, blankContent())
  const rows: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => rows.push(update))
  const edit = randomEditor(doc, 5)
  const plan = new PlanDoc(doc, chance)
  const was = [plan.read()]
  while (rows.length < EDITS) {
    const before = rows.length
    edit()
    for (let seen = before; seen < rows.length; seen++) was.push(plan.read())
  }
  updateLog(store).append(rows.map((bytes, at) => ({ planId, personId, at, bytes })))
  return { store, planId, was }
}

test('[H2] a plan is read as it was after any edit, and after several in one replay', async () => {
  const { store, planId, was } = await open()
  const seqs = [1, 2, 100, 101, 350, EDITS + 1]
  const read = await readPlansAt(store.db, planId, seqs, chance)
  for (const seq of seqs) expect(read.get(seq)).toEqual(was[seq - 1])
})

test('[H2] however long the log, others have their turn in between', async () => {
  const { store, planId } = await open()
  let turns = 0
  const look = () => {
    turns++
    next = setImmediate(look)
  }
  let next = setImmediate(look)
  await readPlansAt(store.db, planId, [EDITS + 1], chance)
  clearImmediate(next)
  expect(turns).toBeGreaterThanOrEqual(EDITS / 100)
})

test('what the log does not have is not made up', async () => {
  const { store, planId } = await open()
  await expect(readPlansAt(store.db, planId, [1, EDITS + 2], chance)).rejects.toThrow(PlanUnreadableError)
  store.sqlite.prepare('delete from updates where seq = 300').run()
  const reader = new PastReader({ db: store.db, chance })
  await expect(reader.read(planId, [400], 'ada')).rejects.toThrow(PlanUnreadableError)
  // And whoever asks next is answered.
  expect([...(await reader.read(planId, [0, 200], 'ada')).keys()]).toEqual([0, 200])
})

test('what was read last is not replayed again', async () => {
  const { store, planId, was } = await open()
  const reader = new PastReader({ db: store.db, chance })
  await reader.read(planId, [200], 'ada')
  store.sqlite.exec('delete from updates')
  expect((await reader.read(planId, [200], 'ada')).get(200)).toEqual(was[199])
})

test('[H2] whoever asks for one waits for one of another’s, not for all of them', async () => {
  const { store, planId } = await open()
  const reader = new PastReader({ db: store.db, chance })
  const answered: string[] = []
  const ask = async (personId: string, seq: number) => {
    await reader.read(planId, [seq], personId)
    answered.push(personId)
  }
  const all = Array.from({ length: 6 }, (_, n) => ask('ada', 10 + n))
  await Promise.all([...all, ask('ben', 5), ask('cleo', 6)])
  expect(answered).toEqual(['ada', 'ben', 'cleo', 'ada', 'ada', 'ada', 'ada', 'ada'])
})

test('so many of one person’s wait, and so many of all; who comes too late is told, and the others are answered', async () => {
  const { store, planId } = await open()
  const reader = new PastReader({ db: store.db, chance })
  const people = WAITING_MAX.inAll / WAITING_MAX.ofPerson
  const asked: Promise<unknown>[] = []
  const tooMany = (personId: string) =>
    expect(reader.read(planId, [1], personId)).rejects.toMatchObject({
      code: 'too_many',
      retryAfterSeconds: 1,
    })
  for (let person = 0; person < people; person++) {
    for (let n = 0; n < WAITING_MAX.ofPerson; n++) asked.push(reader.read(planId, [1], `person ${person}`))
    await tooMany(`person ${person}`)
  }
  await tooMany('somebody else')
  expect(await Promise.all(asked)).toHaveLength(WAITING_MAX.inAll)
  expect((await reader.read(planId, [1], 'person 0')).size).toBe(1)
})
