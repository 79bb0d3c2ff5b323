/** One open plan: the document, who is here, the connection and undo, read by views through one object. */
import { may, type Role } from '@flashboard/shared/access/roles'
import { type Buffer, buffer } from '@flashboard/shared/figures/buffer'
import { type OversellGuard, oversellGuard } from '@flashboard/shared/figures/oversell-guard'
import { type StockFigures, stockLines } from '@flashboard/shared/figures/stock'
import type { FieldPath } from '@flashboard/shared/plan/field-path'
import type { Stamp } from '@flashboard/shared/plan/readers'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { type CollectionName, type Plan, PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { staleEvidence, type Staleness } from '@flashboard/shared/readiness/expiry'
import { type GateStanding, judgeBy, lastTurn, pastOf } from '@flashboard/shared/readiness/judge'
import type { Person } from '@flashboard/shared/wire/http'
import { createContext, untrack } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { chance } from './chance.ts'
import { Connection } from './connection.svelte.ts'
import { epochHeld, type Kept } from './copy-store.ts'
import { type Edit, EditLedger, isOfThisSchema } from './edit-ledger.ts'
import { KeptWords } from './kept-words.svelte.ts'
import { OfflineCopy } from './offline-copy.svelte.ts'
import { Presence } from './presence.svelte.ts'
import { watchRemovals } from './removals.ts'
import { UndoHistory } from './undo-history.svelte.ts'

const TICK_MS = 1_000

export class LivePlan {
  readonly id: string
  readonly me: Person
  readonly #role: Role
  readonly edits: PlanDoc
  readonly undo: UndoHistory
  readonly presence: Presence
  readonly connection: Connection
  readonly copy: OfflineCopy
  /** What was not taken earlier. */
  readonly keptWords: KeptWords
  readonly #ledger: EditLedger
  #isGivenUp = $state(false)
  #unentered = $state(0)
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
    this.#role = role
    const doc = new Y.Doc()
    this.edits = new PlanDoc(doc, chance)
    this.undo = new UndoHistory(this.edits)
    this.copy = new OfflineCopy(id, me.id)
    this.keptWords = new KeptWords(id, me.id)
    this.#ledger = new EditLedger(this.copy)
    const awareness = new Awareness(doc)
    this.presence = new Presence(awareness, me)
    this.connection = new Connection(id, doc, awareness, this.#ledger, this.copy)
    this.#subscribe = createSubscriber((update) => this.edits.onChange(update))
    // What others took out, while this page's person had something to say in it, is not to go in silence.
    const isWriting = () => this.connection.unsaved > 0 || this.presence.field !== undefined
    watchRemovals(
      this.edits,
      ({ local, origin }) => !local && origin !== this.#ledger.foundOrigin && isWriting(),
      (removal) => {
        const states = { ...removal, known: this.planOnServer(), at: this.presence.field }
        void import('./taken-away.ts').then(({ keepTakenAway }) => keepTakenAway(this, states))
      },
    )
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

  /** How many edits are neither on the server's disk nor on this device's: they would go with the tab. */
  get onlyHere(): number {
    const { unsaved } = this.connection
    if (this.#isGivenUp) return 0
    return this.copy.isOpen ? Math.min(unsaved, this.copy.waiting) : unsaved
  }

  /** The plan as the server has it, as far as this page knows: without what is unsaved. */
  planOnServer(): Plan {
    return planOf([this.#ledger.onServer()])
  }

  /** The same with all that was written here, of which an overwritten page's document may have lost some. */
  planOnPage(): Plan {
    const { onServer, edits } = this.#ledger.everything()
    return planOf([onServer, ...edits.map(({ update }) => update)])
  }

  /** What one may do here: a lead may change it while the page is open. */
  get role(): Role {
    return this.connection.role ?? this.#role
  }

  /** Whether this page was opened to edit, and its person may not any more. */
  get isDemoted(): boolean {
    return may(this.#role, 'edit') && !may(this.role, 'edit')
  }

  get mayEdit(): boolean {
    return may(this.role, 'edit') && this.isOfThisSchema
  }

  /** Whether this page knows what is in the document. A copy of before a deploy is of another schema until the server answers. */
  get isOfThisSchema(): boolean {
    this.#subscribe()
    return this.edits.schemaVersion === PLAN_SCHEMA_VERSION
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
    const kept = await this.openCopy()
    if (kept?.facts.has('overwritten')) return this.connection.giveUp()
    this.connection.connect(kept && epochHeld(kept))
  }

  /** @returns what this device's copy held, if it could be read. */
  async openCopy(): Promise<Kept | undefined> {
    const kept = await this.copy.open({
      isAway: () => this.connection.state.name !== 'online',
      // A tab of before a deploy: what it writes is not this page's to send.
      onEdits: (edits) => this.#take([], edits.filter(isOfThisSchema)),
      onSaved: (keys) => this.connection.savedElsewhere(keys),
      onLate: ({ onServer, edits }) => this.#take(onServer, edits.filter(isOfThisSchema)),
      everything: () => this.#ledger.everything(),
    })
    if (!kept) return undefined
    try {
      this.#take(kept.onServer, kept.edits)
      return kept
    } catch {
      const mended = await this.copy.mend(({ onServer, edits }) => this.#take(onServer, edits))
      // Of what can't be mended the document may hold a part: of the copy's epoch.
      return mended ?? kept
    }
  }

  /**
   * Gives up what this device holds of the plan, for what the server has; the page must be loaded again.
   * @throws where another tab does not let go of this device's copy.
   */
  async startOver(): Promise<void> {
    this.connection.destroy()
    await this.copy.remove()
    this.#isGivenUp = true
  }

  /** How many fields hold something that is typed and not in the plan: to be entered yet, or refused. */
  get unentered(): number {
    return this.#unentered
  }

  /** A field holds such a thing. @returns how to say that it does no longer. */
  holdBack = (): (() => void) => {
    const add = (count: number) => untrack(() => (this.#unentered += count))
    add(1)
    return () => void add(-1)
  }

  close(): void {
    this.connection.destroy()
    this.undo.destroy()
    void this.copy.close()
    this.edits.doc.destroy()
  }

  #take(onServer: readonly Uint8Array[], edits: readonly Edit[]): void {
    const { doc } = this.edits
    const updates = [...onServer, ...edits.map(({ update }) => update)]
    doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)), this.#ledger.foundOrigin)
    // Behind what may throw: what no document takes is not to be counted.
    this.connection.found(onServer, edits)
  }
}

function planOf(updates: readonly Uint8Array[]): Plan {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  const plan = new PlanDoc(doc, chance).read()
  doc.destroy()
  return plan
}

export const [usePlan, providePlan] = createContext<LivePlan>()
