/**
 * A page on the plan: y-websocket's client, and what `web/src/lib/plan/connection.svelte.ts` does on top of it (marks
 * behind edits, marks only after the first sync, epochs, the log). It is written out here because both need a
 * browser; reconnecting, waiting times and the order of messages are theirs.
 */
import * as messages from '@flashboard/server/sync/messages'
import type { PlanEvent } from '@flashboard/shared/log/events'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { closeReason } from '@flashboard/shared/wire/close-codes'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { randomEditor } from '../support/random-edits.ts'
import { rawStep2 } from '../support/room-client.ts'
import { seededChance } from '../support/seeded-chance.ts'
import type { Device, Edit } from './device.ts'
import { ABNORMAL, Link } from './network.ts'
import type { ProcessClock } from './virtual-clock.ts'

const BACKOFF_MAX_MS = 2_500
const SILENCE_MAX_MS = 30_000
const LOOK_EVERY_MS = 3_000
const PRESENCE_EVERY_MS = 15_000

type State = 'connecting' | 'online' | 'offline' | 'refused'

export class Page {
  readonly doc = new Y.Doc()
  readonly plan: PlanDoc
  readonly log: number[] = []
  state: State = 'connecting'
  readonly #device: Device
  readonly #clock: ProcessClock
  readonly #edit: () => void
  #link: Link | undefined
  #isOpen = false
  #isSynced = false
  #failures = 0
  #heardAt = 0
  #presenceClock = 0
  #epoch: number | undefined
  /** Own edits since the page was opened, the first of which has the number 1. */
  readonly #made: Edit[] = []
  #saved = 0
  #isOnDisk = false
  #isMarkDue = false

