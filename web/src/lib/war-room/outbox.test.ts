import type { RunCommand } from '@flashboard/shared/run/commands'
import { expect, test } from 'vitest'
import { type Keeping, MOMENT_MS, Outbox, type Unsent } from './outbox.ts'

const hold: RunCommand = { kind: 'hold', reason: '' }
const resume: RunCommand = { kind: 'resume' }
const note: RunCommand = { kind: 'note', text: 'Rain' }

const offline = Object.assign(new Error('No answer'), { code: 'offline' })
const signedOut = Object.assign(new Error('You are signed out.'), { code: 'no_session' })
const notNow = Object.assign(new Error('The count is held already.'), { code: 'not_now' })

/** A server that answers as it is told to, in order; after that it takes everything. */
function outbox(answers: (Error | undefined)[] = [], left: readonly Unsent[] = []) {
  const sent: Unsent[] = []
  const kept = new Map(left.map((unsent) => [unsent.key, unsent]))
  const refused: string[] = []
  let now = 0
  let keys = 0
  const keeping: Keeping = {
    kept: () => [...kept.values()],
    keep: (unsent) => void kept.set(unsent.key, unsent),
    drop: (key) => void kept.delete(key),
  }
  const box = new Outbox({
    send: async (unsent) => {
      sent.push(unsent)
      const answer = answers.shift()
      if (answer) throw answer
    },
    keeping,
    newKey: () => `key-${++keys}`,
    now: () => now,
    pause: async (ms) => void (now += ms),
    onChange: () => {},
    onLeftRefused: (refusal) => void refused.push(refusal),
  })
  return { box, sent, kept, refused }
}

test('[RUN3] what was not answered is sent again under the same key, and what follows waits for it', async () => {
  const { box, sent } = outbox([offline, offline])
  const answers = await Promise.all([box.ask(hold), box.ask(resume)])
  expect(answers).toEqual([undefined, undefined])
  expect(sent.map(({ key, command }) => [key, command.kind])).toEqual([
    ['key-1', 'hold'],
    ['key-1', 'hold'],
    ['key-1', 'hold'],
    ['key-2', 'resume'],
  ])
  expect(box.unsent).toEqual([])
})

test('[RUN3] a refusal is handed on as it is, and holds nothing up', async () => {
  const { box, sent } = outbox([notNow])
  expect(await box.ask(hold)).toEqual({ says: 'The count is held already.', code: 'not_now' })
  expect(await box.ask(resume)).toBeUndefined()
  expect(sent).toHaveLength(2)
})

test('[RUN3] a call of the moment is given up; a note is kept until it is taken', async () => {
  const many = Math.ceil(MOMENT_MS / 300)
  const { box, kept } = outbox(Array.from({ length: many }, () => offline))
  const held = box.ask(hold)
  const noted = box.ask(note)
  expect([...kept.values()].map(({ command }) => command.kind)).toEqual(['note'])
  expect(await held).toMatchObject({ says: expect.stringContaining('given up'), isGivenUp: true })
  expect(box.isStuck).toBe(true)
  expect(await noted).toBeUndefined()
  expect(box.isStuck).toBe(false)
  expect(kept.size).toBe(0)
})

test('[RUN3] what an earlier page left behind is sent by the next, under its own key', async () => {
  const { box, sent, kept } = outbox([], [{ key: 'from-before', command: note }])
  box.resume()
  await box.ask(resume)
  expect(sent.map(({ key }) => key)).toEqual(['from-before', 'key-1'])
  expect(kept.size).toBe(0)
})

test('[RUN3] a call of the moment that waited behind a sale is not made when its moment is over', async () => {
  const many = Math.ceil(MOMENT_MS / 300)
  const { box, sent } = outbox(Array.from({ length: many }, () => offline))
  const noted = box.ask(note)
  const held = box.ask(hold)
  expect(await held).toMatchObject({ says: expect.stringContaining('given up'), isGivenUp: true })
  expect(await noted).toBeUndefined()
  expect(new Set(sent.map(({ command }) => command.kind))).toEqual(new Set(['note']))
  expect(box.unsent).toEqual([])
})

test('[RUN3] with nothing left to send, nothing is stuck', async () => {
  const { box } = outbox(Array.from({ length: Math.ceil(MOMENT_MS / 300) }, () => offline))
  await box.ask(hold)
  await Promise.resolve()
  expect(box.isStuck).toBe(false)
})

test('[RUN3] what an earlier page left behind and is refused is said', async () => {
  const { box, refused, kept } = outbox([notNow], [{ key: 'from-before', command: note }])
  box.resume()
  await box.ask(resume)
  expect(refused).toEqual([notNow.message])
  expect(kept.size).toBe(0)
})

test('[RUN3] without a session a note stays on the device for the next one; a call does not', async () => {
  const { box, kept } = outbox([signedOut, signedOut])
  expect((await box.ask(note))?.says).toContain('is kept on this device')
  expect(await box.ask(hold)).toEqual({ says: signedOut.message, code: 'no_session' })
  expect([...kept.values()].map(({ command }) => command)).toEqual([note])
})
