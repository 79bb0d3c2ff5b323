import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { Heartbeat, PING_INTERVAL_MS } from './heartbeat.ts'

const socket = () => {
  const told: string[] = []
  return { told, ping: () => void told.push('ping'), terminate: () => void told.push('terminate') }
}

test('[R5] a socket that answers is pinged on and on', () => {
  const clock = new ManualClock()
  const heartbeat = new Heartbeat(clock)
  const one = socket()
  heartbeat.watch(one)
  for (let i = 0; i < 3; i++) {
    clock.advance(PING_INTERVAL_MS)
    heartbeat.answered(one)
  }
  expect(one.told).toEqual(['ping', 'ping', 'ping'])
})

test('[R5] a socket that has gone silent is ended within two intervals', () => {
  const clock = new ManualClock()
  const heartbeat = new Heartbeat(clock)
  const one = socket()
  heartbeat.watch(one)
  clock.advance(2 * PING_INTERVAL_MS)
  expect(one.told).toEqual(['ping', 'terminate'])
  clock.advance(PING_INTERVAL_MS)
  expect(one.told).toEqual(['ping', 'terminate'])
})

test('a socket that is forgotten, and one after the end, is left alone', () => {
  const clock = new ManualClock()
  const heartbeat = new Heartbeat(clock)
  const [one, two] = [socket(), socket()]
  heartbeat.watch(one)
  heartbeat.forget(one)
  heartbeat.answered(one)
  heartbeat.watch(two)
  heartbeat.stop()
  clock.advance(3 * PING_INTERVAL_MS)
  expect([one.told, two.told]).toEqual([[], []])
})
