import type { Database } from '@flashboard/server/store/database'
import type { Dice } from './dice.ts'
import type { ProcessClock } from './virtual-clock.ts'

/** At most, for what a query finds. */
const READ_MAX_MS = 40

/**
 * The database, but what is read takes its time, as on a busy disk: others come, go and write while a plan loads. In
 * production a read ends within the turn that asked, so this is harsher.
 */
export function slowReads(db: Database, clock: ProcessClock, dice: Dice): Database {
  return db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      const ms = dice.happens(0.5) ? 0 : dice.between(1, READ_MAX_MS)
      if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve))
      return result
    },
  })
}
