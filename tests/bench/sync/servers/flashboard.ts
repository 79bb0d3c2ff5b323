/** Ours, as it goes into production: every edit on disk with an fsync before anybody sees it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '@flashboard/server/main'
import { openStore } from '@flashboard/server/store/database'
import { updateLog } from '@flashboard/server/store/updates'
import { Compaction } from '@flashboard/server/sync/compaction'
import { SnapshotThread } from '@flashboard/server/sync/snapshot-thread'
import { host } from '../host.ts'
import { readUpdates } from '../history.ts'

const COMMITTED_TOGETHER = 10_000
const databaseIn = (folder: string) => join(folder, 'flashboard.sqlite')

host({
  serve: (folder) =>
    startServer({ host: '127.0.0.1', port: 0, hasRateLimits: false, databasePath: databaseIn(folder) }),

  async writeHistory(folder, planId, { updatesPath }) {
    const path = databaseIn(folder)
    const store = await openStore(path)
    const snapshotThread = new SnapshotThread(path)
    try {
      const { created_by: personId } = await store.db
        .selectFrom('plans')
        .select('created_by')
        .where('id', '=', planId)
        .executeTakeFirstOrThrow()
      const log = updateLog(store)
      const updates = readUpdates(readFileSync(updatesPath))
      const at = Date.now()
      for (let from = 0; from < updates.length; from += COMMITTED_TOGETHER) {
        const together = updates.slice(from, from + COMMITTED_TOGETHER)
        log.append(together.map((bytes) => ({ planId, personId, at, bytes })))
      }
      const complain = (error: unknown) => {
        throw error
      }
      const makeSnapshot = (id: string) => snapshotThread.make(id)
      await new Compaction({ db: store.db, makeSnapshot, complain }).start()
      // What is judged on a start is no part of an opening.
      await store.db
        .updateTable('plans')
        .set((is) => ({ judged_seq: is.ref('seq') }))
        .execute()
    } finally {
      await snapshotThread.stop()
      await store.close()
    }
  },
})
