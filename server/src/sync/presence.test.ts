import { messageType } from '@flashboard/shared/wire/messages'
import { describe, expect, test } from 'vitest'
import { TestRooms } from '../../../tests/support/test-rooms.ts'

describe('presence', () => {
  test('[P1] reaches everybody, who set it included: a silent socket would be dropped', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    ada.setPresence(11, 1, { name: 'Ada' })
    at.pass(ada, ben)
    expect(ada.presence).toEqual(new Map([[11, { name: 'Ada' }]]))
    expect(ben.presence).toEqual(new Map([[11, { name: 'Ada' }]]))
  })

  test('is told to one who joins later, and to one who asks', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.setPresence(11, 1, { name: 'Ada' })
    ada.flush()
    const ben = await at.join()
    expect(ben.presence).toEqual(new Map([[11, { name: 'Ada' }]]))
    ben.presence.clear()
    ben.send(Uint8Array.of(3))
    ben.flush()
    expect(ben.presence).toEqual(new Map([[11, { name: 'Ada' }]]))
  })

  test('[P2] of one who leaves is taken back', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    ada.setPresence(11, 1, { name: 'Ada' })
    ada.flush()
    ada.leave()
    at.pass(ben)
    expect(ben.presence).toEqual(new Map([[11, null]]))
    expect((await at.join()).presence).toEqual(new Map())
  })

  test('[P2] of somebody else can be neither set nor silenced, however late the clock', async () => {
    const at = await TestRooms.open()
    const [ada, eve] = [await at.join(), await at.join()]
    ada.setPresence(11, 1, { name: 'Ada' })
    ada.flush()
    eve.setPresence(11, 9_007_199_254_740_991, { name: 'Not Ada' })
    eve.setPresence(11, 9_007_199_254_740_991, null)
    eve.flush()
    ada.setPresence(11, 2, { name: 'Ada', field: 'offer/story' })
    at.pass(ada, eve)
    expect(eve.presence.get(11)).toEqual({ name: 'Ada', field: 'offer/story' })
    expect(eve.closed).toBeUndefined()
  })

  test('[P2] belongs to the connection that first used its id until that one leaves', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.setPresence(11, 5, { name: 'Ada' })
    ada.flush()
    ada.leave()
    const back = await at.join()
    back.setPresence(11, 5, { name: 'Ada again' })
    at.pass(back)
    expect(back.presence.get(11)).toEqual({ name: 'Ada again' })
  })

  test('[P2] has one id a connection: what a client repeats of one who has left makes no ghost', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    ada.setPresence(11, 1, { name: 'Ada' })
    ben.setPresence(12, 1, { name: 'Ben' })
    ada.flush()
    ben.flush()
    ada.leave()
    ben.setPresence(11, 1, { name: 'Ada' })
    ben.flush()
    expect((await at.join()).presence).toEqual(new Map([[12, { name: 'Ben' }]]))
  })

  test('[P3] of one moment goes out as one frame, of each only the last', async () => {
    const at = await TestRooms.open()
    const [ada, ben] = [await at.join(), await at.join()]
    at.pass(ada, ben)
    ben.heardTypes.length = 0
    for (let move = 1; move <= 20; move++) {
      ada.setPresence(11, move, { name: 'Ada', field: `offer/${move}` })
      ben.setPresence(12, move, { name: 'Ben', field: `gear/${move}` })
    }
    at.pass(ada, ben)
    expect(ben.heardTypes).toEqual([messageType.awareness])
    expect(ben.presence.get(11)).toEqual({ name: 'Ada', field: 'offer/20' })
    expect(ben.presence.get(12)).toEqual({ name: 'Ben', field: 'gear/20' })
  })

  test('counts only when it is newer', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.setPresence(11, 2, { name: 'new' })
    ada.setPresence(11, 1, { name: 'old' })
    ada.setPresence(11, 2, { name: 'same' })
    ada.flush()
    expect((await at.join()).presence.get(11)).toEqual({ name: 'new' })
  })

  test('at the same clock may still be taken back by its own', async () => {
    const at = await TestRooms.open()
    const ada = await at.join()
    ada.setPresence(11, 2, { name: 'Ada' })
    ada.setPresence(11, 2, null)
    at.pass(ada)
    expect(ada.presence.get(11)).toBeNull()
    expect((await at.join()).presence).toEqual(new Map())
  })

  test.each([
    ['no JSON', '{'],
    ['a bare word', '7'],
    ['five thousand characters', JSON.stringify({ name: 'x'.repeat(5_000) })],
    ['a tower of brackets', '['.repeat(100_000)],
  ])('that is %s closes its socket and reaches nobody', async (_what, state) => {
    const at = await TestRooms.open()
    const [eve, ben] = [await at.join(), await at.join()]
    eve.setPresence(13, 1, state)
    at.pass(eve, ben)
    expect(eve.closed).toBe('badMessage')
    expect(ben.presence).toEqual(new Map())
  })
})
