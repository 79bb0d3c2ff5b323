import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rawStep2, type RoomClient } from '../../../tests/support/room-client.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import * as updates from '../store/updates.ts'
import { limits } from './limits.ts'
import { Writers } from './writers.ts'
import * as messages from './messages.ts'
import { documentOf, readStored } from './stored-plan.ts'

const price = ({ doc }: RoomClient, minor: number) => void doc.getMap('offer').set('priceMinor', minor)
const priceOf = ({ doc }: RoomClient) => doc.getMap('offer').get('priceMinor')

/** An update that somebody makes under `clientId`, who has what `page` has. */
function forged({ doc }: RoomClient, clientId: number): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.clientID = clientId
  let made = new Uint8Array()
  copy.on('update', (update: Uint8Array) => (made = Uint8Array.from(update)))
  copy.getMap('offer').set('priceMinor', 666)
  return made
}

async function open() {
  const at = await TestRooms.open()
  const eveId = await at.addPerson('Eve')
  const ada = await at.join()
  price(ada, 1)
  at.pass(ada)
  return { at, ada, eveId }
}

describe('[G5] a client id', () => {
  test('is its first writer’s: somebody else’s edit under it is refused, and is written nowhere', async () => {
    const { at, ada, eveId } = await open()
    const rows = at.rowCount()
    for (const wrap of [messages.update, rawStep2]) {
      const eve = await at.join({ personId: eveId })
      eve.send(wrap(forged(eve, ada.doc.clientID)))
      at.pass(eve, ada)
      expect(eve.closed).toBe('othersEdit')
    }
    expect([at.rowCount(), priceOf(ada)]).toEqual([rows, 1])
    price(ada, 2)
    at.pass(ada)
    expect(at.rowCount()).toBe(rows + 1)
  })

  test('is still theirs when the plan was closed and opened again', async () => {
    const { at, ada, eveId } = await open()
    ada.leave()
    expect(at.rooms.find(at.planId)).toBeUndefined()
    const eve = await at.join({ personId: eveId })
    eve.send(messages.update(forged(eve, ada.doc.clientID)))
    at.pass(eve)
    expect(eve.closed).toBe('othersEdit')
  })

  test('[P2] is theirs by whom it is seen, before they have written, and while they are away', async () => {
    const { at, ada, eveId } = await open()
    const benId = await at.addPerson('Ben')
    const ben = await at.join({ personId: benId, name: 'Ben' })
    ben.setPresence(ben.doc.clientID, 1, { field: 'offer/story' })
    at.pass(ben)
    for (const isAway of [false, true]) {
      if (isAway) ben.leave()
      const eve = await at.join({ personId: eveId, name: 'Eve' })
      eve.setPresence(ben.doc.clientID, 9, {})
      eve.send(messages.update(forged(eve, ben.doc.clientID)))
      at.pass(eve, ada)
      expect(eve.closed).toBe('othersEdit')
    }
    expect(priceOf(ada)).toBe(1)
    await ben.join(at.rooms, at.planId, { personId: benId, name: 'Ben' })
    price(ben, 3)
    at.pass(ben, ada)
    expect([ben.closed, priceOf(ada)]).toEqual([undefined, 3])
  })

  test('[P2] is pushed out of mind by nobody else’s', async () => {
    const { at, eveId } = await open()
    const benId = await at.addPerson('Ben')
    const ben = await at.join({ personId: benId, name: 'Ben' })
    ben.setPresence(ben.doc.clientID, 1, {})
    at.pass(ben)
    ben.leave()
    for (let each = 0; each < limits.pagesPerPersonPlanAndDay + 10; each++) {
      const many = await at.join({ personId: eveId, name: 'Eve' })
      many.setPresence(50_000 + each, 1, {})
      at.pass(many)
      many.leave()
      at.clock.advance(1_000)
    }
    const eve = await at.join({ personId: eveId, name: 'Eve' })
    eve.send(messages.update(forged(eve, ben.doc.clientID)))
    at.pass(eve)
    expect(eve.closed).toBe('othersEdit')
  })

  test('is a person’s on all of their pages', async () => {
    const { at, ada } = await open()
    const second = await at.join()
    second.send(messages.update(forged(second, ada.doc.clientID)))
    at.pass(second, ada)
    expect(second.closed).toBeUndefined()
    expect(priceOf(ada)).toBe(666)
  })

  test('says nothing of what a page hands on that is known already', async () => {
    const { at, ada, eveId } = await open()
    const eve = await at.join({ personId: eveId })
    price(eve, 3)
    eve.send(rawStep2(Y.encodeStateAsUpdate(eve.doc)))
    at.pass(eve, ada)
    expect(eve.closed).toBeUndefined()
    expect(priceOf(ada)).toBe(3)
  })

  test('is nobody’s as long as what was written under it is not on disk', async () => {
    const { at, eveId } = await open()
    const [ben, eve] = [await at.join(), await at.join({ personId: eveId })]
    at.breakDisk()
    price(ben, 4)
    at.pass(ben)
    at.mendDisk()
    eve.send(messages.update(forged(eve, ben.doc.clientID)))
    at.pass(eve)
    expect([ben.closed, eve.closed]).toEqual(['notSaved', undefined])
  })

  test('cannot be taken while its first edit is on the way to disk', async () => {
    const { at, eveId } = await open()
    const [ben, eve] = [await at.join(), await at.join({ personId: eveId })]
    const stolen = forged(eve, ben.doc.clientID)
    price(ben, 5)
    ben.deliver()
    eve.send(messages.update(stolen))
    eve.deliver()
    expect(eve.closed).toBe('othersEdit')
  })
})

