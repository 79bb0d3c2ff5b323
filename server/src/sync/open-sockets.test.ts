import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { limits } from './limits.ts'
import { OpenSockets, type Pass } from './open-sockets.ts'

const ada: Pass = { planId: 'p', personId: 'ada', keyId: 'laptop' }

function open() {
  const clock = new ManualClock()
  const sockets = new OpenSockets(clock)
  const closed: [string, CloseReason][] = []
  const add = (pass: Pass, entering = sockets.entering()) =>
    sockets.add(pass, entering, (reason) => closed.push([pass.keyId, reason]))
  return { clock, sockets, closed, add }
}

test('[A2] what fits is closed, and nothing else', () => {
  const { sockets, closed, add } = open()
  add(ada)
  add({ ...ada, keyId: 'phone' })
  add({ ...ada, personId: 'ben', keyId: 'ben’s' })
  sockets.close({ keyId: 'laptop' }, 'noSession')
  expect(closed).toEqual([['laptop', 'noSession']])
  sockets.close({ planId: 'p', personId: 'ben' }, 'noPlan')
  expect(closed.at(-1)).toEqual(['ben’s', 'noPlan'])
})

test('[A2] so is what was on its way in when it was closed; who comes after that is not', () => {
  const { sockets, closed, add } = open()
  const entering = sockets.entering()
  sockets.close({ keyId: 'laptop' }, 'noSession')
  add(ada, entering)
  expect(closed).toEqual([['laptop', 'noSession']])
  expect(sockets.keyIds()).toEqual([])
  add(ada)
  expect(closed).toHaveLength(1)
  expect(sockets.keyIds()).toEqual(['laptop'])
})

test('who left is not closed any more', () => {
  const { sockets, closed, add } = open()
  add(ada)()
  sockets.close({ personId: 'ada' }, 'noSession')
  expect(closed).toEqual([])
})

test('[U3] nobody has more sockets than one person can use, and the server none more than it can take', () => {
  const { closed, add } = open()
  const leaves = Array.from({ length: limits.socketsOfPerson }, () => add(ada))
  add({ ...ada, keyId: 'one more' })
  expect(closed).toEqual([['one more', 'tooManySockets']])
  leaves[0]!()
  leaves[0]!()
  add(ada)
  add({ ...ada, keyId: 'again one more' })
  expect(closed.slice(1)).toEqual([['again one more', 'tooManySockets']])
  for (let i = limits.socketsOfPerson; i < limits.sockets; i++) add({ ...ada, personId: `person ${i}` })
  add({ ...ada, personId: 'ben', keyId: 'ben’s' })
  expect(closed.at(-1)).toEqual(['ben’s', 'serverFull'])
})
