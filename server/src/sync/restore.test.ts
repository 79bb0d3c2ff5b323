import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../../../tests/support/seeded-chance.ts'
import { rawStep2, type RoomClient } from '../../../tests/support/room-client.ts'
import { addMember, openTemporaryStore } from '../../../tests/support/temporary-store.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { through } from '../../../tests/support/through.ts'
import * as Y from 'yjs'
import * as events from '../store/events.ts'
import * as updates from '../store/updates.ts'
import { readPlansAt } from './past-plans.ts'
import { NotRestoredError, restorePlan } from './restore.ts'
import { StoppingError } from './room-registry.ts'

const chance = seededChance(7)
const planOf = ({ doc }: RoomClient) => new PlanDoc(doc, chance)

/** An edit under a client id of its own. */
function priced(clientId: number, priceMinor: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getMap('offer').set('priceMinor', priceMinor)
  return Y.encodeStateAsUpdate(doc)
}

/** An edit of whose client an earlier one is missing. */
function gap(): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('offer').set('priceMinor', 1)
  const before = Y.encodeStateVector(doc)
  doc.getMap('offer').set('priceMinor', 2)
  return Y.encodeStateAsUpdate(doc, before)
}

async function open() {
  const at = await TestRooms.open()
  const { store, planId, personId, rooms } = at
  await addMember(store, planId, { id: 'ben', name: 'Ben' })
  const readAt = async (seq: number) => (await readPlansAt(store.db, planId, [seq], chance)).get(seq)!
  const restore = async (past: Plan, by = personId) =>
    await through(
      at.clock,
      restorePlan(
        { rooms, chance },
        {
          planId,
          becomes: () => past,
          to: { toSeq: 1, toAt: 1 },
          member: { personId: by, name: 'Ada', role: 'editor', epoch: 0, speaksFlashboard: true },
        },
      ),
    )
  const told = async () =>
    (await events.readAfter(store.db, planId, 0)).filter(({ kind }) => kind === 'restored')
  /** A plan that is too much for one edit, and was emptied since. */
  const emptied = async () => {
    const ada = await at.join()
    for (let count = 0; count < 60; count++) planOf(ada).add('macros', { body: 'É'.repeat(10_000) })
    at.pass(ada)
    const past = await readAt(rooms.find(planId)!.seq)
    const { seq } = (await restore(first))!
    at.pass(ada)
    return { ada, past, seq }
  }
  const first = await readAt(1)
  return { at, readAt, restore, told, emptied, first }
}

