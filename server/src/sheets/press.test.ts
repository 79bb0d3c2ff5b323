import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { Press, STUCK_MS } from './press.ts'

const job = { content: '{}', qr: new Uint8Array() }
const echo = `require('node:worker_threads').parentPort.on('message', function ({ id, job }) {
  if (job.content === 'stuck') for (;;);
  if (job.content === 'dies') process.exit(1)
  this.postMessage(job.content === 'refused' ? { id, error: new Error('No') } : { id, printed: [job.content] })
})`

/** A press whose thread prints a job's own content, hangs, or dies, as that content says. */
function openPress() {
  const clock = new ManualClock()
  let started = 0
  const press = new Press(clock, () => {
    started++
    return new Worker(echo, { eval: true })
  })
  onTestFinished(() => press.stop())
  const print = (content: string, person = 'ada') => press.print({ ...job, content }, 'pages', person)
  return { clock, print, started: () => started }
}

test('sheets come out one after another, each to whom it belongs', async () => {
  const { print, started } = openPress()
  const all = ['a', 'b', 'c', 'd'].map((content) => print(content))
  expect(await Promise.all(all)).toEqual([['a'], ['b'], ['c'], ['d']])
  expect(started()).toBe(1)
})

test('a sheet that is refused, and one that ends the thread, keep nothing from the next', async () => {
  const { print, started } = openPress()
  const [refused, dies, next] = [print('refused'), print('dies'), print('next')]
  await expect(refused).rejects.toThrow('No')
  await expect(dies).rejects.toThrow('has ended')
  expect(await next).toEqual(['next'])
  expect(started()).toBe(2)
})

test('a sheet that is stuck is given up, and the next printed by another thread', async () => {
  const { clock, print } = openPress()
  const [stuck, next] = [print('stuck'), print('next')]
  clock.advance(STUCK_MS)
  await expect(stuck).rejects.toThrow('too long')
  expect(await next).toEqual(['next'])
})

test('nobody has more than twenty sheets waiting, and all together not more than sixty', async () => {
  const { print } = openPress()
  const order = (person: string, content = 'a') => void print(content, person).catch(() => {})
  order('first', 'stuck')
  for (let count = 0; count < 20; count++) order('ada')
  await expect(print('a', 'ada')).rejects.toMatchObject({ code: 'too_many' })
  for (let count = 0; count < 40; count++) order(`person ${count}`)
  await expect(print('a', 'zoe')).rejects.toMatchObject({ code: 'too_many' })
})
