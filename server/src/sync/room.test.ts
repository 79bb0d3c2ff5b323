import { openTemporaryStore } from '../../../tests/support/temporary-store.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { RoomClient } from '../../../tests/support/room-client.ts'
import { messageType } from '@flashboard/shared/wire/messages'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BACKLOG_MAX_BYTES, BEHIND_BYTES } from './connection.ts'
import { CATCH_UP_MS } from './answers.ts'
import { limits } from './limits.ts'
import { documentOf, readStored } from './stored-plan.ts'
import * as messages from './messages.ts'

const rename = ({ doc }: RoomClient, name: string) => doc.getMap('offer').set('priceMinor', name.length)
const priceOf = ({ doc }: RoomClient) => doc.getMap('offer').get('priceMinor')

/** What is under `id` anew, said to stand behind `origin`; and the deletion of that. */
function forgedCopy(id: Y.ID, origin: Y.ID): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  for (const number of [1, 1]) encoding.writeVarUint(encoder.restEncoder, number)
  encoder.writeClient(id.client)
  encoding.writeVarUint(encoder.restEncoder, id.clock)
  new Y.Item(id, null, origin, null, null, null, null, new Y.ContentAny([1])).write(encoder, 0)
  for (const number of [1, origin.client, 1, origin.clock, 1]) {
    encoding.writeVarUint(encoder.restEncoder, number)
  }
  return encoder.toUint8Array()
}

describe('[R6] a socket that reads too slowly', () => {
  const open = async () => {
    const at = await TestRooms.open()
    const [ada, slow] = [await at.join(), await at.join()]
    slow.bufferedAmount = BEHIND_BYTES + 1
    rename(ada, 'a')
    at.pass(ada, slow)
    return { at, ada, slow }
  }

  test('is told nothing more, deletions included, and then all of it in one message', async () => {
    const { at, ada, slow } = await open()
    expect(priceOf(slow)).toBe(1)
    slow.heardTypes.length = 0
    for (const price of [2, 3, 4]) {
      ada.doc.getMap('offer').set('priceMinor', price)
      ada.setPresence(11, price, { name: 'Ada', field: `${price}` })
      at.pass(ada, slow)
    }
    ada.doc.getMap('event').delete('hardCap')
    at.pass(ada, slow)
    expect(slow.heardTypes).toEqual([])
    slow.bufferedAmount = 0
    at.clock.advance(CATCH_UP_MS)
    slow.flush()
    expect(slow.heardTypes).toEqual([messageType.sync, messageType.awareness])
    expect(Y.encodeStateAsUpdate(slow.doc)).toEqual(Y.encodeStateAsUpdate(ada.doc))
    expect(slow.presence.get(11)).toMatchObject({ field: '4' })
    rename(ada, 'abcdefg')
    at.pass(ada, slow)
    expect(priceOf(slow)).toBe(7)
  })

  test('is looked at again until it has read what it had', async () => {
    const { at, ada, slow } = await open()
    rename(ada, 'ab')
    at.pass(ada)
    at.clock.advance(10 * CATCH_UP_MS)
    slow.flush()
    expect(priceOf(slow)).toBe(1)
    expect(slow.closed).toBeUndefined()
    slow.bufferedAmount = 0
    at.clock.advance(CATCH_UP_MS)
    slow.flush()
    expect(priceOf(slow)).toBe(2)
  })

  test('is answered its step 1 when it has, from the state that it asked from', async () => {
    const { at, ada, slow } = await open()
    slow.heardTypes.length = 0
    slow.send(messages.step1(Y.encodeStateVector(new Y.Doc())))
    slow.flush()
    expect(slow.heardTypes).toEqual([])
    slow.bufferedAmount = 0
    at.clock.advance(CATCH_UP_MS)
    expect(slow.inbox.map((bytes) => messages.readMessage(bytes).kind)).toEqual(['step2'])
    slow.flush()
    expect(Y.encodeStateAsUpdate(slow.doc)).toEqual(Y.encodeStateAsUpdate(ada.doc))
  })
})

