/** At the start and once an hour: deleted plans that nobody can bring back any more are purged, and their traces. */
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
  // A server may have been killed between a purge and the end of its traces.
  let hasTraces = true
  const round = async () => {
    for (const planId of await deletedPlans.dueBy(db, clock.now())) {
      if (isStopped) return
      await rooms.drained()
      await purge(db, planId, clock.now())
      hasTraces = true
      await untilOthersRan()
    }
    if (hasTraces && !isStopped) hasTraces = !(await emptyWriteAheadLog(db))
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
