/**
 * One plan while somebody has it open: the document, its connections and who is where.
 *
 * An update is judged when it comes, against the document and what is already on its way to disk; it is
 * applied, broadcast and acknowledged only when it is committed. What was committed together goes out as one
 * frame, encoded once for everybody; so do the changes of presence.
 */
import type { NewEvent, PlanEvent } from '@flashboard/shared/log/events'
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import type * as Y from 'yjs'
import { Answers } from './answers.ts'
import type { Clocks } from './causality.ts'
import type { Write, WritingRoom } from './commit-queue.ts'
import { Connection, type Host, type Member, type NewVerdict, type RoomVerdict } from './connection.ts'
import { judgeUpdate } from './guard.ts'
import { mergeUpdates } from './merge.ts'
import { limits } from './limits.ts'
import * as messages from './messages.ts'
import { OnTheWay } from './on-the-way.ts'
import { PacedPresence } from './paced-presence.ts'
import { PlanWeights } from './plan-weights.ts'
import { Presence } from './presence.ts'
import type { Socket } from './socket.ts'
import { RoomDocument } from './room-document.ts'
import type { RoomSurroundings } from './room-surroundings.ts'
import { PlanUnreadableError, type StoredPlan } from './stored-plan.ts'
import { Writers } from './writers.ts'
import type { Allowance } from './allowance.ts'

export class Room implements Host, WritingRoom {
  readonly planId: string
  readonly #document: RoomDocument
  readonly #around: RoomSurroundings
  readonly #connections = new Set<Connection>()
  readonly #presence: PacedPresence<Connection>
  readonly #answers: Answers
  readonly #writers: Writers
  readonly #onTheWay = new OnTheWay()
  #weights: PlanWeights
  #seq: number
  #writtenAt: number
  #isBroken = false