describe('an edit', () => {
  test('[W1] reaches the others only when it is committed', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    rename(ada, 'abc')
    ada.flush()
    ben.flush()
    expect(at.rowCount()).toBe(1)
    expect(priceOf(ben)).toBeUndefined()

    at.clock.tick()
    ben.flush()
    expect(at.rowCount()).toBe(2)
    expect(priceOf(ben)).toBe(3)
  })

  test('[W1] is on disk, readable through another connection, at the moment it is sent on', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    const elsewhere = await openTemporaryStore(at.store.sqlite.name)
    const rows = () =>
      elsewhere.sqlite.prepare<[], { count: number }>('select count(*) as count from updates').get()!.count
    const seen: number[] = []
    ben.onSend = () => seen.push(rows())
    ada.onSend = () => seen.push(rows())
    rename(ada, 'abc')
    ada.askSaved(1)
    ada.flush()
    at.clock.tick()
    expect(seen).toEqual([2, 2])
  })

  test('is not sent back to who made it', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    rename(ada, 'abc')
    ada.flush()
    at.clock.tick()
    expect(ada.inbox).toEqual([])
  })

  test('[W6] goes out with all that was committed with it as one frame, the same bytes for everybody', async () => {
    const at = await TestRooms.open()
    const pages = [await at.join(), await at.join(), await at.join(), await at.join()] as const
    const [ada, ben, cleo, dan] = pages
    ada.doc.getMap('offer').set('unitCostMinor', 1)
    ben.doc.getMap('offer').set('priceMinor', 2)
    ada.doc.getMap('offer').delete('unitCostMinor')
    for (const page of pages) page.flush()
    at.clock.tick()
    expect(cleo.inbox).toHaveLength(1)
    expect(dan.inbox[0]).toBe(cleo.inbox[0])
    for (const page of pages) page.flush()
    for (const { doc } of pages) expect(doc.getMap('offer').toJSON()).toMatchObject({ priceMinor: 2 })
    for (const { doc } of pages) expect(doc.getMap('offer').has('unitCostMinor')).toBe(false)
  })

  test('[G4] goes out without the forged copy of what is known that it came with', async () => {
    const at = await TestRooms.open()
    const [eve, ada] = [await at.join(), await at.join()]
    const { clientID } = eve.doc
    rename(eve, 'abc')
    at.pass(eve, ada)
    // Its copy of the first stands behind the second, which Yjs finds nowhere where the two come as one.
    rename(eve, 'ab')
    eve.send(messages.update(forgedCopy(Y.createID(clientID, 0), Y.createID(clientID, 1))))
    at.pass(eve, ada)
    expect(eve.closed).toBeUndefined()
    expect(at.rowCount()).toBe(4)
    const cleo = await at.join()
    for (const { doc } of [ada, cleo]) {
      expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(at.rooms.find(at.planId)!.doc))
      expect(doc.getMap('offer').has('priceMinor')).toBe(false)
    }
  })

  test('[W3] that the disk refuses is neither applied, nor sent on, nor acknowledged', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    at.breakDisk()
    rename(ada, 'abc')
    ada.askSaved(7)
    ada.flush()
    at.clock.tick()
    ada.flush()
    ben.flush()
    expect(ada.closed).toBe('notSaved')
    expect(ada.saved).toEqual([])
    expect(ben.closed).toBeUndefined()
    expect(priceOf(ben)).toBeUndefined()
    expect(at.rooms.find(at.planId)!.doc.getMap('offer').get('priceMinor')).toBeUndefined()
    expect(at.rowCount()).toBe(1)
  })

  test('[W3] that the disk refused arrives after all when its page comes back', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    at.breakDisk()
    rename(ada, 'abc')
    ada.flush()
    at.clock.tick()
    at.mendDisk()
    await ada.join(at.rooms, at.planId, { personId: at.personId })
    ada.flush()
    at.clock.advance(20)
    ben.flush()
    expect(priceOf(ben)).toBe(3)
  })

  test('made on top of another that is still on its way to disk is taken with it', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    for (const name of ['a', 'ab', 'abc']) rename(ada, name)
    ada.flush()
    at.clock.tick()
    ben.flush()
    expect(ada.closed).toBeUndefined()
    expect(priceOf(ben)).toBe(3)
    expect(at.rowCount()).toBe(4)
  })
})

