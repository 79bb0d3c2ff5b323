/**
 * One open socket on a room: reads its messages, knows its person's rights, and keeps account of what it
 * was promised ("saved up to here").
 *
 * On open the server speaks first: its own sync step 1. So a page's step 2 is on its way before the page hears that
 * it is in step. It is told of the plan and of presence from its own step 1 on: what came before is in the answer.
 */
import { may, type Role } from '@flashboard/shared/access/roles'
import type { NewEvent, PlanEvent } from '@flashboard/shared/log/events'
import { closeCodes, type CloseReason } from '@flashboard/shared/wire/close-codes'
import * as Y from 'yjs'
import type { Clocks } from './causality.ts'
import type { Verdict } from './guard.ts'
import { type Allowance, SocketAllowance } from './allowance.ts'
import { limits } from './limits.ts'
import { LogFeed } from './log-feed.ts'
import * as messages from './messages.ts'
import type { Socket } from './socket.ts'

/** With so much waiting a socket is told no more of the plan, until it has read that and is sent the difference. */
export const BEHIND_BYTES = 1_048_576
/** With so much waiting beyond a plan, of answers to what it asked itself, a socket is cut off. */
export const BACKLOG_MAX_BYTES = 4_194_304

export interface Member {
  personId: string
  /** What others are told that this person is called. */
  name: string
  role: Role
  /** Whether the page understands our own message types. */
  speaksFlashboard: boolean
  /** The plan's epoch, for the page to say when it comes back. */
  epoch: number
}

/** What the guard says of an update, and whose its client ids are. */
export type RoomVerdict = Exclude<Verdict, { kind: 'new' }> | NewVerdict
/** `binds` are the client ids that become this person's with it. */
export type NewVerdict = Verdict & { kind: 'new'; binds: readonly number[] }

/** The room, as its connections see it. */
export interface Host {
  readonly seq: number
  readonly stateVector: Uint8Array
  readonly clocks: Clocks
  /** Whether the document is in memory, and of how many structs. */
  readonly isBuilt: boolean
  readonly structs: number
  /** Whether the plan holds as much as a plan may. */
  readonly isFull: boolean
  /** How many sockets there are. */
  readonly size: number
  /** Bytes of the plan on disk. */
  readonly weight: number
  /** The messages that bring one who has this much into step; the last is a step 2. */
  answerTo: (clocks: Clocks) => readonly Uint8Array[]
  /** Has `Connection.answer` called once the messages at hand are through. */
  answerSoon: (connection: Connection) => void
  now: () => number
  allowanceOf: (personId: string) => Allowance
  judge: (update: Uint8Array, personId: string) => RoomVerdict
  /** Each on top of those before it. */
  judgeAll: (updates: readonly Uint8Array[], personId: string) => readonly RoomVerdict[]
  /** Takes an update that was judged new, and what the log says of it; `Connection.committed` follows. */
  write: (from: Connection, verdict: NewVerdict, tells?: NewEvent) => void
  /** @throws where the bytes are no awareness update. */
  setPresence: (from: Connection, states: Uint8Array) => void
  allPresence: () => Uint8Array | undefined
  /** The plan's events after a seq. */
  readLog: (after: number) => Promise<PlanEvent[]>
  /** Has `Connection.catchUp` called until it keeps up. */
  catchUpLater: (connection: Connection) => void
  complain: (error: unknown, what: string) => void
  leave: (connection: Connection) => void
}

export class Connection {
  readonly member: Member
  readonly #host: Host
  readonly #socket: Socket
  readonly #feed: LogFeed
  readonly #allowance: SocketAllowance
  #isOpen = true
  /** Whether the page is told of changes: not before it has asked, and not while it reads too slowly. */
  #keepsUp = false
  /** From where on it is to be sent the plan before it is told more. */
  #lacksFrom: Clocks | undefined
  /** Whether this socket's step 2 has come: all that its page had when it connected. */
  #hasCaughtUp = false
  /** Whether something came that nobody may be told is saved. */
  #isOwing = false
  #written = 0
  #committed = 0
  #marks: { mark: number; afterWrites: number }[] = []

