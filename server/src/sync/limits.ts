/**
 * What one person may ask of the server, and put into a plan: far above what people do, and below what others would
 * feel. One table.
 *
 * *Effort* is counted in bytes, at some 50 ns each: a message's own, 300 for having it, 200 a struct or deleted range
 * that is new, the bytes that it is answered with, the plan's where it must be gone through for that, and an eighth of
 * what goes to each of the others. So 6 MiB a second are a third of a core.
 */

export interface Rate {
  /** So much at once. */
  size: number
  /** And so much more a second. */
  perSecond: number
}

const MIB = 1_048_576

export const limits = {
  /** Effort a person, over all of their sockets, and a socket. */
  effortOfPerson: { size: 64 * MIB, perSecond: 6 * MIB },
  effortOfSocket: { size: 32 * MIB, perSecond: 4 * MIB },
  messageEffort: 300,
  structEffort: 200,
  /** So many who hear something cost as much as taking it in. */
  hearersForOne: 8,
  /** For coming in: a room is found, and the log is read. */
  joinEffort: 20_000,
  /** For what is refused: nobody knows how long it took to find out. */
  refusalEffort: MIB,
  /** Bytes of updates that a person has kept on disk, of all plans. */
  keptBytes: { size: 256 * MIB, perSecond: 16_384 },
  /** Items that Yjs passes on the way to the places of a person's edits, now and at every load. */
  walks: { size: 4_000_000, perSecond: 1_000 },
  /**
   * What a plan's document may hold, its past not counted: about 0.1 s to build it, in which nobody else has a turn. A
   * plan of 300 items has 2,600 structs, in 60 KB.
   */
  structsOfPlan: 50_000,
  bytesOfPlan: 3 * MIB,
  /** With all that has come since the last snapshot of it was made. */
  bytesOfPlanOnDisk: 16 * MIB,
  /** For the edit that has a document built, by each of its structs. */
  buildEffort: 32,
  /** A page asks at every pause in its writing; nobody has this many questions open. */
  openMarks: 1_000,
  /** All the programs of somebody's on all of their plans; with pages alone nobody has a tenth of it. */
  socketsOfPerson: 1_000,
  /** So that sockets which only stand open end in a sentence, before they end in what the system gives a process. */
  sockets: 10_000,
  /**
   * Pages that a person writes a plan from in 24 hours: each has a client id of its own. An edit of a plan with 2,000
   * ids costs 0.15 ms more than of one with none, with 6,000 3 ms.
   */
  pagesPerPersonPlanAndDay: 600,
  /**
   * Ranges that are deleted in a plan. Each page sends all of them when it connects, in a message of at most 1 MiB, where
   * so many are some 300 KB; were there more than fit into one, nobody could come in any more. The 40,000 edits of twenty
   * people leave some thousand.
   */
  deletionsOfPlan: 50_000,
} as const satisfies Record<string, number | Rate>
