/** One open plan: the document, who is here, the connection and undo, read by views through one object. */
import { may, type Role } from '@flashboard/shared/access/roles'
import { type Buffer, buffer } from '@flashboard/shared/figures/buffer'
import { type OversellGuard, oversellGuard } from '@flashboard/shared/figures/oversell-guard'
import { type StockFigures, stockLines } from '@flashboard/shared/figures/stock'
import type { FieldPath } from '@flashboard/shared/plan/field-path'
import type { Stamp } from '@flashboard/shared/plan/fields'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { CollectionName, Plan } from '@flashboard/shared/plan/schema'
import { staleEvidence, type Staleness } from '@flashboard/shared/readiness/expiry'
import { type GateStanding, judgeBy, lastTurn, pastOf } from '@flashboard/shared/readiness/judge'
import type { Person } from '@flashboard/shared/wire/http'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { chance } from './chance.ts'
import { Connection } from './connection.svelte.ts'
import { OfflineCopy } from './offline-copy.ts'
import { Presence } from './presence.svelte.ts'
import { UndoHistory } from './undo-history.svelte.ts'

const TICK_MS = 1_000

export class LivePlan {
  readonly id: string
  readonly me: Person
  readonly role: Role
  readonly edits: PlanDoc
  readonly undo: UndoHistory
  readonly presence: Presence
  readonly connection: Connection
  readonly #copy: OfflineCopy
  #isCopied = $state(true)
  readonly #subscribe: () => void
  readonly #tick: () => void
  readonly #all = $derived.by(() => {
    this.#subscribe()
    return this.edits.read()
  })
  readonly #stockLines = $derived(stockLines(this.#all))
  readonly #guard = $derived(oversellGuard(this.#all))
  readonly #buffer = $derived(buffer(this.#all))
  /** The log may be long, and grows more seldom than a plan is typed in. */
  readonly #past = $derived.by(() => pastOf(this.connection.log.events))
  readonly #stale = $derived.by(() => staleEvidence(this.#all, this.#past.expiries))
  readonly #turnedAt = $derived(lastTurn(this.#all, this.now))
  readonly #standings = $derived.by(() => judgeBy(this.#past, this.#all, this.#turnedAt))

  constructor(id: string, me: Person, role: Role) {
    this.id = id
    this.me = me
    this.role = role
    const doc = new Y.Doc()
    this.edits = new PlanDoc(doc, chance)
    this.undo = new UndoHistory(this.edits)
    this.#copy = new OfflineCopy(id, me.id, doc, () => (this.#isCopied = false))
    const awareness = new Awareness(doc)
    this.presence = new Presence(awareness, me)
    const keepEpoch = (epoch: number) => this.#copy.keepEpoch(epoch)
    this.connection = new Connection(id, doc, awareness, this.#copy.isOrigin, keepEpoch)
    this.#subscribe = createSubscriber((update) => this.edits.onChange(update))
    this.#tick = createSubscriber((update) => {
      const timer = setInterval(update, TICK_MS)
      return () => clearInterval(timer)
    })
  }

  /** One collection, as it stands now. */
  get<N extends CollectionName>(name: N): Plan[N] {
    this.#subscribe()
    return this.edits.get(name)
  }

  value(path: FieldPath): unknown {
    this.#subscribe()
    return this.edits.value(path)
  }

  text(path: FieldPath): Y.Text | undefined {
    this.#subscribe()
    return this.edits.text(path)
  }

  get all(): Plan {
    return this.#all
  }

  /** Whether the document holds a plan yet: false until the server, or this device's copy, gave one. */
  get isHere(): boolean {
    this.#subscribe()
    return this.edits.schemaVersion > 0
  }

  /** The server's time (UTC ms), anew each second. */
  get now(): number {
    this.#tick()
    return this.connection.clock.now()
  }

  /** How the gates stand now; the same array until the plan or its log changes, or a gate turns by time. */
  get standings(): readonly GateStanding[] {
    return this.#standings
  }

  get stockLines(): readonly StockFigures[] {
    return this.#stockLines
  }

  get guard(): OversellGuard {
    return this.#guard
  }

  get buffer(): Buffer {
    return this.#buffer
  }

  /** Why the evidence at a path is stale now; nothing where it is good, or where there is none. */
  staleAt(path: FieldPath): readonly Staleness[] {
    return this.#stale.get(path) ?? []
  }

  /** How many stored values could not be read. */
  get leftOut(): number {
    this.#subscribe()
    return this.edits.leftOut
  }

  /** Whether this device keeps a copy: what is written offline outlives the tab. */
  get isCopied(): boolean {
    return this.#isCopied
  }

  get mayEdit(): boolean {
    return may(this.role, 'edit')
  }

  /** Who does something now, for a field that records it. */
  stamp(): Stamp {
    return { at: Math.round(this.connection.clock.now()), by: this.me.name }
  }

  /** One act of this person's, a step of its own to undo. */
  act<T>(write: () => T): T {
    this.undo.pause()
    let result: T
    this.edits.change(() => {
      result = write()
    })
    this.undo.pause()
    return result!
  }

  /**
   * Connects, once this device's copy, if there is one, is in the document: so that what it holds goes out
   * with the first sync.
   */
  async open(): Promise<void> {
    this.#isCopied = await this.#copy.opened()
    const epoch = this.isHere ? ((await this.#copy.epoch()) ?? 0) : undefined
    this.connection.connect(epoch)
  }

  /** Gives up what this device holds of the plan, for what the server has; the page must be loaded again. */
  async startOver(): Promise<void> {
    this.connection.destroy()
    // Where another tab has taken this page's copy away, the one that is there now is not of this page.
    if (this.#isCopied) await this.#copy.remove()
  }

  close(): void {
    this.connection.destroy()
    this.undo.destroy()
    void this.#copy.close()
    this.edits.doc.destroy()
  }
}

export const [usePlan, providePlan] = createContext<LivePlan>()