describe('a mark', () => {
  test('[W4] is answered with the plan’s seq once everything before it is on disk', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    rename(ada, 'a')
    ada.askSaved(1)
    rename(ada, 'ab')
    ada.askSaved(2)
    ada.flush()
    expect(ada.saved).toEqual([])
    at.clock.tick()
    ada.flush()
    expect(ada.saved).toEqual([
      { mark: 1, seq: 3 },
      { mark: 2, seq: 3 },
    ])
  })

  test('[W4] [W5] is answered at once, without a row, where nothing is on its way', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.askSaved(5)
    ada.flush()
    expect(ada.saved).toEqual([{ mark: 5, seq: 1 }])
    at.clock.tick()
    expect(at.rowCount()).toBe(1)
  })

  test('[W4] waits for the step 2 where an edit came before it that builds on edits still missing', async () => {
    const at = await TestRooms.open()
    const ben = await at.join()
    const ada = await at.connect()
    // Offline work, which only the step 2 brings, and then an edit on top of it that is sent as it is made.
    ada.doc.getText('draft')
    rename(ada, 'a')
    ada.outbox.pop()
    rename(ada, 'ab')
    ada.askSaved(1)
    ada.deliver()
    at.clock.tick()
    expect(ada.closed).toBeUndefined()
    expect(at.rowCount()).toBe(1)
    ada.flush()
    expect(ada.saved).toEqual([])
    at.clock.advance(20)
    ada.flush()
    ben.flush()
    expect(ada.saved).toEqual([{ mark: 1, seq: 2 }])
    expect(priceOf(ben)).toBe(2)
  })

  test('[W4] waits for an edit that another socket of the same page has on its way', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    rename(ada, 'a')
    const edit = ada.outbox.at(-1)!
    ada.flush()
    const back = await at.connect()
    back.send(edit)
    back.askSaved(1)
    back.flush()
    expect(back.saved).toEqual([])
    at.breakDisk()
    at.clock.tick()
    back.flush()
    expect(back.saved).toEqual([])
    expect(back.closed).toBe('notSaved')
  })

  test('is a bad message from a socket that does not speak our types', async () => {
    const at = await TestRooms.open()
    const stock = await at.join({ speaksFlashboard: false })
    stock.askSaved(1)
    stock.flush()
    expect(stock.closed).toBe('badMessage')
  })
})

test('the server’s clock is told to who asks, with the page’s own time beside it', async () => {
  const at = await TestRooms.open()
  const ada = await at.join()
  ada.askClock(1234.5)
  ada.flush()
  expect(ada.clocks).toEqual([{ pageTime: 1234.5, serverTime: at.clock.now() }])
})

describe('a new socket', () => {
  test('is sent the server’s step 1 before anything else, and the plan when it asks', async () => {
    const at = await TestRooms.open()
    const ada = await at.connect({ speaksFlashboard: false })
    expect(messages.readMessage(ada.inbox[0]!).kind).toBe('step1')
    ada.deliver()
    at.clock.tick()
    expect(ada.inbox.map((bytes) => messages.readMessage(bytes).kind)).toEqual(['step1', 'step2'])
    ada.flush()
    expect(ada.doc.getMap('event').get('launchAt')).toBeGreaterThan(0)
  })

  test('[R7] is told of nothing before it has asked, and then sent all of it at once', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    const pages = [await at.connect(), await at.connect()] as const
    for (const page of pages) page.read()
    rename(ada, 'ab')
    ada.setPresence(11, 1, { name: 'Ada' })
    at.pass(ada)
    for (const page of pages) expect(page.inbox).toEqual([])
    for (const page of pages) page.deliver()
    at.clock.tick()
    expect(pages[0].inbox.map((bytes) => messages.readMessage(bytes).kind)).toEqual(['step2', 'awareness'])
    expect(pages[1].inbox[0]).toBe(pages[0].inbox[0])
    at.pass(ada, ...pages)
    for (const { doc } of pages) expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(ada.doc))
  })

  test('[W5] leaves no row behind when it has nothing new, deletions that are known included', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    rename(ada, 'a')
    rename(ada, 'ab')
    ada.flush()
    at.clock.tick()
    expect(at.rowCount()).toBe(3)
    const ben = await at.join()
    await ada.join(at.rooms, at.planId, { personId: at.personId })
    ada.flush()
    ben.askSaved(1)
    ben.flush()
    at.clock.advance(20)
    expect(at.rowCount()).toBe(3)
    expect(ben.saved).toEqual([{ mark: 1, seq: 3 }])
  })

  test('hears of nothing but y-websocket’s own types unless it asked for ours', async () => {
    const at = await TestRooms.open()
    const stock = await at.join({ speaksFlashboard: false })
    const ada = await at.join()
    rename(ada, 'a')
    ada.setPresence(1, 1, { name: 'Ada' })
    ada.flush()
    at.clock.tick()
    stock.flush()
    expect(new Set(stock.heardTypes)).toEqual(new Set([messageType.sync, messageType.awareness]))
  })
})

describe('a viewer', () => {
  test('[G3] changes nothing: the log, the document and the others stay as they were', async () => {
    const at = await TestRooms.open()
    const [viewer, ben] = [await at.join({ role: 'viewer' }), await at.join()]
    rename(viewer, 'abc')
    viewer.askSaved(1)
    viewer.flush()
    at.clock.tick()
    viewer.flush()
    ben.flush()
    expect(at.rowCount()).toBe(1)
    expect(priceOf(ben)).toBeUndefined()
    expect(at.rooms.find(at.planId)!.doc.getMap('offer').get('priceMinor')).toBeUndefined()
    expect(viewer.saved).toEqual([])
  })

  test('sees what the others write', async () => {
    const at = await TestRooms.open()
    const [viewer, ben] = [await at.join({ role: 'viewer' }), await at.join()]
    rename(ben, 'abc')
    ben.flush()
    at.clock.tick()
    viewer.flush()
    expect(priceOf(viewer)).toBe(3)
  })
})