  constructor(host: Host, socket: Socket, member: Member) {
    this.#host = host
    this.#socket = socket
    this.member = member
    this.#allowance = new SocketAllowance(host.allowanceOf(member.personId), () => host.now())
    this.#feed = new LogFeed(
      (after) => host.readLog(after),
      (events) => this.#answerWith(messages.log(events)),
      (error) => {
        host.complain(error, 'the log could not be sent')
        this.close('resync')
      },
    )
  }

  greet(): void {
    if (!this.#spend(limits.joinEffort)) return this.close('tooFast')
    if (this.member.speaksFlashboard) {
      this.send(messages.epoch(this.member.epoch))
      this.send(messages.role(this.member.role))
    }
    this.send(messages.step1(this.#host.stateVector))
  }

  receive(bytes: Uint8Array): void {
    if (!this.#isOpen) return
    if (!this.#spend(bytes.length + limits.messageEffort)) return this.close('tooFast')
    try {
      this.#handle(messages.readMessage(bytes))
    } catch {
      this.#refuse('badMessage')
    }
  }

  /**
   * Takes edits that the server makes for this person, while nothing else of the plan is on its way to disk: all of them
   * or none. Where one is refused, or not all are paid for, the socket is closed as over an edit of its page's.
   * @param tells what the plan's log says of the last, and so of all.
   */
  receiveAll(updates: readonly Uint8Array[], tells: NewEvent): void {
    if (!this.#isOpen) return
    const bytes = updates.reduce((sum, { length }) => sum + length, 0)
    if (!this.#spend(bytes + limits.messageEffort)) return this.close('tooFast')
    const verdicts = this.#judging(() => this.#host.judgeAll(updates, this.member.personId))
    const refusal = verdicts.find((verdict) => verdict.kind === 'refused')
    if (refusal) return this.#refuse(refusal.reason)
    const fresh = verdicts.filter((verdict) => verdict.kind === 'new')
    this.#writeNew(fresh, tells)
  }

  /** @returns false where nothing was left. */
  #spend(effort: number): boolean {
    return this.#allowance.spend(effort)
  }

  #refuse(reason: CloseReason): void {
    this.#spend(limits.refusalEffort)
    this.close(reason)
  }

  /** What it asked for itself counts as its effort. */
  #answerWith(bytes: Uint8Array): void {
    this.#spend(bytes.length)
    this.send(bytes)
  }

  /** Something of the plan, or of presence, that a difference sent later would cover. */
  tell(bytes: Uint8Array): void {
    if (!this.#keepsUp) return
    this.send(bytes)
    if (this.#socket.bufferedAmount > BEHIND_BYTES) this.#fallBehind(this.#host.clocks)
  }

  /** Answers a step 1; one that reads too slowly has to wait for it. */
  answer(): void {
    if (this.#lacksFrom && this.#isOpen && this.#socket.bufferedAmount <= BEHIND_BYTES) this.#bringUp()
    else if (this.#lacksFrom) this.#host.catchUpLater(this)
  }

  /** Sends what was left out, once the socket has read what it had; returns whether it keeps up again. */
  catchUp(): boolean {
    if (!this.#lacksFrom || !this.#isOpen) return true
    if (this.#socket.bufferedAmount > 0) return false
    this.#bringUp()
    return this.#keepsUp
  }

  #bringUp(): void {
    const from = this.#lacksFrom!
    this.#lacksFrom = undefined
    this.#keepsUp = true
    const answer = this.#host.answerTo(from)
    const bytes = answer.reduce((sum, { length }) => sum + length, 0)
    // To find out what it lacks, all of the plan is gone through.
    this.#spend(Math.max(0, this.#host.weight - bytes))
    for (const message of answer.slice(0, -1)) this.#answerWith(message)
    this.#spend(answer.at(-1)!.length)
    this.tell(answer.at(-1)!)
    this.#sendPresence()
  }

  #fallBehind(from: Clocks): void {
    this.#keepsUp = false
    this.#lacksFrom = from
    this.#host.catchUpLater(this)
  }

  send(bytes: Uint8Array): void {
    if (!this.#isOpen) return
    if (this.#socket.bufferedAmount > BACKLOG_MAX_BYTES + this.#host.weight) this.close('resync')
    else this.#socket.send(bytes)
  }

  close(reason: CloseReason): void {
    if (!this.#isOpen) return
    const { code, message } = closeCodes[reason]
    this.#socket.close(code, message)
    this.left()
  }

  /** The socket is gone. What it sent before is still written. */
  left(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#feed.stop()
    this.#host.leave(this)
  }

  /** So many more of this socket's updates are on disk. */
  committed(count: number): void {
    this.#committed += count
    this.#answerMarks()
  }

  /** The log has more events: they are sent where the page follows it. */
  tellLog(): void {
    this.#feed.more()
  }

  #handle(message: messages.Message): void {
    switch (message.kind) {
      case 'step1':
        this.#keepsUp = false
        this.#lacksFrom = Y.decodeStateVector(message.stateVector)
        return this.#host.answerSoon(this)
      case 'step2':
      case 'update':
        return this.#write(message)
      case 'awareness':
        this.#allowance.spendForAll(message.states, this.#host.size)
        return this.#host.setPresence(this, message.states)
      case 'queryAwareness':
        return this.#sendPresence()
      case 'saved':
        this.#requireFlashboard()
        if (this.#marks.length >= limits.openMarks) return this.close('tooFast')
        this.#marks.push({ mark: message.mark, afterWrites: this.#written })
        return this.#answerMarks()
      case 'clock':
        this.#requireFlashboard()
        return this.send(messages.clock(message.pageTime, this.#host.now()))
      case 'log':
        this.#requireFlashboard()
        return this.#feed.follow(message.after)
    }
  }

  #write({ kind, update }: { kind: 'step2' | 'update'; update: Uint8Array }): void {
    const verdict = this.#judging(() => this.#host.judge(update, this.member.personId))
    // Typed while connecting, on top of edits that the server has not got yet: the step 2 to come has both.
    const isEarly = kind === 'update' && !this.#hasCaughtUp
    if (verdict.kind === 'refused' && verdict.reason === 'resync' && isEarly) {
      this.#isOwing = true
      return
    }
    if (verdict.kind === 'refused') return this.#refuse(verdict.reason)
    const catchesUp = kind === 'step2' && !this.#hasCaughtUp
    if (catchesUp) this.#isOwing = false
    if (verdict.kind === 'new') this.#writeNew([verdict])
    if (catchesUp) this.#catchUp()
    this.#answerMarks()
  }

  /** Whoever has the document built for it pays for that. */
  #judging<T>(judge: () => T): T {
    const wasBuilt = this.#host.isBuilt
    const verdict = judge()
    if (!wasBuilt && this.#host.isBuilt) this.#spend(this.#host.structs * limits.buildEffort)
    return verdict
  }

  /** What came early is in the step 2, so marks set after it wait for the step 2 to be on disk. */
  #catchUp(): void {
    this.#hasCaughtUp = true
    for (const mark of this.#marks) mark.afterWrites = this.#written
  }

  #writeNew(verdicts: readonly NewVerdict[], tells?: NewEvent): void {
    // Not in silence: their page keeps what was written, and shows it.
    if (!may(this.member.role, 'edit')) return this.close('readOnly')
    const brings = verdicts.some(({ structs }) => structs.length > 0)
    if (brings && this.#host.isFull) return this.close('planFull')
    if (!this.#allowance.keep(verdicts, this.#host.size)) return this.close('tooFast')
    this.#written += verdicts.length
    const last = verdicts.at(-1)
    for (const verdict of verdicts) this.#host.write(this, verdict, verdict === last ? tells : undefined)
  }

  #answerMarks(): void {
    if (this.#isOwing) return
    while (this.#marks.length > 0 && this.#marks[0]!.afterWrites <= this.#committed) {
      this.send(messages.saved(this.#marks.shift()!.mark, this.#host.seq))
    }
  }

  #requireFlashboard(): void {
    if (!this.member.speaksFlashboard) throw new TypeError('This socket was opened without our own types')
  }

  #sendPresence(): void {
    const states = this.#host.allPresence()
    if (!states) return
    this.#spend(states.length)
    this.tell(messages.awareness(states))
  }
}
