/** Compaction as the server has it, without a thread of its own. */
import type { Database } from '@flashboard/server/store/database'
import type { Complain } from '@flashboard/server/sync/commit-queue'
import { Compaction } from '@flashboard/server/sync/compaction'
import { snapshotOf } from '@flashboard/server/sync/snapshot-of'
import { readStored } from '@flashboard/server/sync/stored-plan'

export function testCompaction(db: Database, complain: Complain = () => {}): Compaction {
  const makeSnapshot = async (planId: string) => snapshotOf(await readStored(db, planId))
  return new Compaction({ db, makeSnapshot, complain })
}
