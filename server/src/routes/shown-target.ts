/** A target as its owner sees it: without its secrets. */
import type { Target } from '@flashboard/shared/wire/alerts'
import { shownAddress } from '../alerts/webhook-address.ts'
import * as alertJobs from '../store/alert-jobs.ts'
import type { AlertTarget } from '../store/alert-targets.ts'
import type { Database } from '../store/database.ts'

export async function shownTargets(db: Database, targets: readonly AlertTarget[]): Promise<Target[]> {
  const waiting = await alertJobs.waitingOf(
    db,
    targets.map(({ id }) => id),
  )
  return targets.map((target) => {
    const { id, via, format, address, kinds, confirmedAt, deliveredAt, lastError } = target
    return {
      id,
      via,
      ...(format !== null && { format }),
      address: via === 'webhook' ? shownAddress(address) : address,
      kinds,
      isConfirmed: confirmedAt !== null,
      waiting: waiting.get(id) ?? 0,
      deliveredAt,
      lastError,
    }
  })
}
