import { DAY_MS, SECOND_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { openTemporaryStore } from '../../../tests/support/temporary-store.ts'
import * as accessTokens from '../store/access-tokens.ts'
import * as people from '../store/people.ts'
import * as sessions from '../store/sessions.ts'
import { OpenSockets } from '../sync/open-sockets.ts'
import { KeyEnds } from './key-ends.ts'

async function open() {
  const { db } = await openTemporaryStore()
  const clock = new ManualClock()
  await people.create(db, { id: 'ada', name: 'Ada' }, 1)
  const createdAt = clock.now()
  const session = { tokenHash: 'session', personId: 'ada', device: '', isPlain: false, createdAt }
  await sessions.create(db, { id: 'session', ...session })
  const token = { personId: 'ada', name: 'Robot', scope: 'write' as const, createdAt }
  for (const days of [1, 2]) {
    const [id, tokenHash] = [`${days} days`, `${days}`]
    await accessTokens.create(db, { id, tokenHash, ...token, expiresAt: createdAt + days * DAY_MS })
  }
  const sockets = new OpenSockets(clock)
  const closed: string[] = []
  const enter = (keyId: string, entering = sockets.entering()) => {
    let leave = () => {}
    leave = sockets.add({ planId: 'plan', personId: 'ada', keyId }, entering, (reason) => {
      closed.push(`${keyId} ${reason}`)
      leave()
    })
  }
  for (const keyId of ['session', '1 days', '2 days']) enter(keyId)
  const ends = new KeyEnds({
    db,
    sockets,
    clock,
    complain: (error) => {
      throw error
    },
  })
  ends.start()
  await ends.settled()
  /** So much time passes; what falls due in it is looked up when it has passed. */
  const pass = async (ms: number) => {
    clock.advance(ms)
    await ends.settled()
  }
  return { db, sockets, closed, enter, ends, pass }
}

test('[A8] what an access token opened is closed within a second of its end, and not before', async () => {
  const { closed, pass, ends } = await open()
  await pass(DAY_MS - 1)
  expect(closed).toEqual([])
  await pass(SECOND_MS)
  expect(closed).toEqual(['1 days noSession'])
  await pass(DAY_MS - SECOND_MS)
  expect(closed).toHaveLength(1)
  await pass(SECOND_MS)
  expect(closed).toEqual(['1 days noSession', '2 days noSession'])
  await ends.stop()
  await pass(DAY_MS)
  expect(closed).toHaveLength(2)
})

test('[A8] so is a socket that was let in before and comes after', async () => {
  const { sockets, closed, enter, pass } = await open()
  const entering = sockets.entering()
  await pass(DAY_MS - 1)
  await pass(SECOND_MS)
  enter('1 days', entering)
  expect(closed).toEqual(['1 days noSession', '1 days noSession'])
})

test('[A1] a session that was used meanwhile goes on', async () => {
  const { db, closed, pass } = await open()
  const { createdAt, lastSeenAt } = (await sessions.find(db, 'session', Date.UTC(2026, 5, 1, 9)))!
  await pass(sessions.IDLE_MS / 2)
  await sessions.renew(db, { id: 'session', lastSeenAt }, createdAt + sessions.IDLE_MS / 2)
  await pass(sessions.IDLE_MS / 2)
  expect(closed).not.toContain('session noSession')
  await pass(sessions.IDLE_MS / 2 - 1)
  await pass(SECOND_MS)
  expect(closed).toContain('session noSession')
})
