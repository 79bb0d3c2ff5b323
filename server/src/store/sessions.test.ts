import { expect, test } from 'vitest'
import { openTemporaryStore } from '../../../tests/support/temporary-store.ts'
import * as people from './people.ts'
import * as sessions from './sessions.ts'

async function signedIn() {
  const { db } = await openTemporaryStore()
  await people.create(db, { id: 'ada', name: 'Ada' }, 1)
  const session = {
    id: 'laptop',
    tokenHash: 'hash',
    personId: 'ada',
    device: 'Firefox',
    isPlain: false,
    createdAt: 0,
  }
  await sessions.create(db, session)
  /** As a request does that comes at `now`. */
  const use = async (now: number) => {
    const found = await sessions.find(db, 'hash', now)
    if (found) await sessions.renew(db, found, now)
    return found !== undefined
  }
  return { db, use }
}

test('[A1] a session ends when it was not used for 90 days', async () => {
  const { use } = await signedIn()
  expect(await use(sessions.IDLE_MS - 1)).toBe(true)
  expect(await use(2 * sessions.IDLE_MS - 2)).toBe(true)
  expect(await use(3 * sessions.IDLE_MS - 2)).toBe(false)
})

test('[A1] a session ends after 400 days however much it is used', async () => {
  const { use } = await signedIn()
  for (let now = 0; now < sessions.LONGEST_MS; now += sessions.IDLE_MS / 2) expect(await use(now)).toBe(true)
  expect(await use(sessions.LONGEST_MS - 1)).toBe(true)
  expect(await use(sessions.LONGEST_MS)).toBe(false)
})

test('what has ended is not renewed, and goes', async () => {
  const { db } = await signedIn()
  await sessions.renewAll(db, ['laptop'], sessions.IDLE_MS)
  const left = async () => (await sessions.listOf(db, 'ada', 0)).map(({ id }) => id)
  await sessions.endExpired(db, sessions.IDLE_MS - 1)
  expect(await left()).toEqual(['laptop'])
  await sessions.endExpired(db, sessions.IDLE_MS)
  expect(await left()).toEqual([])
})