describe('[H4] a restore', () => {
  test('is an edit of its person’s, on disk before anybody sees it, and everybody does', async () => {
    const { at, restore, readAt, told, first } = await open()
    const [ada, cleo] = [await at.join(), await at.join()]
    planOf(ada).set('offer/priceMinor', 500)
    planOf(ada).add('hubs', { name: 'Porto' })
    at.pass(ada, cleo)
    expect(at.rowCount()).toBe(3)
    const elsewhere = await openTemporaryStore(at.store.sqlite.name)
    const seen: unknown[] = []
    cleo.onSend = () => {
      const onDisk = `select (select count(*) from updates) as edits,
        (select count(*) from plan_events where kind = 'restored') as restores`
      seen.push(elsewhere.sqlite.prepare(onDisk).get())
    }
    expect(await restore(first, 'ben')).toEqual({ seq: 4, beforeSeq: 3 })
    expect(seen).toEqual([{ edits: 4, restores: 1 }])
    expect(await told()).toMatchObject([
      { actor: { personId: 'ben' }, toSeq: 1, toAt: 1, beforeSeq: 3, updateSeq: 4 },
    ])
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
    const { at, restore, readAt, told, emptied, first } = await open()
    const { ada, past, seq: before } = await emptied()
    const { seq, beforeSeq } = (await restore(past))!
    expect(beforeSeq).toBe(before)
    expect(seq - beforeSeq).toBeGreaterThan(2)
    at.pass(ada)
    expect(planOf(ada).read()).toEqual(past)
    expect(await readAt(beforeSeq)).toEqual(first)
    expect(await readAt(seq)).toEqual(past)
    expect((await told()).at(-1)).toMatchObject({ beforeSeq, updateSeq: seq })
  })

  test('[U2] of very much is paid for as one: who has something left has all of it done', async () => {
    const { at, restore, emptied } = await open()
    const { ada, past } = await emptied()
    const { keptBytes } = at.rooms.find(at.planId)!.allowanceOf(at.personId)
    // Until one more edit takes the last of it.
    while (keptBytes.take(1_000));
    at.clock.advance(1_000)
    await restore(past)
    at.pass(ada)
    expect(planOf(ada).read()).toEqual(past)
    expect(keptBytes.take(1)).toBe(false)
  })

  test('waits for another that was asked for before it, and comes behind it', async () => {
    const { at, restore, emptied, first, told } = await open()
    const { ada, past, seq: before } = await emptied()
    const [one, other] = await Promise.all([restore(past), restore(first)])
    expect(one!.beforeSeq).toBe(before)
    expect(other!.beforeSeq).toBe(one!.seq)
    at.pass(ada)
    expect(planOf(ada).read()).toEqual(first)
    expect((await told()).slice(1)).toMatchObject([{ updateSeq: one!.seq }, { updateSeq: other!.seq }])
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

  test('where the log does not take what it says of it', async () => {
    const { at, restore, first } = await open()
    const ada = await at.join()
    planOf(ada).set('offer/priceMinor', 500)
    at.pass(ada)
    at.store.sqlite.exec(
      `create trigger deaf before insert on plan_events begin select raise(abort, 'disk full'); end`,
    )
    await expect(restore(first)).rejects.toMatchObject({ name: 'NotRestoredError', reason: 'notSaved' })
    at.pass(ada)
    expect(planOf(ada).value('offer/priceMinor')).toBe(500)
    expect(at.rowCount()).toBe(2)
  })

  test('[U2] where there is no allowance left for it', async () => {
    const { at, restore, emptied, told } = await open()
    const { ada, past, seq } = await emptied()
    const { keptBytes } = at.rooms.find(at.planId)!.allowanceOf(at.personId)
    while (keptBytes.take(1_000));
    await expect(restore(past)).rejects.toMatchObject({ name: 'NotRestoredError', reason: 'tooFast' })
    at.pass(ada)
    expect(planOf(ada).get('macros')).toEqual([])
    expect(at.rowCount()).toBe(seq)
    expect(await told()).toHaveLength(1)
  })

  test('where its person may not write any more, of all of its edits', async () => {
    const { at, restore, emptied, told } = await open()
    const { ada, past, seq } = await emptied()
    const restoring = restore(past)
    at.store.sqlite.prepare(`update members set role = 'viewer' where person_id = ?`).run(at.personId)
    await expect(restoring).rejects.toBeInstanceOf(NotRestoredError)
    at.pass(ada)
    expect(planOf(ada).get('macros')).toEqual([])
    expect(at.rowCount()).toBe(seq)
    expect(await told()).toHaveLength(1)
  })

  test.each([
    ['is damaged', Uint8Array.of(7), 'badMessage'],
    ['hangs on what is not there', gap(), 'resync'],
  ] as const)(
    'where the second of its edits %s, and the first is nobody’s',
    async (_what, second, reason) => {
      const { at, told } = await open()
      const member = {
        personId: at.personId,
        name: 'Ada',
        role: 'editor',
        epoch: 0,
        speaksFlashboard: true,
      } as const
      const [ben, closes] = [await at.join({ personId: 'ben' }), [] as number[]]
      const page = { bufferedAmount: 0, send: () => {}, close: (code: number) => void closes.push(code) }
      const connection = await at.rooms.join(at.planId, page, member)
      const restored = {
        kind: 'restored',
        at: 1,
        actor: null,
        toSeq: 1,
        toAt: 1,
        beforeSeq: 1,
        updateSeq: 3,
      } as const
      connection.receiveAll([priced(77, 500), second], restored)
      expect(closes).toEqual([closeCodes[reason].code])
      at.pass(ben)
      expect(at.rowCount()).toBe(1)
      expect(planOf(ben).value('offer/priceMinor')).not.toBe(500)
      expect(await told()).toEqual([])
      // [G5] Nor is the id that it was written under anybody's.
      ben.send(rawStep2(priced(77, 600)))
      at.pass(ben)
      expect(ben.closed).toBeUndefined()
      expect(at.rowCount()).toBe(2)
    },
  )

  test('where the server is going down', async () => {
    const { at, restore, first } = await open()
    await at.rooms.stop()
    await expect(restore(first)).rejects.toBeInstanceOf(StoppingError)
    expect(at.rowCount()).toBe(1)
    expect(new NotRestoredError('stopping').message).toContain('stopping')
  })
})