  constructor(device: Device, copy: { updates: readonly Uint8Array[]; epoch: number | undefined }) {
    this.#device = device
    const { dice, network } = device.around
    this.#clock = network.clock.process()
    this.doc.clientID = dice.clientId()
    for (const update of copy.updates) Y.applyUpdate(this.doc, update, 'copy')
    this.plan = new PlanDoc(this.doc, seededChance(this.doc.clientID))
    this.#edit = randomEditor(this.doc, this.doc.clientID)
    if (this.isHere) this.#epoch = copy.epoch ?? 0
    this.doc.on('update', (update: Uint8Array, origin: unknown) => this.#onUpdate(update, origin))
    this.#clock.every(LOOK_EVERY_MS, () => this.#look())
    this.#clock.every(PRESENCE_EVERY_MS, () => this.#sayPresence())
    this.#connect()
  }

  /** Whether there is a plan to write into yet. */
  get isHere(): boolean {
    return this.plan.schemaVersion > 0
  }

  /** Whether it says so: everything that it holds is on the server's disk. */
  get isSaved(): boolean {
    return this.#isOnDisk && this.#saved === this.#made.length
  }

  get link(): Link | undefined {
    return this.#link
  }

  edit(): void {
    this.#edit()
  }

  /** As if a broken client sent this. */
  sendRaw(bytes: Uint8Array): void {
    this.#send(bytes)
  }

  close(): void {
    this.#link?.up.send({ close: 1001 })
    this.crash()
  }

  crash(): void {
    this.#clock.kill()
    if (this.#link) this.#link.down.to = undefined
    // The machine says for the tab that nobody is there any more.
    this.#link?.up.send({ close: ABNORMAL })
    this.#link = undefined
    this.#isOpen = false
    this.doc.destroy()
  }

  #connect(): void {
    const { network, server } = this.#device.around
    if (this.#link || this.state === 'refused') return
    const link = new Link(network, this.#device.name)
    this.#link = link
    this.#isSynced = false
    link.down.to = {
      heard: (piece) => {
        if (this.#link !== link) return
        if (piece === 'ping') link.up.send('pong')
        else if (typeof piece === 'object' && 'close' in piece) this.#closed(piece.close)
        else if (typeof piece === 'object') this.#hear(piece.bytes)
      },
    }
    this.#clock.after(link.latency() * 2, () => {
      if (this.#link !== link) return
      if (this.#device.isOffline || !server.accepts(link, this.#device, this.#epoch)) this.#closed(ABNORMAL)
      else this.#opened()
    })
  }

  #opened(): void {
    this.#isOpen = true
    this.#heardAt = this.#clock.now()
    this.state = 'connecting'
    this.#send(messages.step1(Y.encodeStateVector(this.doc)))
    this.#sayPresence()
  }

  #closed(code: number): void {
    const { network, violation } = this.#device.around
    const reason = closeReason(code)
    network.trace.note(`${this.#device.name} hears that its socket closed: ${reason ?? code}`)
    this.#link = undefined
    this.#isOpen = false
    this.#isOnDisk = false
    this.state = 'offline'
    this.#failures++
    // A viewer who meddled is turned away for it, and loads the page again.
    const hasMeddled = reason === 'readOnly' && this.#device.role === 'viewer'
    if (code >= 4400 && code < 4500 && !hasMeddled) {
      this.state = 'refused'
      if (reason !== 'restored') violation(`${this.#device.name} was turned away: ${reason ?? code}`)
      return
    }
    this.#clock.after(Math.min(2 ** this.#failures * 100, BACKOFF_MAX_MS), () => this.#connect())
  }

  /** A connection on which nothing came for long is given up. */
  #look(): void {
    if (!this.#isOpen || this.#clock.now() - this.#heardAt <= SILENCE_MAX_MS) return
    this.#link!.up.send({ close: 1000 })
    this.#closed(ABNORMAL)
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#isOpen) return
    this.#heardAt = this.#clock.now()
    const decoder = decoding.createDecoder(bytes)
    switch (decoding.readVarUint(decoder)) {
      case messageType.saved:
        return this.#onSaved(decoding.readVarUint(decoder))
      case messageType.epoch:
        this.#epoch = decoding.readVarUint(decoder)
        return this.#device.keepEpoch(this.#epoch)
      case messageType.log:
        return this.#learn(JSON.parse(decoding.readVarString(decoder)) as PlanEvent[])
      case messageType.sync:
        return this.#sync(messages.readMessage(bytes))
    }
  }

  #sync(message: messages.Message): void {
    if (message.kind === 'step1') {
      this.#send(rawStep2(Y.encodeStateAsUpdate(this.doc, message.stateVector)))
    } else if (message.kind === 'step2' || message.kind === 'update') {
      this.#promise(message.update)
      Y.applyUpdate(this.doc, message.update, 'server')
      if (message.kind === 'step2' && !this.#isSynced) this.#onSync()
    }
  }

  #onSync(): void {
    this.#isSynced = true
    this.#failures = 0
    this.state = 'online'
    this.#mark()
    this.#send(encode(messageType.log, this.log.at(-1) ?? 0))
  }

  #onUpdate(update: Uint8Array, origin: unknown): void {
    if (origin === 'copy') return
    if (origin === 'server') return this.#device.keep(update)
    this.#made.push(this.#device.made(update))
    this.#send(messages.update(update))
    if (this.#isMarkDue) return
    this.#isMarkDue = true
    queueMicrotask(() => this.#mark())
  }

  #mark(): void {
    this.#isMarkDue = false
    if (this.state === 'online') this.#send(encode(messageType.saved, this.#made.length))
  }

  #onSaved(mark: number): void {
    for (const { update } of this.#made.slice(this.#saved, mark)) this.#promise(update)
    this.#saved = Math.max(this.#saved, mark)
    // With the first answer of a connection, what it held from before is said to be saved, too.
    if (!this.#isOnDisk && this.#saved === this.#made.length) this.#promise(Y.encodeStateAsUpdate(this.doc))
    this.#isOnDisk = true
  }

  /** What a page still hears of a plan that a backup has taken the place of is no promise any more. */
  #promise(update: Uint8Array): void {
    const { server, promise } = this.#device.around
    if (this.#epoch === server.epoch) promise(update)
  }

  #learn(events: readonly PlanEvent[]): void {
    const last = this.log.at(-1) ?? 0
    const news = events.map(({ seq }) => seq).filter((seq) => seq > last)
    if (news.some((seq, index) => seq !== last + index + 1)) {
      this.#device.around.violation(`${this.#device.name} was sent the log with a gap: ${last}, then ${news}`)
    }
    this.log.push(...news)
  }

  #sayPresence(): void {
    if (!this.#isOpen) return
    const states = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, this.doc.clientID)
      encoding.writeVarUint(encoder, ++this.#presenceClock)
      encoding.writeVarString(encoder, '{}')
    })
    this.#send(messages.awareness(states))
  }

  #send(bytes: Uint8Array): void {
    if (this.#isOpen) this.#link!.up.send({ bytes })
  }
}

const encode = (type: number, value: number) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    encoding.writeVarUint(encoder, value)
  })
