/**
 * Sets a plan back to what it was, as one more edit of a person's. It goes through the plan's room on the way that
 * every page's edits take, so it is judged, on disk before anybody sees it, sent to everybody, and merges with
 * what others write meanwhile. Nothing of the log is taken out, and what it says of the restore is there with the edits.
 */
import type { EventOf } from '@flashboard/shared/log/events'
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { becomePast } from '@flashboard/shared/plan/plan-doc-become'
import type { Plan } from '@flashboard/shared/plan/schema'
import { closeReason, type CloseReason } from '@flashboard/shared/wire/close-codes'
import { messageType } from '@flashboard/shared/wire/messages'
import * as Y from 'yjs'
import type { Member } from './connection.ts'
import type { Room } from './room.ts'
import type { RoomRegistry } from './room-registry.ts'
import type { Socket } from './socket.ts'
import { PlanUnreadableError } from './stored-plan.ts'

interface RestoreParts {
  rooms: Pick<RoomRegistry, 'join' | 'find' | 'drained'>
  chance: Chance
}

interface Restored {
  /** The number of the edit that did it, the last where it took several. */
  seq: number
  /** The number of the last edit before. */
  beforeSeq: number
}

export interface Restore {
  planId: string
  /** Whose edit it is. */
  member: Member
  /** What the plan is to be, from what it is. */
  becomes: (now: Plan) => Plan
  /** Which past that is, as the log will say. */
  to: Pick<EventOf<'restored'>, 'toSeq' | 'toAt' | 'name' | 'takesBack'>
}

/** The room did not take it, and nothing of it was kept. */
export class NotRestoredError extends Error {
  readonly reason: CloseReason | undefined

  constructor(reason: CloseReason | undefined) {
    super(`The restore was refused: ${reason}`)
    this.name = 'NotRestoredError'
    this.reason = reason
  }
}

/**
 * @returns nothing where nothing differed, and nothing was written.
 * @throws PlanUnreadableError, StoppingError, NotRestoredError
 */
export async function restorePlan(
  { rooms, chance }: RestoreParts,
  { planId, member, becomes, to }: Restore,
): Promise<Restored | undefined> {
  const page = new RestoringPage()
  const connection = await rooms.join(planId, page, member)
  try {
    let room = roomOf(rooms, planId)
    // What was received by now is set back with the rest.
    for (; room.isWriting; room = roomOf(rooms, planId)) await rooms.drained()
    // Within this turn, so that nothing comes between what it is made of and what is written.
    const beforeSeq = room.seq
    const edits = editsTo(becomes, room.differenceFrom(new Map()), chance)
    if (edits.length === 0) return undefined
    const seq = beforeSeq + edits.length
    const [at, actor] = [room.now(), { personId: member.personId, name: member.name }]
    connection.receiveAll(edits, { kind: 'restored', at, actor, ...to, beforeSeq, updateSeq: seq })
    connection.receive(MARK)
    await page.saved
    return { seq, beforeSeq }
  } finally {
    connection.left()
  }
}

/** Asks to be told when all that came before it is on disk. */
const MARK = Uint8Array.of(messageType.saved, 1)

function editsTo(becomes: Restore['becomes'], state: readonly Uint8Array[], chance: Chance): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = newClientId(chance)
  for (const update of state) Y.applyUpdate(doc, update)
  const edits = becomePast(doc, becomes(new PlanDoc(doc, chance).read()), chance)
  doc.destroy()
  return edits
}

/** Yjs would draw it past `chance`, and with it what wins where two wrote at once. */
function newClientId(chance: Chance): number {
  return Array.from({ length: 32 }, () => Number(chance.getRandomBit())).reduce((id, bit) => id * 2 + bit, 0)
}

/** @throws PlanUnreadableError */
function roomOf(rooms: RestoreParts['rooms'], planId: string): Room {
  const room = rooms.find(planId)
  if (!room || room.isBroken) throw new PlanUnreadableError(planId)
  return room
}

/** A page of the server's own: it listens only for whether its edits were saved. */
class RestoringPage implements Socket {
  readonly bufferedAmount = 0
  readonly #outcome = Promise.withResolvers<void>()
  readonly saved = this.#outcome.promise

  constructor() {
    // It may be closed before anybody waits for the outcome.
    this.saved.catch(() => {})
  }

  send(bytes: Uint8Array): void {
    if (bytes[0] === messageType.saved) this.#outcome.resolve()
  }

  close(code: number): void {
    this.#outcome.reject(new NotRestoredError(closeReason(code)))
  }
}