describe('a socket is closed', () => {
  test('[G1] on bytes that are no message', async () => {
    const at = await TestRooms.open()
    for (const bytes of [[], [9], [0, 7, 0], [0, 2, 5, 1], [1, 3, 1, 1, 1], [0, 0, 2, 9, 9]]) {
      const client = await at.join()
      client.send(Uint8Array.from(bytes))
      client.flush()
      expect.soft(client.closed, String(bytes)).toBe('badMessage')
    }
  })

  test('[R5] when it goes on asking without reading the answers, and comes back into step', async () => {
    const at = await TestRooms.open()
    const [ada, slow] = [await at.join(), await at.join()]
    slow.bufferedAmount = BACKLOG_MAX_BYTES + at.rooms.find(at.planId)!.weight + 1
    slow.askClock(1)
    slow.deliver()
    expect(slow.closed).toBe('resync')
    slow.bufferedAmount = 0
    rename(ada, 'abc')
    at.pass(ada)
    await slow.join(at.rooms, at.planId, { personId: at.personId })
    slow.deliver()
    at.clock.tick()
    slow.flush()
    expect(priceOf(slow)).toBe(3)
  })

  test('[R5] not while it still reads the largest plan that there is, and asks for the time', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    for (let part = 0; part < 2; part++) {
      ada.doc.getMap('segments').set(`k${part}`, 'x'.repeat(1_000_000))
      at.pass(ada)
      await at.compaction.settled()
    }
    ada.doc.getMap('segments').set('k2', 'x'.repeat(1_000_000))
    at.pass(ada)
    const slow = new RoomClient(7_000)
    slow.onSend = ({ length }) => (slow.bufferedAmount += length)
    await slow.join(at.rooms, at.planId, { personId: at.personId })
    slow.deliver()
    at.clock.tick()
    expect(slow.bufferedAmount).toBeGreaterThan(3_000_000)
    slow.askClock(1)
    slow.deliver()
    expect(slow.closed).toBeUndefined()
  })

  test('[G2] for an edit that leaves a gap, and nothing of it is kept', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    rename(ada, 'a')
    ada.outbox = []
    rename(ada, 'ab')
    ada.flush()
    at.clock.tick()
    expect(ada.closed).toBe('resync')
    const doc = documentOf(await readStored(at.store.db, at.planId))
    expect(doc.getMap('offer').has('priceMinor')).toBe(false)
  })
})

test('[G9] no more is deleted than a page can say when it connects, and all goes on', async () => {
  const at = await TestRooms.open()
  const eve = await at.join()
  const author = eve.doc.clientID
  // The text is the author's first clock, its letters are the next.
  eve.doc.getMap('offer').set('story', new Y.Text('a'.repeat(140_000)))
  at.pass(eve)
  let deleted = 0
  for (; eve.closed === undefined && deleted < 70_000; deleted += 10_000) {
    eve.send(messages.update(deletionsOf(author, 1 + 2 * deleted, 10_000)))
    at.pass(eve)
    at.clock.advance(10_000)
  }
  expect(eve.closed).toBe('tooLarge')
  // Something is deleted in every plan, so the last of these was too much.
  expect(deleted).toBe(limits.deletionsOfPlan)
  // Others come in, say all that was deleted, and go on.
  const ben = await at.join({ personId: await at.addPerson('Ben'), name: 'Ben' })
  ben.send(messages.step2(Y.encodeStateAsUpdate(ben.doc)))
  at.pass(ben)
  expect(ben.closed).toBeUndefined()
  // The letters between those that are deleted: of many ranges it becomes one, and there is room again.
  for (const update of [encodeDeletions(author, [[1, 40_000]]), deletionsOf(author, 110_001, 10_000)]) {
    ben.send(messages.update(update))
    at.pass(ben)
  }
  expect(ben.closed).toBeUndefined()
  const stored = documentOf(await readStored(at.store.db, at.planId))
  expect((stored.getMap('offer').get('story') as Y.Text).length).toBe(140_000 - 40_000 - 20_000 - 10_000)
})

/** Every second letter of an author's from a clock on. */
const deletionsOf = (client: number, from: number, count: number) =>
  encodeDeletions(
    client,
    Array.from({ length: count }, (_, index) => [from + 2 * index, 1]),
  )

const encodeDeletions = (client: number, ranges: readonly (readonly [clock: number, length: number])[]) =>
  encoding.encode((encoder) => {
    for (const each of [0, 1, client, ranges.length, ...ranges.flat()]) encoding.writeVarUint(encoder, each)
  })
