import { DAY_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { openTemporaryStore } from '../../../tests/support/temporary-store.ts'
import * as accessTokens from '../store/access-tokens.ts'
import * as people from '../store/people.ts'
import * as sessions from '../store/sessions.ts'
import { OpenSockets } from '../sync/open-sockets.ts'
import { sweepSessions } from './session-sweep.ts'

async function open() {
  const { db } = await openTemporaryStore()
  const clock = new ManualClock()
  await people.create(db, { id: 'ada', name: 'Ada' }, 1)
  const createdAt = clock.now()
  for (const id of ['open', 'closed']) {
    const session = { id, tokenHash: id, personId: 'ada', device: '', isPlain: false, createdAt }
    await sessions.create(db, session)
  }
  const token = { id: 'token', tokenHash: 'token', personId: 'ada', name: 'Robot', scope: 'write' as const }
  await accessTokens.create(db, { ...token, createdAt, expiresAt: createdAt + DAY_MS })
  const sockets = new OpenSockets(clock)
  const closed: string[] = []
  for (const keyId of ['open', 'token']) {
    const pass = { planId: 'plan', personId: 'ada', keyId }
    const leave = sockets.add(pass, sockets.entering(), (reason) => {
      closed.push(`${keyId} ${reason}`)
      leave()
    })
  }
  const complaints: unknown[] = []
  /** So much time passes, and what is swept by then is swept. */
  const pass = async (ms: number) => {
    const stop = sweepSessions({ db, sockets, clock, complain: (error) => void complaints.push(error) })
    clock.advance(ms)
    await stop()
  }
  const idsLeft = async () =>
    (await db.selectFrom('sessions').select('id').orderBy('id').execute()).map(({ id }) => id)
  return { db, clock, closed, complaints, pass, idsLeft }
}

test('[A1] sessions with an open socket are in use; those that have expired are gone from the database', async () => {
  const { pass, idsLeft, complaints } = await open()
  await pass(sessions.IDLE_MS / 2)
  expect(await idsLeft()).toEqual(['closed', 'open'])
  await pass(sessions.IDLE_MS / 2)
  expect(await idsLeft()).toEqual(['open'])
  expect(complaints).toEqual([])
})

test('[A2] what was opened with a key that is gone is closed', async () => {
  const { pass, closed } = await open()
  await pass(DAY_MS)
  expect(closed).toEqual(['token noSession'])
})

test('[A1] before their time nothing of them changes', async () => {
  const { pass, idsLeft, closed } = await open()
  await pass(sessions.SEEN_EVERY_MS)
  expect(await idsLeft()).toEqual(['closed', 'open'])
  expect(closed).toEqual([])
})
