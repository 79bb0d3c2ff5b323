/**
 * A person's device: it keeps a copy of the plan, as IndexedDB does, and has the plan open in a page or not. What a
 * page writes is in the copy a moment later, in order; a tab that crashes in that moment loses it. The copy outlives
 * the page, unless the browser throws it away.
 */
import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import type { Dice } from './dice.ts'
import type { Network } from './network.ts'
import { Page } from './page.ts'
import type { SimulatedServer } from './server.ts'

/** An edit that its person has made. */
export interface Edit {
  update: Uint8Array
  /** Whether the device's copy has it, to be sent when the plan is opened again. */
  isKept: boolean
  /** Whether it may be lost: it was nowhere but in what is gone. */
  isExcused: boolean
}

interface Surroundings {
  network: Network
  server: SimulatedServer
  dice: Dice
  /** What a page was told is on the server's disk, or was shown of others. */
  promise: (update: Uint8Array) => void
  violation: (what: string) => void
}

/** The longest that a write into the copy takes. */
const KEEP_MS = 20

export class Device {
  readonly name: string
  readonly person: Person
  readonly role: Role
  readonly around: Surroundings
  readonly edits: Edit[] = []
  page: Page | undefined
  /** Whether it has no network. */
  isOffline = false
  #copy: Uint8Array[] = []
  #epoch: number | undefined
  /** What is on its way into the copy. */
  #keeping: (() => void)[] = []

  constructor(name: string, person: Person, role: Role, around: Surroundings) {
    this.name = name
    this.person = person
    this.role = role
    this.around = around
  }

  open(): void {
    this.page ??= new Page(this, { updates: this.#copy, epoch: this.#epoch })
  }

  /** The tab is closed: what it was keeping is kept, what it was sending is sent. */
  close(): void {
    this.page?.close()
    this.page = undefined
    for (const keep of this.#keeping.splice(0)) keep()
  }

  /** The tab is gone in the middle of everything. */
  crash(): void {
    this.#keeping = []
    for (const edit of this.edits) if (!edit.isKept) edit.isExcused = true
    this.page?.crash()
    this.page = undefined
  }

  /** The browser throws the copy away, with the tab. */
  loseCopy(): void {
    this.crash()
    this.#copy = []
    this.#epoch = undefined
    for (const edit of this.edits) edit.isExcused = true
  }

  made(update: Uint8Array): Edit {
    const edit = { update, isKept: false, isExcused: false }
    this.edits.push(edit)
    this.keep(update, () => (edit.isKept = true))
    return edit
  }

  keep(update: Uint8Array, kept = () => {}): void {
    this.#later(() => {
      this.#copy.push(update)
      kept()
    })
  }

  keepEpoch(epoch: number): void {
    this.#later(() => (this.#epoch = epoch))
  }

  #later(keep: () => void): void {
    this.#keeping.push(keep)
    this.around.network.clock.after(KEEP_MS, () => {
      // What it waited for may have ended early, or with a crash.
      if (this.#keeping[0] === keep) this.#keeping.shift()!()
    })
  }
}
