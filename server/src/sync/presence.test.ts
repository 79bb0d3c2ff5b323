import { messageType } from '@flashboard/shared/wire/messages'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import * as messages from './messages.ts'

const BEN = { personId: 'ben', name: 'Ben' }
const EVE = { personId: 'eve', name: 'Eve' }
const LAST_CLOCK = Number.MAX_SAFE_INTEGER

async function open() {
  const at = await TestRooms.open()
  const ada = { id: at.personId, name: 'Ada' }
  return { at, ada, ben: { id: 'ben', name: 'Ben' }, eve: { id: 'eve', name: 'Eve' } }
}

/** An awareness message with many states. */
function states(all: readonly (readonly [id: number, clock: number, json: string])[]): Uint8Array {
  return messages.awareness(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, all.length)
      for (const [id, clock, json] of all) {
        encoding.writeVarUint(encoder, id)
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarString(encoder, json)
      }
    }),
  )
}

describe('presence', () => {
  test('[P1] reaches everybody, who set it included: a silent socket would be dropped', async () => {
    const { at, ada: user } = await open()
    const [ada, ben] = [await at.join(), await at.join(BEN)]
    ada.setPresence(11, 1, { field: 'offer/story' })
    at.pass(ada, ben)
    expect(ada.presence).toEqual(new Map([[11, { user, field: 'offer/story' }]]))
    expect(ben.presence).toEqual(ada.presence)
  })

  test('is told to one who joins later, and to one who asks', async () => {
    const { at, ada: user } = await open()
    const ada = await at.join()
    ada.setPresence(11, 1, {})
    ada.flush()
    const ben = await at.join(BEN)
    expect(ben.presence).toEqual(new Map([[11, { user }]]))
    ben.presence.clear()
    ben.send(Uint8Array.of(3))
    ben.flush()
    expect(ben.presence).toEqual(new Map([[11, { user }]]))
  })

  test('[P2] of one who leaves is taken back', async () => {
    const { at } = await open()
    const [ada, ben] = [await at.join(), await at.join(BEN)]
    ada.setPresence(11, 1, {})
    ada.flush()
    ada.leave()
    at.pass(ben)
    expect(ben.presence).toEqual(new Map([[11, null]]))
    expect((await at.join()).presence).toEqual(new Map())
  })

  test('[P2] of somebody else can be neither set nor silenced, however late the clock', async () => {
    const { at, ada: user } = await open()
    const [ada, eve] = [await at.join(), await at.join(EVE)]
    ada.setPresence(11, 1, {})
    ada.flush()
    eve.setPresence(11, LAST_CLOCK, { field: 'gear/x' })
    eve.setPresence(11, LAST_CLOCK, null)
    eve.flush()
    ada.setPresence(11, 2, { field: 'offer/story' })
    at.pass(ada, eve)
    expect(eve.presence.get(11)).toEqual({ user, field: 'offer/story' })
    expect(eve.closed).toBeUndefined()
  })

  test('[P2] belongs to the connection that first used its id until that one leaves', async () => {
    const { at, ben: user } = await open()
    const ada = await at.join()
    ada.setPresence(11, 5, {})
    ada.flush()
    ada.leave()
    const ben = await at.join(BEN)
    ben.setPresence(11, 5, {})
    at.pass(ben)
    expect(ben.presence.get(11)).toEqual({ user })
  })

  test('[P2] goes over to a page that comes back before its old socket is gone', async () => {
    const { at, ada: user } = await open()
    const [old, ben] = [await at.join(), await at.join(BEN)]
    old.setPresence(11, 5, { field: 'offer/story' })
    old.flush()
    const back = await at.join()
    back.setPresence(11, 5, { field: 'offer/story' })
    back.setPresence(11, 6, { field: 'offer/priceMinor' })
    back.flush()
    old.leave()
    at.pass(back, ben)
    expect(ben.presence.get(11)).toEqual({ user, field: 'offer/priceMinor' })
  })

  test('[P2] has one id a connection: what a client repeats of one who has left makes no ghost', async () => {
    const { at, ben: user } = await open()
    const [ada, ben] = [await at.join(), await at.join(BEN)]
    ada.setPresence(11, 1, {})
    ben.setPresence(12, 1, {})
    ada.flush()
    ben.flush()
    ada.leave()
    ben.setPresence(11, 1, {})
    ben.flush()
    expect((await at.join()).presence).toEqual(new Map([[12, { user }]]))
  })

  test('[P2] is never shown by an id that somebody else writes under, who is away', async () => {
    const { at } = await open()
    const ada = await at.join()
    ada.doc.getMap('offer').set('priceMinor', 1)
    at.pass(ada)
    ada.leave()
    const eve = await at.join(EVE)
    eve.setPresence(ada.doc.clientID, LAST_CLOCK, {})
    eve.flush()
    expect((await at.join()).presence).toEqual(new Map())
  })

  test('[P3] of one moment goes out as one frame, of each only the last', async () => {
    const { at } = await open()
    const [ada, ben] = [await at.join(), await at.join(BEN)]
    at.pass(ada, ben)
    ben.heardTypes.length = 0
    for (let move = 1; move <= 20; move++) {
      ada.setPresence(11, move, { field: `offer/${move}` })
      ben.setPresence(12, move, { field: `gear/${move}` })
    }
    at.pass(ada, ben)
    expect(ben.heardTypes).toEqual([messageType.awareness])
    expect(ben.presence.get(11)).toMatchObject({ field: 'offer/20' })
    expect(ben.presence.get(12)).toMatchObject({ field: 'gear/20' })
  })

  test('counts only when it is newer', async () => {
    const { at } = await open()
    const ada = await at.join()
    for (const [clock, field] of [
      [2, 'new'],
      [1, 'old'],
      [2, 'same'],
    ] as const) {
      ada.setPresence(11, clock, { field })
    }
    ada.flush()
    expect((await at.join()).presence.get(11)).toMatchObject({ field: 'new' })
  })

  test('at the same clock may still be taken back by its own', async () => {
    const { at } = await open()
    const ada = await at.join()
    ada.setPresence(11, 2, {})
    ada.setPresence(11, 2, null)
    at.pass(ada)
    expect(ada.presence.get(11)).toBeNull()
    expect((await at.join()).presence).toEqual(new Map())
  })
})