  /** @throws PlanUnreadableError */
  constructor(stored: StoredPlan, around: RoomSurroundings) {
    this.planId = stored.planId
    this.#document = new RoomDocument(stored)
    this.#weights = new PlanWeights(stored)
    this.#seq = stored.seq
    this.#around = around
    this.#writtenAt = around.timers.now()
    this.#writers = new Writers(
      stored.planId,
      around.writers,
      () => this.now(),
      (clientId) => presence.shownBy(clientId),
    )
    this.#answers = new Answers(around.timers)
    const presence = new Presence<Connection>(
      ({ member }) => ({ id: member.personId, name: member.name }),
      (clientId) => this.#writers.ownerOf(clientId),
    )
    this.#presence = new PacedPresence(presence, around.timers, (states) => this.#broadcastPresence(states))
  }

  /** The number of the last update in the document. */
  get seq(): number {
    return this.#seq
  }

  /**
   * The document, which is built for whoever asks where it is not in memory.
   * @throws PlanUnreadableError
   */
  get doc(): Y.Doc {
    return this.#document.doc
  }

  get stateVector(): Uint8Array {
    return this.#document.stateVector
  }

  get clocks(): Clocks {
    return this.#document.clocks
  }

  get weight(): number {
    return this.#weights.bytes
  }

  /** What one lacks who has so much, in the order to apply it. */
  differenceFrom(clocks: Clocks): readonly Uint8Array[] {
    return this.#document.differenceFrom(clocks)
  }

  answerTo(clocks: Clocks): readonly Uint8Array[] {
    return this.#answers.of(this.differenceFrom(clocks))
  }

  answerSoon(connection: Connection): void {
    this.#answers.soon(connection)
  }

  catchUpLater(connection: Connection): void {
    this.#answers.later(connection)
  }

  /** Whether the document is in memory, and not only its bytes. */
  get isBuilt(): boolean {
    return this.#document.isBuilt
  }

  get structs(): number {
    return this.#document.structs
  }

  get isFull(): boolean {
    return this.structs + this.#onTheWay.structCount >= limits.structsOfPlan || this.#weights.isFull
  }

  /** Whether nobody has written since `before` (UTC ms). */
  isIdleSince(before: number): boolean {
    return !this.isWriting && this.#writtenAt <= before
  }

  /** How many updates lie behind the snapshot. */
  get tailRows(): number {
    return this.#weights.tailRows
  }

  get size(): number {
    return this.#connections.size
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  /** Whether an update is still on its way to disk. */
  get isWriting(): boolean {
    return this.#onTheWay.isSome
  }

  /** Whether the document can no longer be trusted to be what the log says. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  /** A snapshot of this size has been made. */
  snapshotMade(bytes: number): void {
    this.#weights.snapshotMade(bytes)
  }

  /** Takes note of what is on disk by now, and lets the document go where that is all of it. */
  rest(stored: StoredPlan): void {
    if (stored.seq !== this.#seq || this.isWriting || this.#isBroken) return
    this.#weights = new PlanWeights(stored)
    this.#document.rest(stored)
  }

  destroy(): void {
    this.#document.destroy()
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

  allowanceOf(personId: string): Allowance {
    return this.#around.allowanceOf(personId)
  }

  now(): number {
    return this.#around.timers.now()
  }

  judge(update: Uint8Array, personId: string): RoomVerdict {
    try {
      if (this.#document.has(update)) return { kind: 'nothingNew' }
      const verdict = judgeUpdate(update, this.doc, this.#onTheWay)
      if (verdict.kind !== 'new') return verdict
      const deletions = this.#onTheWay.deletions + verdict.deletions
      if (verdict.deletions > 0 && !this.#document.hasRoomFor(deletions)) {
        return { kind: 'refused', reason: 'tooLarge' }
      }
      const writers = this.#writers.judge(verdict.clientIds, personId)
      return 'refused' in writers
        ? { kind: 'refused', reason: writers.refused }
        : { ...verdict, binds: writers.binds }
    } catch (error) {
      if (error instanceof PlanUnreadableError) this.#break()
      this.#around.complain(error, `an update to plan ${this.planId} could not be judged`)
      return { kind: 'refused', reason: 'badMessage' }
    }
  }

  /** Leaves nothing behind, and so is asked only while nothing is on its way. */
  judgeAll(updates: readonly Uint8Array[], personId: string): readonly RoomVerdict[] {
    if (this.isWriting) throw new Error(`Plan ${this.planId} has edits on their way`)
    const verdicts = updates.map((update) => {
      const verdict = this.judge(update, personId)
      if (verdict.kind === 'new') this.#expect(verdict, personId)
      return verdict
    })
    this.#writers.forget()
    this.#onTheWay.ended(verdicts.filter(({ kind }) => kind === 'new').length)
    return verdicts
  }

  write(from: Connection, verdict: NewVerdict, tells?: NewEvent): void {
    const { personId } = from.member
    const { bytes, binds } = verdict
    this.#expect(verdict, personId)
    const update = { planId: this.planId, personId, at: this.now(), bytes, binds, tells }
    this.#around.submit({ ...update, from, room: this })
  }

  /** What is judged from here on comes on top of this. */
  #expect(verdict: NewVerdict, personId: string): void {
    this.#onTheWay.add(verdict)
    this.#writers.bind(verdict.binds, personId)
  }

  setPresence(from: Connection, states: Uint8Array): void {
    this.#presence.set(from, states)
  }

  allPresence(): Uint8Array | undefined {
    return this.#presence.all()
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection)
    this.#presence.leave(connection)
    this.#around.onQuiet(this)
  }

  committed(writes: readonly Write[], seq: number): number {
    // First of all: the others wait for nothing else, and what is on disk is what everybody will have.
    const frames = this.#broadcast(writes)
    this.#seq = seq
    this.#writtenAt = this.now()
    if (this.#weights.add(writes.map(({ bytes }) => bytes))) this.#around.onLongTail(this)
    for (const { binds = [], personId } of writes) this.#writers.bound(binds, personId)
    this.#apply(writes)
    this.#ended(writes.length)
    for (const [from, own] of Map.groupBy(writes, (write) => write.from)) from.committed(own.length)
    this.#around.changed()
    return frames
  }

  /** None of these was kept, so what was judged on top of them is gone with them. */
  failed(writes: readonly Write[], reason: CloseReason): void {
    this.#writers.forget()
    for (const { from } of writes) from.close(reason)
    this.#ended(writes.length)
  }

  #apply(writes: readonly Write[]): void {
    try {
      if (this.#isBroken) return
      const { deletions } = this.#onTheWay
      this.#document.apply(
        writes.map(({ bytes }) => bytes),
        deletions,
      )
    } catch (error) {
      this.#around.complain(error, `plan ${this.planId} did not take a committed update`)
      this.#break()
    }
  }

  /** To everybody but the author, where there is only one: what several wrote goes to all of them alike. */
  #broadcast(writes: readonly Write[]): number {
    const [first] = writes
    const isOneAuthors = writes.every(({ from }) => from === first!.from)
    const hearing = [...this.#connections].filter((each) => !isOneAuthors || each !== first!.from)
    if (hearing.length === 0) return 0
    const message = messages.update(mergeUpdates(writes.map(({ bytes }) => bytes)))
    for (const connection of hearing) connection.tell(message)
    return hearing.length
  }

  #ended(count: number): void {
    if (this.#onTheWay.ended(count)) this.#around.onQuiet(this)
  }

  /** A throwing `applyUpdate` leaves half of it behind: everybody goes, and the log is read again. */
  #break(): void {
    this.#isBroken = true
    this.closeAll('planUnreadable')
  }

  /** To the sender too: a stock client drops a socket that it has not heard of for 30 s. */
  #broadcastPresence(states: Uint8Array): void {
    const message = messages.awareness(states)
    for (const connection of this.#connections) connection.tell(message)
  }
}
