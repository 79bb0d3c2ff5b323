/**
 * Mistakes that a server could make, planted at its seams: its log, its database, the making of snapshots, and what
 * comes in at its sockets. The simulation must catch each; were one not caught, it would prove nothing.
 */
import type { Database, Store } from '@flashboard/server/store/database'
import type { Snapshot } from '@flashboard/server/store/snapshots'
import type { NewUpdate, UpdateLog } from '@flashboard/server/store/updates'
import * as messages from '@flashboard/server/sync/messages'
import { snapshotOf } from '@flashboard/server/sync/snapshot-of'
import type { Socket } from '@flashboard/server/sync/socket'
import { readStored } from '@flashboard/server/sync/stored-plan'
import { messageType } from '@flashboard/shared/wire/messages'
import { PLAN } from './disk.ts'
import type { ProcessClock } from './virtual-clock.ts'

export interface Fault {
  open?: (store: Store) => void
  log?: (log: UpdateLog, at: { store: Store; clock: ProcessClock }) => UpdateLog
  snapshot?: (planId: string, db: Database) => Promise<Snapshot>
  hear?: (bytes: Uint8Array, from: Socket, all: readonly Socket[]) => void
  /** The last socket has gone. */
  empty?: () => void
}

export const noFault: Fault = {}

const WRITE_LATER_MS = 100
const TAIL_MS = 1_000

/** The numbers that updates would get after those which wait. */
function numbersAfter({ sqlite }: Store, waiting: number, updates: readonly NewUpdate[]): number[] {
  const { seq } = sqlite.prepare<[string], { seq: number }>('select seq from plans where id = ?').get(PLAN)!
  return updates.map((_, index) => seq + waiting + index + 1)
}

/** A log that says "on disk" when it has only taken note, and writes a moment later. */
function deferred(log: UpdateLog, { store, clock }: { store: Store; clock: ProcessClock }): UpdateLog {
  let waiting: NewUpdate[] = []
  const flush = () => {
    const updates = waiting
    waiting = []
    try {
      if (updates.length > 0) log.append(updates)
    } catch {
      // Nobody is told: they were told long ago that it is saved.
    }
  }
  const append = (updates: readonly NewUpdate[]) => {
    const seqs = numbersAfter(store, waiting.length, updates)
    if (waiting.length === 0) clock.after(WRITE_LATER_MS, flush)
    waiting.push(...updates)
    return seqs
  }
  return { ...log, append }
}

/** Each by what it does wrong; made anew for each run, because some remember. */
export const faults: Readonly<Record<string, () => Fault>> = {
  'acknowledges before it has written': () => ({ log: deferred }),

  'skips the fsync': () => ({ open: ({ sqlite }) => void sqlite.pragma('synchronous = NORMAL') }),

  'forgets the tail when everybody has left': () => {
    let forget = () => {}
    return {
      log: (log, { store: { sqlite }, clock }) => {
        const written: { at: number; seqs: readonly (number | undefined)[] }[] = []
        forget = () => {
          const first = written.find(({ at }) => at > clock.now() - TAIL_MS)?.seqs[0]
          if (first === undefined || !sqlite.open) return
          sqlite.prepare('delete from updates where seq >= ?').run(first)
          sqlite.prepare('update plans set seq = ? - 1').run(first)
        }
        const append = (updates: readonly NewUpdate[]) => {
          const seqs = log.append(updates)
          written.push({ at: clock.now(), seqs })
          return seqs
        }
        return { ...log, append }
      },
      empty: () => forget(),
    }
  },

  'broadcasts before it has committed': () => ({
    hear: (bytes, from, all) => {
      if (bytes[0] !== messageType.sync || messages.readMessage(bytes).kind !== 'update') return
      for (const other of all) if (other !== from) other.send(bytes)
    },
  }),

  'answers marks when they come': () => ({
    hear: (bytes, from) => {
      if (bytes[0] !== messageType.saved) return
      const message = messages.readMessage(bytes)
      if (message.kind === 'saved') from.send(messages.saved(message.mark, 0))
    },
  }),

  'writes the first update of a batch alone': () => ({
    log: (log, { store }) => ({
      ...log,
      append: (updates) => {
        const seqs = numbersAfter(store, 0, updates)
        log.append(updates.slice(0, 1))
        return seqs
      },
    }),
  }),

  'trims the log behind a snapshot, and counts on from what is left': () => ({
    log: (log, { store: { sqlite } }) => ({
      ...log,
      append: (updates) => {
        sqlite
          .prepare(
            `delete from updates where seq <= (select seq from snapshots where snapshots.plan_id = updates.plan_id)`,
          )
          .run()
        sqlite.prepare('update plans set seq = (select coalesce(max(seq), 0) from updates)').run()
        return log.append(updates)
      },
    }),
  }),

  'makes snapshots without the last update': () => ({
    snapshot: async (planId, db) => {
      const stored = await readStored(db, planId)
      return { ...snapshotOf({ ...stored, tail: stored.tail.slice(0, -1) }), seq: stored.seq }
    },
  }),
}