describe('[P4] who somebody is', () => {
  test('is the server’s word, whatever the client says of itself', async () => {
    const { at, ada, eve } = await open()
    const page = await at.join(EVE)
    const claims = [ada, { ...ada, color: '#fff' }, 'Ada', null, [ada], { __proto__: ada }]
    for (const [index, user] of claims.entries()) {
      page.setPresence(13, index + 1, { user, cursor: { anchor: 1 } })
      at.pass(page)
      expect(page.presence.get(13)).toMatchObject({ user: eve, cursor: { anchor: 1 } })
    }
    page.setPresence(13, 9, '{"user": {"__proto__": {"name": "Ada"}, "color": "#fff"}, "__proto__": 1}')
    at.pass(page)
    expect(page.closed).toBeUndefined()
    expect(page.presence.get(13)).toMatchObject({ user: { ...eve, color: '#fff' } })
  })

  test('is told of a viewer too, who may show where they look', async () => {
    const { at, eve: user } = await open()
    const page = await at.join({ ...EVE, role: 'viewer' })
    page.setPresence(13, 1, { field: 'offer/story' })
    at.pass(page)
    expect(page.presence.get(13)).toEqual({ user, field: 'offer/story' })
  })
})

describe('a state', () => {
  test.each([
    ['no JSON', '{'],
    ['a bare word', '7'],
    ['a list', '[]'],
    ['five thousand characters', JSON.stringify({ name: 'x'.repeat(5_000) })],
    ['nested more than eight levels deep', `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`],
    ['a tower of brackets', '['.repeat(100_000)],
    ['40 KB of objects in objects', `${'{"a":'.repeat(6_000)}1${'}'.repeat(6_000)}`],
  ])('that is %s closes its socket and reaches nobody', async (_what, state) => {
    const { at } = await open()
    const [eve, ben] = [await at.join(EVE), await at.join(BEN)]
    eve.setPresence(13, 1, state)
    at.pass(eve, ben)
    expect(eve.closed).toBe('badMessage')
    expect(ben.presence).toEqual(new Map())
  })

  test('of somebody else is not so much as read, of a message with thousands too', async () => {
    const { at, eve: user } = await open()
    const [ada, eve] = [await at.join(), await at.join(EVE)]
    ada.setPresence(11, 1, {})
    eve.setPresence(13, 1, {})
    at.pass(ada, eve)
    eve.send(states([[11, 9, '{'], ...Array.from({ length: 50_000 }, (_, i) => [100 + i, 1, '{}'] as const)]))
    eve.send(states([[13, 2, '{"field":"x"}']]))
    at.pass(ada, eve)
    expect(eve.closed).toBeUndefined()
    expect([...ada.presence.keys()]).toEqual([11, 13])
    expect(ada.presence.get(13)).toEqual({ user, field: 'x' })
  })

  test('of a client that has none yet is looked for among the first of a message', async () => {
    const { at } = await open()
    const [ada, eve] = [await at.join(), await at.join(EVE)]
    ada.setPresence(11, 1, {})
    at.pass(ada)
    eve.send(states([...Array.from({ length: 1_000 }, () => [11, 9, '{}'] as const), [13, 1, '{}']]))
    at.pass(eve)
    expect([...eve.presence.keys()]).toEqual([11])
  })
})
