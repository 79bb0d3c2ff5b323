/** Brings a database's plans to this schema, in a process of its own, which is killed over the second. */
import { systemClock } from '@flashboard/server/clock/clock'
import { openStore } from '@flashboard/server/store/database'
import { migratePlans } from '@flashboard/server/sync/plan-migration'
import { plantedMigrations } from './planted-migrations.ts'

const { db } = await openStore(process.argv[2]!)
const [first, second] = plantedMigrations
let count = 0
const killing: typeof first = {
  ...first,
  document: (doc) => {
    first.document(doc)
    if (++count === 2) process.kill(process.pid, 'SIGKILL')
  },
}
const complain = (error: unknown) => {
  throw error
}
await migratePlans({ db, clock: systemClock, migrations: [killing, second], complain })
