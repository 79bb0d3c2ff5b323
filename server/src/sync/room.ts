/**
 * One plan while somebody has it open: the document, its connections and who is where.
 *
 * An update is judged when it comes, against the document and what is already on its way to disk; it is
 * applied, broadcast and acknowledged only when it is committed.
 */
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import * as Y from 'yjs'
import type { Struct } from './causality.ts'
import type { Complain, Write } from './commit-queue.ts'
import { Connection, type Host, type Member } from './connection.ts'
import { judgeUpdate, type Verdict } from './guard.ts'
import * as messages from './messages.ts'
import { Presence } from './presence.ts'
import type { Socket } from './socket.ts'
import type { StoredDocument } from './stored-document.ts'

export interface RoomSurroundings {
  now: () => number
  /** Hands an update over to be committed. */
  submit: (write: Write) => void
  complain: Complain
  /** The plan's events after a seq. */
  readLog: (after: number) => Promise<PlanEvent[]>
  /** An edit more is on disk. */
  changed: () => void
  /** Somebody left, or the last write has ended: the room may no longer be needed. */
  onQuiet: (room: Room) => void
}

export class Room implements Host {
  readonly planId: string
  readonly doc: Y.Doc
  readonly #around: RoomSurroundings
  readonly #connections = new Set<Connection>()
  readonly #presence = new Presence<Connection>()
  /** What the updates on their way to disk will add, as clock ends by client. */
  readonly #ahead = new Map<number, number>()
  readonly #waiting = new Map<number, Struct[]>()
  #onTheWay = 0
  #seq: number
  #isBroken = false

  constructor(planId: string, { doc, seq }: StoredDocument, around: RoomSurroundings) {
    this.planId = planId
    this.doc = doc
    this.#seq = seq
    this.#around = around
  }

  /** The number of the last update in the document. */
  get seq(): number {
    return this.#seq
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0
  }

  /** Whether an update is still on its way to disk. */
  get isWriting(): boolean {
    return this.#onTheWay > 0
  }

  /** Whether the document can no longer be trusted to be what the log says. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  connect(socket: Socket, member: Member): Connection {
    const connection = new Connection(this, socket, member)
    this.#connections.add(connection)
    connection.greet()
    return connection
  }

  closeAll(reason: CloseReason): void {
    for (const connection of this.#connections) connection.close(reason)
  }

  /** The log has more events. */
  tellLog(): void {
    for (const connection of this.#connections) connection.tellLog()
  }

  readLog(after: number): Promise<PlanEvent[]> {
    return this.#around.readLog(after)
  }

  complain(error: unknown, what: string): void {
    this.#around.complain(error, what)
  }

  now(): number {
    return this.#around.now()
  }

  judge(update: Uint8Array): Verdict {
    try {
      return judgeUpdate(update, this.doc, this.#ahead, this.#waiting)
    } catch (error) {
      this.#around.complain(error, `an update to plan ${this.planId} could not be judged`)
      return { kind: 'refused', reason: 'badMessage' }
    }
  }

  write(from: Connection, bytes: Uint8Array, { ends, structs }: Verdict & { kind: 'new' }): void {
    for (const [client, end] of ends) this.#ahead.set(client, end)
    for (const struct of structs) {
      const { client } = struct.id
      const before = this.#waiting.get(client)
      if (before) before.push(struct)
      else this.#waiting.set(client, [struct])
    }
    this.#onTheWay++
    this.#around.submit({
      planId: this.planId,
      personId: from.member.personId,
      at: this.now(),
      bytes,
      committed: (seq) => this.#committed(from, bytes, seq),
      failed: () => this.#failed(from),
    })
  }

  setPresence(from: Connection, states: Uint8Array): void {
    this.#broadcastPresence(this.#presence.set(from, states))
  }

  allPresence(): Uint8Array | undefined {
    return this.#presence.all()
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection)
    this.#broadcastPresence(this.#presence.leave(connection))
    this.#around.onQuiet(this)
  }

  #committed(from: Connection, bytes: Uint8Array, seq: number): void {
    this.#seq = seq
    try {
      if (!this.#isBroken) Y.applyUpdate(this.doc, bytes, from)
    } catch (error) {
      this.#around.complain(error, `plan ${this.planId} did not take a committed update`)
      this.#break()
    }
    this.#ended()
    const message = messages.update(bytes)
    for (const connection of this.#connections) if (connection !== from) connection.send(message)
    from.committed()
    this.#around.changed()
  }

  /** None of the batch was kept, so what was judged on top of it is gone with it. */
  #failed(from: Connection): void {
    from.close('notSaved')
    this.#ended()
  }

  #ended(): void {
    this.#onTheWay--
    if (this.#onTheWay > 0) return
    this.#ahead.clear()
    this.#waiting.clear()
    this.#around.onQuiet(this)
  }

  /** A throwing `applyUpdate` leaves half of it behind: everybody goes, and the log is read again. */
  #break(): void {
    this.#isBroken = true
    this.closeAll('planUnreadable')
  }

  /** To the sender too: a stock client drops a socket that it has not heard of for 30 s. */
  #broadcastPresence(states: Uint8Array | undefined): void {
    if (!states) return
    const message = messages.awareness(states)
    for (const connection of this.#connections) connection.send(message)
  }
}
