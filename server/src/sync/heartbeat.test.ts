import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { Heartbeat, PING_INTERVAL_MS } from './heartbeat.ts'

const socket = () => {
  const told: string[] = []
  const wire = { bytesRead: 200 }
  return { told, wire, ping: () => void told.push('ping'), terminate: () => void told.push('terminate') }
}

test('[R5] a socket of which something comes is pinged on and on, an answer or not', () => {
  const clock = new ManualClock()
  const heartbeat = new Heartbeat(clock)
  const one = socket()
  heartbeat.watch(one, one.wire)
  for (let i = 0; i < 5; i++) {
    clock.advance(PING_INTERVAL_MS)
    one.wire.bytesRead++
  }
  expect(one.told).toEqual(['ping', 'ping', 'ping', 'ping', 'ping'])
})

test('[R5] a socket that has gone silent is ended within 15 s, whenever that was between two pings', () => {
  for (const lastHeardMs of [0, 1, PING_INTERVAL_MS - 1]) {
    const clock = new ManualClock()
    const heartbeat = new Heartbeat(clock)
    const one = socket()
    heartbeat.watch(one, one.wire)
    clock.advance(PING_INTERVAL_MS + lastHeardMs)
    one.wire.bytesRead++
    clock.advance(15_000)
    expect(one.told.slice(-2), `${lastHeardMs} ms`).toEqual(['ping', 'terminate'])
    const { length } = one.told
    clock.advance(3 * PING_INTERVAL_MS)
    expect(one.told).toHaveLength(length)
  }
})

test('[R5] a socket that misses one beat is left', () => {
  const clock = new ManualClock()
  const heartbeat = new Heartbeat(clock)
  const one = socket()
  heartbeat.watch(one, one.wire)
  for (let i = 0; i < 5; i++) {
    clock.advance(2 * PING_INTERVAL_MS - 1)
    one.wire.bytesRead++
    clock.advance(1)
  }
  expect(one.told).not.toContain('terminate')
})

test('a socket that is forgotten, and one after the end, is left alone', () => {
  const clock = new ManualClock()
  const heartbeat = new Heartbeat(clock)
  const [one, two] = [socket(), socket()]
  heartbeat.watch(one, one.wire)
  heartbeat.forget(one)
  heartbeat.watch(two, two.wire)
  heartbeat.stop()
  clock.advance(4 * PING_INTERVAL_MS)
  expect([one.told, two.told]).toEqual([[], []])
})
