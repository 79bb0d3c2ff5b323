/** What a room works with of the server around it. */
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { Writers } from '../store/updates.ts'
import type { Allowance } from './allowance.ts'
import type { Complain, Write } from './commit-queue.ts'
import type { Timers } from './pace.ts'
import type { Room } from './room.ts'

export interface RoomSurroundings {
  timers: Timers
  /** Hands an update over to be committed. */
  submit: (write: Write) => void
  writers: Writers
  allowanceOf: (personId: string) => Allowance
  complain: Complain
  /** The plan's events after a seq. */
  readLog: (after: number) => Promise<PlanEvent[]>
  /** An edit more is on disk. */
  changed: () => void
  /** Opening the plan has become slow. */
  onLongTail: (room: Room) => void
  /** Somebody left, or the last write has ended: the room may no longer be needed. */
  onQuiet: (room: Room) => void
}
