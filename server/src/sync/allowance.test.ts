import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { rawStep2 } from '../../../tests/support/room-client.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import { Allowances, Bucket } from './allowance.ts'
import { limits } from './limits.ts'
import * as messages from './messages.ts'

const EVE = { personId: 'eve', name: 'Eve' }
const QUERY = Uint8Array.of(3)
const messagesIn = (effort: number) => Math.ceil(effort / (QUERY.length + limits.messageEffort))

describe('a bucket', () => {
  test('lets the last one owe, and fills by time up to its size', () => {
    const clock = new ManualClock()
    const bucket = new Bucket({ size: 10, perSecond: 5 }, clock.now)
    expect([bucket.take(9), bucket.take(9), bucket.take(1)]).toEqual([true, true, false])
    clock.advance(1_600)
    expect(bucket.take(1)).toBe(false)
    clock.advance(1)
    expect(bucket.take(1)).toBe(true)
    clock.advance(60_000)
    expect([bucket.isFull, bucket.take(10), bucket.take(1)]).toEqual([true, true, false])
  })

  test('is forgotten with its person only when it is full', () => {
    const clock = new ManualClock()
    const all = new Allowances(clock.now)
    all.of('eve').effort.take(limits.effortOfPerson.size)
    for (let i = 0; i < 5_000; i++) all.of(`person ${i}`)
    expect(all.of('eve').effort.take(1)).toBe(false)
  })
})

describe('[U1] who sends more than the server takes', () => {
  test('is closed, and comes back by themselves when there is room again', async () => {
    const at = await TestRooms.open()
    const eve = await at.join(EVE)
    for (let left = messagesIn(limits.effortOfSocket.size); left > 0; left--) eve.send(QUERY)
    eve.flush()
    expect(eve.closed).toBe('tooFast')
    const again = await at.join(EVE)
    for (let left = messagesIn(limits.effortOfSocket.size); left > 0; left--) again.send(QUERY)
    again.flush()
    expect(again.closed).toBe('tooFast')
    expect((await at.join(EVE)).closed).toBe('tooFast')
    const ada = await at.join()
    expect(ada.closed).toBeUndefined()
    at.clock.advance(1_000)
    expect((await at.join(EVE)).closed).toBeUndefined()
  })

  test('with what is refused, sooner', async () => {
    const at = await TestRooms.open()
    let refused = 0
    for (let closed: string | undefined; closed !== 'tooFast'; refused++) {
      const eve = await at.join(EVE)
      eve.send(rawStep2(Uint8Array.of(255)))
      eve.flush()
      closed = eve.closed
    }
    expect(refused).toBeLessThan(70)
  })

  test('asks ten thousand times for the difference, is answered once a turn, and cut off', async () => {
    const at = await TestRooms.open()
    const eve = await at.join(EVE)
    eve.heardTypes.length = 0
    for (let i = 0; i < 10_000; i++) eve.send(messages.step1(Uint8Array.of(0)))
    eve.flush()
    at.clock.tick()
    eve.flush()
    expect(eve.heardTypes).toHaveLength(1)
    expect(eve.closed).toBeUndefined()
  })
})

test('[U1] who asks what they lack pays for the plan that is gone through, each time', async () => {
  const at = await TestRooms.open()
  const ada = await at.join()
  const letters = 100_000
  ada.doc.getMap('offer').set('story', new Y.Text('a'.repeat(letters)))
  at.pass(ada)
  const eve = await at.join({ ...EVE, role: 'viewer' })
  let asked = 0
  // As one who lacks the last letters, some others each time: nothing is sent to speak of.
  for (; eve.closed === undefined && asked < 1_000; asked++) {
    eve.send(messages.step1(Y.encodeStateVector(new Map([[ada.doc.clientID, letters - asked]]))))
    eve.flush()
    at.clock.tick()
  }
  expect(eve.closed).toBe('tooFast')
  expect(asked).toBeLessThan(limits.effortOfSocket.size / letters)
})

test('[U1] what goes to many costs more: a crowd that hears is no lever', async () => {
  const shownBy = async (others: number) => {
    const at = await TestRooms.open()
    for (let each = 0; each < others; each++) await at.join({ name: `Other ${each}` })
    const eve = await at.join({ ...EVE, role: 'viewer' })
    const field = 'x'.repeat(3_900)
    let shown = 0
    for (; eve.closed === undefined && shown < 20_000; shown++) {
      eve.setPresence(66, shown + 1, { field })
      eve.flush()
      eve.inbox = []
    }
    expect(eve.closed).toBe('tooFast')
    return shown
  }
  expect(await shownBy(63)).toBeLessThan((await shownBy(0)) / 6)
})

test('[U2] who has had too much kept is closed, also at a pace that costs no effort to speak of', async () => {
  const at = await TestRooms.open()
  const eve = await at.join({ personId: await at.addPerson('Eve') })
  const megabyte = 'x'.repeat(1_000_000)
  const most = Math.ceil(limits.keptBytes.size / megabyte.length)
  let kept = 0
  // A second for a megabyte: 6 MiB of effort come in that time, and 16 KiB of what is kept.
  for (; eve.closed === undefined && kept < 2 * most; kept++) {
    eve.doc.getMap('offer').set('story', megabyte)
    at.pass(eve)
    at.clock.advance(1_000)
    await at.compaction.settled()
  }
  expect(eve.closed).toBe('tooFast')
  expect(kept).toBeGreaterThanOrEqual(most)
  expect(kept).toBeLessThan(1.1 * most)
})

test('[U1] nobody who works gets near: a thousand edits of two pages in no time', async () => {
  const at = await TestRooms.open()
  const [ada, ben] = [await at.join(), await at.join()]
  for (let i = 0; i < 1_000; i++) {
    ada.doc.getMap('offer').set('priceMinor', i)
    ben.doc.getMap('offer').set('hardCap', i)
    ada.setPresence(11, i + 1, { field: `offer/${i}` })
    ada.askSaved(i)
    if (i % 50 === 0) at.pass(ada, ben)
  }
  at.pass(ada, ben)
  expect([ada.closed, ben.closed]).toEqual([undefined, undefined])
})
