import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { StoppingError } from './room-registry.ts'
import { documentOf, PlanUnreadableError, readStored } from './stored-plan.ts'

const rowsOf = (at: TestRooms) => at.store.sqlite.prepare('select * from updates order by seq').all()

describe('a room', () => {
  test('[R1] is loaded once by those who come while it loads', async () => {
    const at = await TestRooms.open()
    const [ada, ben, eve] = await Promise.all([at.connect(), at.connect(), at.connect()])
    ada.doc.getMap('offer').set('priceMinor', 5)
    for (const client of [ada, ben, eve]) client.flush()
    at.clock.tick()
    for (const client of [ben, eve]) {
      client.flush()
      expect(client.doc.getMap('offer').get('priceMinor')).toBe(5)
    }
  })

  test('is let go when the last one leaves', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    ada.leave()
    expect(at.rooms.find(at.planId)).toBeDefined()
    ben.leave()
    expect(at.rooms.find(at.planId)).toBeUndefined()
  })

  test('[R2] stays until its last write has ended, and is found by one who comes meanwhile', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    const room = at.rooms.find(at.planId)
    ada.doc.getMap('offer').set('priceMinor', 5)
    ada.deliver()
    ada.leave()
    expect(at.rooms.find(at.planId)).toBe(room)
    const ben = await at.join()
    expect(at.rooms.find(at.planId)).toBe(room)
    at.clock.tick()
    ben.flush()
    expect(ben.doc.getMap('offer').get('priceMinor')).toBe(5)
  })

  test('[R2] that everybody left is let go once its last write has ended, or has failed', async () => {
    const at = await TestRooms.open()
    for (const breakDisk of [false, true]) {
      const ada = await at.join()
      ada.doc.getMap('offer').set('priceMinor', breakDisk ? 1 : 2)
      ada.deliver()
      ada.leave()
      if (breakDisk) at.breakDisk()
      at.clock.advance(20)
      expect(at.rooms.find(at.planId)).toBeUndefined()
    }
  })
})

describe('a plan that cannot be read', () => {
  test.each([
    ['a damaged row', `update updates set bytes = x'010203'`],
    ['no row at all', 'delete from updates'],
  ])('[R3] because of %s opens for nobody and stays as it is', async (_what, damage) => {
    const at = await TestRooms.open()
    at.store.sqlite.exec(damage)
    const before = rowsOf(at)
    const joins = await Promise.allSettled([at.connect(), at.connect()])
    for (const join of joins) {
      expect(join).toMatchObject({ status: 'rejected', reason: expect.any(PlanUnreadableError) })
    }
    at.clock.advance(20)
    expect(rowsOf(at)).toEqual(before)
    expect(at.rooms.find(at.planId)).toBeUndefined()
  })

  test('[R3] because a row is missing in the middle is not opened without it', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    for (const price of [1, 2]) ada.doc.getMap('offer').set('priceMinor', price)
    ada.flush()
    at.clock.tick()
    ada.leave()
    at.store.sqlite.exec('delete from updates where seq = 2')
    await expect(at.connect()).rejects.toThrow(PlanUnreadableError)
  })

  test('[R3] because a row is missing that only deletes is not opened without it', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.doc.getMap('offer').set('priceMinor', 1)
    ada.doc.getMap('offer').delete('priceMinor')
    ada.doc.getMap('offer').set('currency', 2)
    ada.flush()
    at.clock.tick()
    ada.leave()
    expect(rowsOf(at)).toHaveLength(4)
    at.store.sqlite.exec('delete from updates where seq = 3')
    await expect(at.connect()).rejects.toThrow(PlanUnreadableError)
  })

  test('[R3] opens as soon as it can be read again', async () => {
    const at = await TestRooms.open()
    at.store.sqlite.exec('alter table updates rename to away')
    await expect(at.connect()).rejects.toThrow(PlanUnreadableError)
    at.store.sqlite.exec('alter table away rename to updates')
    const ada = await at.join()
    expect(ada.doc.getMap('event').has('launchAt')).toBe(true)
  })
})

describe('a room whose document did not take a committed update', () => {
  test('[R3] sends everybody away, and the log is read again with all that was committed', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    const room = at.rooms.find(at.planId)!
    room.doc.once('beforeTransaction', () => {
      throw new Error('a fault of Yjs')
    })
    ada.doc.getMap('offer').set('priceMinor', 5)
    ada.flush()
    at.clock.tick()
    expect([ada.closed, ben.closed]).toEqual(['planUnreadable', 'planUnreadable'])
    expect(at.complaints).toHaveLength(1)
    const back = await at.join()
    expect(at.rooms.find(at.planId)).not.toBe(room)
    expect(back.doc.getMap('offer').get('priceMinor')).toBe(5)
  })
})

describe('stopping', () => {
  test('[R4] commits and acknowledges what came, then closes every socket, then takes in nobody', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    ada.doc.getMap('offer').set('priceMinor', 5)
    ada.askSaved(1)
    ada.flush()
    const stopped = at.rooms.stop()
    await Promise.resolve()
    at.clock.tick()
    await stopped
    ada.read()
    ben.read()
    expect(ada.saved).toEqual([{ mark: 1, seq: 2 }])
    expect(ben.doc.getMap('offer').get('priceMinor')).toBe(5)
    expect([ada.closed, ben.closed]).toEqual(['stopping', 'stopping'])
    await expect(at.connect()).rejects.toThrow(StoppingError)
  })
})

test('[G4] a document read from the log is what the room had', async () => {
  const at = await TestRooms.open()
  const ada = await at.join()
  ada.doc.getMap('offer').set('priceMinor', 5)
  ada.doc.getMap('event').delete('hardCap')
  ada.flush()
  at.clock.tick()
  const stored = await readStored(at.store.db, at.planId)
  expect(stored.seq).toBe(2)
  expect(Y.encodeStateAsUpdate(documentOf(stored))).toEqual(
    Y.encodeStateAsUpdate(at.rooms.find(at.planId)!.doc),
  )
})
