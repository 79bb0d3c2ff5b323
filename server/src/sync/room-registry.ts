/**
 * The rooms by plan, in three maps: those that load, those that are open, and those that everybody left
 * while their last writes were on the way to disk. A room is in one of them until its last write has
 * ended, so no second document of a plan is ever loaded from a log that is behind.
 */
import { Allowances } from './allowance.ts'
import type { Clock } from '../clock/clock.ts'
import type { Database } from '../store/database.ts'
import { type Complain, CommitQueue } from './commit-queue.ts'
import type { Connection, Member } from './connection.ts'
import type { Timers } from './pace.ts'
import { IDLE_TAIL_ROWS } from './compaction.ts'
import { Room } from './room.ts'
import type { Socket } from './socket.ts'
import * as events from '../store/events.ts'
import { readStored } from './stored-plan.ts'
import type { UpdateLog } from '../store/updates.ts'

/** A document that nobody has written to for so long is let go until somebody does. */
export const IDLE_MS = 30_000

interface RegistryParts {
  db: Database
  log: UpdateLog
  timers: Timers & Pick<Clock, 'every'>
  /** Has a snapshot made of what is on disk; resolves to its bytes, or to nothing where it could not be. */
  compact: (planId: string) => Promise<number | undefined>
  complain: Complain
  /** A plan has an edit more on disk. */
  changed: (planId: string) => void
}

/** The server is going down and takes nobody in. */
export class StoppingError extends Error {
  constructor() {
    super('The server is stopping')
    this.name = 'StoppingError'
  }
}

export class RoomRegistry {
  readonly #parts: RegistryParts
  readonly #queue: CommitQueue
  readonly #allowances: Allowances
  readonly #loading = new Map<string, Promise<Room>>()
  readonly #open = new Map<string, Room>()
  readonly #closing = new Map<string, Room>()
  /** Those that are about to let their document go. */
  readonly #resting = new Set<Room>()
  readonly #stopResting: () => void
  #isStopping = false

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.#allowances = new Allowances(() => parts.timers.now())
    this.#queue = new CommitQueue(parts.log, parts.timers, parts.complain)
    this.#stopResting = parts.timers.every(IDLE_MS, () => this.#restIdle())
  }

  /**
   * Connects a socket to a plan's room, loading it if nobody has it open.
   * @throws PlanUnreadableError, StoppingError
   */
  async join(planId: string, socket: Socket, member: Member): Promise<Connection> {
    const room = await this.#roomOf(planId)
    if (this.#isStopping) throw new StoppingError()
    return room.connect(socket, member)
  }

  /** The room of a plan that is in memory, for reading. */
  find(planId: string): Room | undefined {
    return this.#open.get(planId) ?? this.#closing.get(planId)
  }

  /** A plan's log has more events: whoever follows it is sent them. */
  tellLog(planId: string): void {
    this.#open.get(planId)?.tellLog()
  }

  /** Resolves once all that came so far is on disk, or has failed. */
  async drained(): Promise<void> {
    await this.#queue.drained()
  }

  /** Commits what came, tells its senders, closes every socket, and takes in nobody any more. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#stopResting()
    await Promise.allSettled(this.#loading.values())
    await this.#queue.drained()
    for (const room of this.#open.values()) room.closeAll('stopping')
    // An update may have come between the commit and the close: it was not acknowledged, but is kept.
    await this.#queue.drained()
  }

  async #roomOf(planId: string): Promise<Room> {
    for (;;) {
      const open = this.find(planId)
      if (open && !open.isBroken) {
        this.#closing.delete(planId)
        this.#open.set(planId, open)
        return open
      }
      // What a broken room still has on its way belongs to the log that is read now.
      if (open) await this.#queue.drained()
      // A load may end and its room close again before everybody who waited for it is awake: look again.
      await this.#load(planId)
    }
  }

  #load(planId: string): Promise<Room> {
    const known = this.#loading.get(planId)
    if (known) return known
    const loading = this.#read(planId).finally(() => this.#loading.delete(planId))
    this.#loading.set(planId, loading)
    return loading
  }

  async #read(planId: string): Promise<Room> {
    const { db, timers, complain, changed, log } = this.#parts
    const room = new Room(await readStored(db, planId), {
      timers,
      submit: (write) => this.#queue.add(write),
      writers: log,
      allowanceOf: (personId) => this.#allowances.of(personId),
      complain,
      readLog: (after) => events.readAfter(db, planId, after),
      changed: () => changed(planId),
      onLongTail: (long) => void this.#compact(long),
      onQuiet: (quiet) => this.#settle(quiet),
    })
    this.#open.set(planId, room)
    return room
  }

  #restIdle(): void {
    const before = this.#parts.timers.now() - IDLE_MS
    for (const room of this.#open.values()) {
      if (room.isBuilt && room.isIdleSince(before) && !this.#resting.has(room)) void this.#rest(room, before)
    }
  }

  /** What is on disk takes the place of the document. */
  async #rest(room: Room, before: number): Promise<void> {
    const { db, compact, complain } = this.#parts
    this.#resting.add(room)
    try {
      if (room.tailRows > IDLE_TAIL_ROWS) await compact(room.planId)
      const stored = await readStored(db, room.planId)
      if (room.isIdleSince(before)) room.rest(stored)
    } catch (error) {
      complain(error, `plan ${room.planId} stays in memory`)
    } finally {
      this.#resting.delete(room)
    }
  }

  async #compact(room: Room): Promise<void> {
    const bytes = await this.#parts.compact(room.planId)
    if (bytes !== undefined) room.snapshotMade(bytes)
  }

  /** Puts a room that somebody left where it belongs. */
  #settle(room: Room): void {
    if (!room.isEmpty || this.find(room.planId) !== room) return
    this.#open.delete(room.planId)
    if (room.isWriting) {
      this.#closing.set(room.planId, room)
    } else {
      this.#closing.delete(room.planId)
      room.destroy()
      if (room.tailRows > IDLE_TAIL_ROWS) void this.#parts.compact(room.planId)
    }
  }
}
