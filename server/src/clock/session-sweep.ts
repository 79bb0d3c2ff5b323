/**
 * Once an hour: sessions with an open socket are in use, those that have expired are forgotten, and what was opened with
 * a key that is gone is closed.
 */
import type { Database } from '../store/database.ts'
import * as keys from '../store/keys.ts'
import * as sessions from '../store/sessions.ts'
import type { Complain } from '../sync/commit-queue.ts'
import type { OpenSockets } from '../sync/open-sockets.ts'
import type { Clock } from './clock.ts'

interface Parts {
  db: Database
  sockets: OpenSockets
  clock: Pick<Clock, 'now' | 'every'>
  complain: Complain
}

/** @returns how to stop it; resolves when the last sweep has ended. */
export function sweepSessions({ db, sockets, clock, complain }: Parts): () => Promise<void> {
  let sweeping = Promise.resolve()
  const sweep = async () => {
    const now = clock.now()
    await sessions.renewAll(db, sockets.keyIds(), now)
    await sessions.endExpired(db, now)
    for (const keyId of sockets.keyIds()) {
      if (!(await keys.personOf(db, keyId, now))) sockets.close({ keyId }, 'noSession')
    }
  }
  const cancel = clock.every(sessions.SEEN_EVERY_MS, () => {
    sweeping = sweeping.then(sweep).catch((error) => complain(error, 'sessions could not be swept'))
  })
  return async () => {
    cancel()
    await sweeping
  }
}
