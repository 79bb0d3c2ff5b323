/**
 * At the start and once an hour: deleted plans that nobody can bring back any more are purged; and so are the traces of
 * these, and of people who deleted what was theirs while somebody read.
 */
import { setImmediate as untilOthersRan } from 'node:timers/promises'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import * as deletedPlans from '../store/deleted-plans.ts'
import type { Database } from '../store/database.ts'
import { emptyWriteAheadLog, purge } from '../store/purge.ts'
import type { Complain } from '../sync/commit-queue.ts'
import type { Clock } from './clock.ts'

const EVERY_MS = HOUR_MS

interface Parts {
  db: Database
  rooms: { drained: () => Promise<void> }
  clock: Pick<Clock, 'now' | 'every'>
  complain: Complain
}

/** @returns how to stop it; resolves when the last round has ended. */
export function purgePlans({ db, rooms, clock, complain }: Parts): () => Promise<void> {
  let isStopped = false
  const round = async () => {
    for (const planId of await deletedPlans.dueBy(db, clock.now())) {
      if (isStopped) return
      await rooms.drained()
      await purge(db, planId, clock.now())
      await untilOthersRan()
    }
    if (!isStopped) await emptyWriteAheadLog(db)
  }
  const attempt = async () => {
    try {
      await round()
    } catch (error) {
      complain(error, 'deleted plans could not be purged')
    }
  }
  let rounds = attempt()
  const cancel = clock.every(EVERY_MS, () => {
    rounds = rounds.then(attempt)
  })
  return async () => {
    isStopped = true
    cancel()
    await rounds
  }
}
