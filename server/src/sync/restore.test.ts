import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../../../tests/support/seeded-chance.ts'
import type { RoomClient } from '../../../tests/support/room-client.ts'
import { addMember, openTemporaryStore } from '../../../tests/support/temporary-store.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { through } from '../../../tests/support/through.ts'
import * as updates from '../store/updates.ts'
import { readPlansAt } from './past-plans.ts'
import { NotRestoredError, restorePlan } from './restore.ts'
import { StoppingError } from './room-registry.ts'

const chance = seededChance(7)
const planOf = ({ doc }: RoomClient) => new PlanDoc(doc, chance)

async function open() {
  const at = await TestRooms.open()
  const { store, planId, personId, rooms } = at
  await addMember(store, planId, { id: 'ben', name: 'Ben' })
  const readAt = async (seq: number) => (await readPlansAt(store.db, planId, [seq], chance)).get(seq)!
  const restore = async (past: Plan, by = personId) =>
    await through(
      at.clock,
      restorePlan(
        { db: store.db, rooms, chance },
        {
          planId,
          past,
          member: { personId: by, name: 'Ada', role: 'editor', epoch: 0, speaksFlashboard: true },
        },
      ),
    )
  return { at, readAt, restore, first: await readAt(1) }
}

describe('[H4] a restore', () => {
  test('is an edit of its person’s, on disk before anybody sees it, and everybody does', async () => {
    const { at, restore, readAt, first } = await open()
    const [ada, cleo] = [await at.join(), await at.join()]
    planOf(ada).set('offer/priceMinor', 500)
    planOf(ada).add('hubs', { name: 'Porto' })
    at.pass(ada, cleo)
    expect(at.rowCount()).toBe(3)
    const elsewhere = await openTemporaryStore(at.store.sqlite.name)
    const seen: number[] = []
    cleo.onSend = () => {
      seen.push(elsewhere.sqlite.prepare<[], { n: number }>('select count(*) as n from updates').get()!.n)
    }
    expect(await restore(first, 'ben')).toEqual({ seq: 4, beforeSeq: 3 })
    expect(seen).toEqual([4])
    at.pass(ada, cleo)
    for (const page of [ada, cleo]) expect(planOf(page).read()).toEqual(first)
    const [edit] = await updates.editsOf(at.store.db, at.planId, { after: 3, upTo: 4 })
    expect(edit).toMatchObject({ personId: 'ben', at: expect.any(Number) })
    // Nothing of what was is lost.
    expect((await readAt(3)).offer.priceMinor).toBe(500)
    expect(await readAt(4)).toEqual(first)
  })

  test('can be taken back by restoring what was before it', async () => {
    const { at, restore, readAt, first } = await open()
    const ada = await at.join()
    for (const name of ['Porto', 'Lisbon']) planOf(ada).add('hubs', { name })
    at.pass(ada)
    const before = planOf(ada).read()
    const { beforeSeq } = (await restore(first))!
    await restore(await readAt(beforeSeq))
    at.pass(ada)
    expect(planOf(ada).read()).toEqual(before)
  })

  test('works with nobody in the room, and leaves nobody there', async () => {
    const { at, restore, readAt, first } = await open()
    const ada = await at.join()
    planOf(ada).set('event/name', 'Another')
    at.pass(ada)
    ada.leave()
    expect(at.rooms.find(at.planId)).toBeUndefined()
    await restore(first)
    expect(at.rooms.find(at.planId)).toBeUndefined()
    expect(await readAt(3)).toEqual(first)
  })

  test('of what is already so writes nothing', async () => {
    const { at, restore, first } = await open()
    expect(await restore(first)).toBeUndefined()
    expect(at.rowCount()).toBe(1)
  })

  test('sets back what was received before it and is not on disk yet', async () => {
    const { at, restore, first } = await open()
    const ada = await at.join()
    planOf(ada).set('offer/priceMinor', 500)
    ada.flush()
    expect(await restore(first)).toEqual({ seq: 3, beforeSeq: 2 })
    at.pass(ada)
    expect(planOf(ada).read()).toEqual(first)
  })

  test('merges with what somebody writes at the same time', async () => {
    const { at, restore, first } = await open()
    const [ada, ben] = [await at.join(), await at.join()]
    planOf(ada).set('offer/priceMinor', 500)
    at.pass(ada, ben)
    // Ben has not heard of the restore when he writes.
    const restoring = restore(first)
    planOf(ben).add('hubs', { name: 'Faro' })
    await restoring
    at.pass(ada, ben)
    expect(planOf(ada).read()).toEqual(planOf(ben).read())
    expect(
      planOf(ada)
        .get('hubs')
        .map(({ name }) => name),
    ).toEqual(['Faro'])
    expect(planOf(ada).value('offer/priceMinor')).toBe(first.offer.priceMinor)
    expect([ada.closed, ben.closed]).toEqual([undefined, undefined])
  })

  test('of very much is several edits, committed together', async () => {
    const { at, restore, readAt, first } = await open()
    const ada = await at.join()
    const plan = planOf(ada)
    for (let count = 0; count < 60; count++) plan.add('macros', { body: 'É'.repeat(10_000) })
    at.pass(ada)
    const { seq: full } = at.rooms.find(at.planId)!
    const past = await readAt(full)
    await restore(first)
    const { seq, beforeSeq } = (await restore(past))!
    expect(seq - beforeSeq).toBeGreaterThan(2)
    at.pass(ada)
    expect(plan.read()).toEqual(past)
    expect(await readAt(beforeSeq)).toEqual(first)
  })
})

describe('[H4] nothing of a restore is kept or shown', () => {
  test('where the disk refuses it', async () => {
    const { at, restore, readAt, first } = await open()
    const ada = await at.join()
    planOf(ada).set('offer/priceMinor', 500)
    at.pass(ada)
    at.breakDisk()
    await expect(restore(first)).rejects.toMatchObject({ name: 'NotRestoredError', reason: 'notSaved' })
    at.mendDisk()
    at.pass(ada)
    expect(planOf(ada).value('offer/priceMinor')).toBe(500)
    expect((await readAt(2)).offer.priceMinor).toBe(500)
    expect(at.rowCount()).toBe(2)
    // And it works when the disk does.
    expect(await restore(first)).toEqual({ seq: 3, beforeSeq: 2 })
  })

  test('where the server is going down', async () => {
    const { at, restore, first } = await open()
    await at.rooms.stop()
    await expect(restore(first)).rejects.toBeInstanceOf(StoppingError)
    expect(at.rowCount()).toBe(1)
    expect(new NotRestoredError('stopping').message).toContain('stopping')
  })
})
