import { messageType } from '@flashboard/shared/wire/messages'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { blankContent } from '../../../tests/support/temporary-store.ts'
import { RoomClient } from '../../../tests/support/room-client.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { updateLog } from '../store/updates.ts'
import { limits } from './limits.ts'

/** Rooms of a plan that has grown before anybody opens it. */
async function grown(write: (segments: Y.Map<unknown>) => void): Promise<TestRooms> {
  const at = await TestRooms.open()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, blankContent())
  const known = Y.encodeStateVector(doc)
  doc.transact(() => write(doc.getMap('segments')))
  const bytes = Y.encodeStateAsUpdate(doc, known)
  updateLog(at.store).append([{ planId: at.planId, personId: at.personId, at: 0, bytes }])
  return at
}

const manyStructs = (segments: Y.Map<unknown>) => {
  for (let i = 0; i < limits.structsOfPlan; i++) segments.set(`k${i}`, i)
}
const manyBytes = (segments: Y.Map<unknown>) => {
  for (let i = 0; i < 17; i++) segments.set(`k${i}`, 'x'.repeat(1_048_576))
}
const price = ({ doc }: RoomClient, to: number) => doc.getMap('offer').set('priceMinor', to)

describe.each([
  ['structs', manyStructs],
  ['bytes', manyBytes],
])('[G8] a plan that is full of %s', (_, write) => {
  test('takes nothing new, says so, and is read and deleted from as before', async () => {
    const at = await grown(write)
    const [ada, ben] = [await at.join(), await at.join()]
    const rows = at.rowCount()
    price(ada, 1)
    at.pass(ada, ben)
    expect(ada.closed).toBe('planFull')
    expect(at.rowCount()).toBe(rows)
    ben.doc.getMap('segments').delete('k1')
    at.pass(ben)
    expect(ben.closed).toBeUndefined()
    expect(at.rowCount()).toBe(rows + 1)
    const cleo = await at.join()
    expect(cleo.doc.getMap('segments').has('k0')).toBe(true)
    expect(cleo.doc.getMap('segments').has('k1')).toBe(false)
  })
})

test('[G8] what is on its way to disk counts, and deleting makes room', async () => {
  const at = await grown((segments) => {
    const entity = new Y.Map<unknown>()
    segments.set('s', entity)
    for (let i = 0; i < limits.structsOfPlan - 1_000; i++) entity.set(`k${i}`, i)
  })
  const [ada, ben, cleo] = [await at.join(), await at.join(), await at.join()]
  ada.doc.transact(() => {
    for (let i = 0; i < 1_000; i++) ada.doc.getMap('hubs').set(`k${i}`, i)
  })
  ada.flush()
  price(ben, 1)
  ben.flush()
  expect([ada.closed, ben.closed]).toEqual([undefined, 'planFull'])
  at.pass(ada, cleo)
  cleo.doc.getMap('segments').delete('s')
  at.pass(ada, cleo)
  price(cleo, 2)
  at.pass(ada, cleo)
  expect(cleo.closed).toBeUndefined()
  expect(ada.doc.getMap('offer').get('priceMinor')).toBe(2)
})

test('[G8] [U1] who has a large plan built again and again is slowed down', async () => {
  const structs = limits.structsOfPlan - 1_000
  const at = await grown((segments) => {
    for (let i = 0; i < structs; i++) segments.set(`k${i}`, i)
  })
  // Of what they may ask for, all but a few builds is used up by messages that bring nothing.
  const idle = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i === 0 ? messageType.queryAwareness : 0))
  const known = await at.join()
  const { weight } = at.rooms.find(at.planId)!
  const left = 4 * (structs * limits.buildEffort + weight)
  for (const half of [0.5, 0.5]) {
    const eve = await at.join()
    for (let spent = 0; spent < (limits.effortOfPerson.size - left) * half; spent += idle.length)
      eve.send(idle)
    eve.flush()
    expect(eve.closed).toBeUndefined()
    eve.leave()
  }
  known.leave()
  let built = 0
  for (let closed: string | undefined; closed === undefined && built < 10; built++) {
    // One that has it all, and so asks for nothing but what its edit costs.
    const eve = new RoomClient(1_000 + built)
    Y.applyUpdate(eve.doc, Y.encodeStateAsUpdate(known.doc), eve)
    await eve.join(at.rooms, at.planId, { personId: at.personId })
    price(eve, built)
    at.pass(eve)
    closed = eve.closed
    eve.leave()
    await at.compaction.settled()
  }
  expect(built).toBeGreaterThan(1)
  expect(built).toBeLessThan(6)
})
