import { Worker } from 'node:worker_threads'
import { emptyPlan, LAUNCH_AT } from '@flashboard/shared/plan/test-plan'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { Press, STUCK_MS } from './press.ts'

const order = {
  plan: emptyPlan(),
  log: [],
  sheet: 'gear',
  paper: 'a4',
  revision: 1,
  printedAt: LAUNCH_AT,
} as const
const echo = `require('node:worker_threads').parentPort.on('message', function ({ id, order: { address } }) {
  if (address === 'stuck') for (;;);
  if (address === 'dies') process.exit(1)
  if (address === 'too large') return this.postMessage({ id, refused: { code: 'too_large', message: 'Much' } })
  this.postMessage(address === 'refused' ? { id, error: new Error('No') } : { id, printed: new TextEncoder().encode(address) })
})`

/** A press whose thread prints an order's own address, hangs, or dies, as that says. */
function openPress() {
  const clock = new ManualClock()
  let started = 0
  const press = new Press(clock, () => {
    started++
    return new Worker(echo, { eval: true })
  })
  onTestFinished(() => press.stop())
  const print = async (address: string, person = 'ada') =>
    new TextDecoder().decode(await press.print({ ...order, address }, 'pages', person))
  return { clock, print, stop: () => press.stop(), started: () => started }
}

test('sheets come out one after another, each to whom it belongs', async () => {
  const { print, started } = openPress()
  const all = ['a', 'b', 'c', 'd'].map((address) => print(address))
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
  expect(started()).toBe(1)
})

test('a sheet that is refused, and one that ends the thread, keep nothing from the next', async () => {
  const { print, started } = openPress()
  const [refused, large, dies, next] = ['refused', 'too large', 'dies', 'next'].map((address) =>
    print(address),
  )
  await expect(refused).rejects.toThrow('No')
  await expect(large).rejects.toMatchObject({ code: 'too_large', message: 'Much' })
  await expect(dies).rejects.toThrow('has ended')
  expect(await next).toBe('next')
  expect(started()).toBe(2)
})

test('a sheet that is stuck is given up, and the next printed by another thread', async () => {
  const { clock, print } = openPress()
  const [stuck, next] = [print('stuck'), print('next')]
  clock.advance(STUCK_MS)
  await expect(stuck).rejects.toThrow('too long')
  expect(await next).toBe('next')
})

test('once it stops, what is not printed is refused, and so is what comes after', async () => {
  const { print, stop } = openPress()
  const refused = { code: 'not_saved', message: expect.stringMatching(/going down/) }
  const before = ['stuck', 'waits'].map((address) => expect(print(address)).rejects.toMatchObject(refused))
  await stop()
  await Promise.all(before)
  await expect(print('late')).rejects.toMatchObject(refused)
})

test('nobody has more than twenty sheets waiting, and all together not more than sixty', async () => {
  const { print } = openPress()
  const ask = (person: string, address = 'a') => void print(address, person).catch(() => {})
  ask('first', 'stuck')
  for (let count = 0; count < 20; count++) ask('ada')
  await expect(print('a', 'ada')).rejects.toMatchObject({ code: 'too_many' })
  for (let count = 0; count < 40; count++) ask(`person ${count}`)
  await expect(print('a', 'zoe')).rejects.toMatchObject({ code: 'too_many' })
})