test('[G4] of two edits under one id and clock the first counts for everybody, while both are under way too', async () => {
  const { at, ada, eveId } = await open()
  const eve = await at.join({ personId: eveId })
  const first = forged(ada, 900)
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(ada.doc))
  other.clientID = 900
  let different = new Uint8Array()
  other.on('update', (update: Uint8Array) => (different = Uint8Array.from(update)))
  other.getMap('offer').set('priceMinor', 777)
  for (const update of [first, different]) eve.send(messages.update(update))
  at.pass(eve, ada)
  expect(eve.closed).toBeUndefined()
  const logged = documentOf(await readStored(at.store.db, at.planId))
  expect(logged.getMap('offer').get('priceMinor')).toBe(666)
  expect(priceOf(ada)).toBe(666)
  const rows = await updates.readAfter(at.store.db, at.planId, at.rowCount() - 1)
  expect(Y.decodeUpdate(rows.at(-1)!.bytes).structs).toEqual([])
})

test('[G6] ids whose first edit is still on its way to disk count as well', () => {
  const stored = { ownerOf: () => undefined, countBound: () => 0 }
  const writers = new Writers(
    'p',
    stored,
    () => 0,
    () => undefined,
  )
  const ids = Array.from({ length: limits.pagesPerPersonPlanAndDay }, (_, index) => index)
  writers.bind(ids, 'eve')
  expect(writers.judge([9_999], 'eve')).toEqual({ refused: 'tooManyPages' })
  expect(writers.judge([9_999], 'ada')).toEqual({ binds: [9_999] })
  writers.bound(ids.slice(1), 'eve')
  expect(writers.judge([9_999], 'eve')).toEqual({ binds: [9_999] })
})

test('[G6] somebody writes a plan from so many pages a day, and from more the next', async () => {
  const { at, ada, eveId } = await open()
  const eve = await at.join({ personId: eveId })
  const most = limits.pagesPerPersonPlanAndDay
  for (let id = 1_000; id < 1_000 + most; id++) {
    eve.send(messages.update(forged(ada, id)))
  }
  at.pass(eve)
  expect(eve.closed).toBeUndefined()
  const rows = at.rowCount()
  eve.send(messages.update(forged(ada, 1_000)))
  eve.send(messages.update(forged(ada, 9_999)))
  at.pass(eve)
  expect([eve.closed, at.rowCount()]).toEqual(['tooManyPages', rows])
  price(ada, 7)
  at.pass(ada)
  expect(at.rowCount()).toBe(rows + 1)
  at.clock.advance(86_400_001)
  const back = await at.join({ personId: eveId })
  back.send(messages.update(forged(ada, 9_999)))
  at.pass(back)
  expect(back.closed).toBeUndefined()
})
