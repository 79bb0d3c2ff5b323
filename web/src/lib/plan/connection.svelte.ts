/**
 * The plan's socket: y-websocket's sync and awareness, and on top of them what the page says about them:
 * connected or not, what is on the server's disk, the server's time.
 *
 * *Saved* follows the server's word alone. Every own change raises a count; the count goes to the server
 * as a mark behind the change, and comes back once all that came before it is on disk. Marks wait for the
 * first sync of a connection, because only then has the page sent what it held from before.
 *
 * What is refused because its person may only read is kept back: the page comes back without it, and reads on.
 */
import { may, type Role, roleNames } from '@flashboard/shared/access/roles'
import type { PlanEvent } from '@flashboard/shared/log/events'
import { READ_ONLY, RESYNC } from '@flashboard/shared/wire/codes-to-act-on'
import { EPOCH_PARAMETER, messageType, PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { createSubscriber } from 'svelte/reactivity'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import type { Edit, EditLedger } from './edit-ledger.ts'
import { CountingSocket, Lifeline } from './lifeline.ts'
import { PlanLog } from './plan-log.svelte.ts'
import { ServerClock } from './server-clock.ts'

const CLOCK_EVERY_MS = 20_000

const RESYNCS_MAX = 5
const OUT_OF_STEP =
  'What this page holds does not fit the server’s plan, so it was not taken. It is kept on this device; copy it out.'

export type ConnectionState =
  | { name: 'connecting' | 'online' }
  /** `message` is the server's own sentence why not now; none where it is not there. */
  | { name: 'offline'; message?: string }
  | { name: 'refused'; code: number; message: string }

/** What this device's copy says of itself. */
interface Facts {
  keepFact: (fact: 'epoch' | 'overwritten', value: number) => void
}

export class Connection {
  readonly clock = new ServerClock()
  readonly log = new PlanLog()
  readonly awareness: Awareness
  readonly #provider: WebsocketProvider
  readonly #doc: Y.Doc
  readonly #ledger: EditLedger
  readonly #facts: Facts
  readonly #subscribe: () => void
  #changed: () => void = () => {}
  #state: ConnectionState = { name: 'connecting' }
  /** Why the server sent this page away, until it has taken what it did not take then. */
  #notNow = ''
  #role: Role | undefined
  #isOnDisk = false
  #keptBack: string | undefined
  #markDue = false
  /** How often in a row the server had this page sync anew, with nothing saved in between. */
  #resyncs = 0
  readonly #clockTimer: ReturnType<typeof setInterval>
  readonly #lifeline: Lifeline

  constructor(planId: string, doc: Y.Doc, awareness: Awareness, ledger: EditLedger, facts: Facts) {
    this.#doc = doc
    this.awareness = awareness
    // Others take a state where its clock is above 0, which is where an awareness begins.
    awareness.setLocalState(awareness.getLocalState())
    this.#ledger = ledger
    this.#facts = facts
    this.#subscribe = createSubscriber((update) => {
      this.#changed = update
      return () => (this.#changed = () => {})
    })
    const base = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
    this.#provider = new WebsocketProvider(base, planId, doc, {
      awareness,
      connect: false,
      disableBc: true,
      WebSocketPolyfill: CountingSocket,
      params: {
        get [PAGE_PARAMETER]() {
          return String(ledger.schemaVersion)
        },
      },
    })
    const sync = this.#provider.messageHandlers[messageType.sync]!
    // What is written to another encoder than the provider's is not sent.
    this.#provider.messageHandlers[messageType.sync] = (encoder, ...rest) =>
      sync(this.#keptBack === undefined ? encoder : encoding.createEncoder(), ...rest)
    this.#provider.messageHandlers[messageType.saved] = (_, decoder) => this.#onSaved(decoder)
    this.#provider.messageHandlers[messageType.clock] = (_, decoder) => this.#onClock(decoder)
    this.#provider.messageHandlers[messageType.log] = (_, decoder) => {
      this.log.learn(JSON.parse(decoding.readVarString(decoder)) as PlanEvent[])
    }
    this.#provider.messageHandlers[messageType.epoch] = (_, decoder) => {
      const epoch = decoding.readVarUint(decoder)
      this.#provider.params[EPOCH_PARAMETER] = String(epoch)
      facts.keepFact('epoch', epoch)
    }
    this.#provider.messageHandlers[messageType.role] = (_, decoder) => {
      const role = decoding.readVarString(decoder)
      this.#role = roleNames.find((known) => known === role)
      // Before the server's step 1, which asks for what this page holds.
      if (this.#role && may(this.#role, 'edit')) this.#keptBack = undefined
      this.#changed()
    }
    this.#provider.on('status', ({ status }) => {
      if (status === 'disconnected') this.#showAnew()
      if (status === 'connected') this.#enter({ name: 'connecting' })
    })
    this.#provider.on('connection-close', (event) => {
      // Any code below is no matter of when, and has its own place to be said.
      this.#notNow = event && event.code >= 4500 ? event.reason : ''
      this.#enter({ name: 'offline' })
      if (event?.code === RESYNC && ++this.#resyncs >= RESYNCS_MAX) this.giveUp()
    })
    this.#provider.on('sync', (isSynced) => isSynced && this.#onSync())
    this.#provider.on('closed', ({ code, reason }) => {
      if (code === READ_ONLY) return this.#readOn(reason)
      this.#enter({ name: 'refused', code, message: reason || `The server closed the plan (code ${code}).` })
    })
    doc.on('update', this.#onUpdate)
    this.#lifeline = new Lifeline(this.#provider, () => this.#askTime())
    this.#clockTimer = setInterval(() => this.#askTime(), CLOCK_EVERY_MS)
  }

  /** What the server said that this page's person may do; `undefined` until it has. */
  get role(): Role | undefined {
    this.#subscribe()
    return this.#role
  }

  /** The server's sentence why it takes nothing of what this page holds, and tells it of the plan all the same. */
  get keptBack(): string | undefined {
    this.#subscribe()
    return this.#keptBack
  }

  get state(): ConnectionState {
    this.#subscribe()
    // It may be let in and sent away several times a second.
    if (this.#notNow && this.#state.name !== 'refused') return { name: 'offline', message: this.#notNow }
    return this.#state
  }

  /** Own edits that are not known to be on the server's disk, this device's earlier ones included. */
  get unsaved(): number {
    this.#subscribe()
    return this.#ledger.unsaved
  }

  /** Whether everything this page holds is on the server's disk, as the server said. */
  get isSaved(): boolean {
    this.#subscribe()
    return this.#isOnDisk && this.#ledger.unsaved === 0
  }

  /** Another tab heard that these, by their keys in this device's copy, are on the server's disk. */
  savedElsewhere(keys: ReadonlySet<number>): void {
    this.#ledger.savedElsewhere(keys)
    this.#changed()
  }

  /** As `EditLedger.found`; the server is asked for them too where it has sent them all already, and nothing changes. */
  found(onServer: readonly Uint8Array[], edits: readonly Edit[]): void {
    this.#ledger.found(onServer, edits)
    this.#markSoon()
  }

  /** @param epoch the plan's epoch that this page holds something of; none where it holds nothing. */
  connect(epoch: number | undefined): void {
    if (epoch !== undefined) this.#provider.params[EPOCH_PARAMETER] = String(epoch)
    this.#provider.connect()
  }

  destroy(): void {
    clearInterval(this.#clockTimer)
    this.#lifeline.destroy()
    this.#doc.off('update', this.#onUpdate)
    this.#provider.destroy()
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.#provider) return this.#onHeard(update)
    if (origin !== this.#ledger.foundOrigin) this.#ledger.wrote(update)
    this.#markSoon()
  }

  #markSoon(): void {
    this.#changed()
    if (this.#markDue) return
    this.#markDue = true
    // Behind the provider's own listener, which sends the change itself.
    queueMicrotask(() => this.#mark())
  }

  /**
   * Yjs draws another client id where the server has something under this page's that is not from here. What was
   * written under it meanwhile counts there as known, and its mark would be answered, though nobody has it.
   */
  #onHeard(update: Uint8Array): void {
    if (this.#doc.clientID === this.awareness.clientID) return this.#ledger.heard(update)
    this.#showUnder(this.#doc.clientID)
    if (this.#ledger.unsaved === 0) return this.#ledger.heard(update)
    this.#facts.keepFact('overwritten', 1)
    // Behind what the provider does with this message yet.
    queueMicrotask(() => this.giveUp())
  }

  /** The provider shows, and hides, whoever the document writes as. */
  #showUnder(clientId: number): void {
    const state = this.awareness.getLocalState()
    this.awareness.setLocalState(null)
    this.awareness.clientID = clientId
    // Others take a state where its clock is above 0.
    for (let i = 0; i < 2; i++) this.awareness.setLocalState(state)
  }

  #onSync(): void {
    // What is kept back is not sent, so no mark is answered.
    if (this.#keptBack !== undefined) this.#notNow = ''
    this.#enter({ name: 'online' })
    this.#mark()
    this.#askTime()
    this.#askLog()
  }

  #mark(): void {
    this.#markDue = false
    // What is kept back did not come before it.
    if (this.#state.name !== 'online' || this.#keptBack !== undefined) return
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, messageType.saved)
      encoding.writeVarUint(encoder, this.#ledger.mark)
    })
  }

  #onSaved(decoder: decoding.Decoder): void {
    this.#ledger.saved(decoding.readVarUint(decoder))
    this.#isOnDisk = true
    this.#notNow = ''
    this.#resyncs = 0
    this.#changed()
  }

  /**
   * A state counts where its clock is above the last one known, of somebody who left too. So others' clocks are
   * forgotten with their states, and this page's is raised, for nobody to miss anybody until the next sign of life.
   */
  #showAnew(): void {
    const { meta, clientID } = this.awareness
    for (const id of meta.keys()) if (id !== clientID) meta.delete(id)
    this.awareness.setLocalState(this.awareness.getLocalState())
  }

  /** Its words wait here until the server says that their person is an editor again. */
  #readOn(why: string): void {
    this.#keptBack = why
    this.#provider.connect()
  }

  /** The plan may be open to its person again. */
  comeBack(): void {
    this.#enter({ name: 'connecting' })
    this.#provider.connect()
  }

  /** What this page holds does not fit what the server has, and never will: its person must know. */
  giveUp(): void {
    this.#provider.disconnect()
    this.#enter({ name: 'refused', code: RESYNC, message: OUT_OF_STEP })
  }

  #askTime(): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, messageType.clock)
      encoding.writeFloat64(encoder, Date.now())
    })
  }

  #askLog(): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, messageType.log)
      encoding.writeVarUint(encoder, this.log.lastSeq)
    })
  }

  #onClock(decoder: decoding.Decoder): void {
    this.clock.learn(decoding.readFloat64(decoder), decoding.readFloat64(decoder), Date.now())
    this.#changed()
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    const socket = this.#provider.ws
    if (socket?.readyState !== WebSocket.OPEN) return
    const encoder = encoding.createEncoder()
    write(encoder)
    socket.send(encoding.toUint8Array(encoder))
  }

  #enter(state: ConnectionState): void {
    // A refusal stands until somebody acts; what the closing socket says after it is no news.
    if (this.#state.name === 'refused' && state.name === 'offline') return
    this.#state = state
    if (state.name !== 'online') this.#isOnDisk = false
    this.#changed()
  }
}
