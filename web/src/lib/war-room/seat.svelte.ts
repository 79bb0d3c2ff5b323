/** Which console this person speaks for: as the plan has it, or as they chose on this device. */
import { consoleOf } from '@flashboard/shared/run/crew'
import { createContext } from 'svelte'
import { deviceName } from '#lib/ui/device-names.ts'
import type { RunDesk } from './run-desk.svelte.ts'

export class Seat {
  readonly #desk: RunDesk
  readonly #stored: string
  #chosen = $state<string>()

  constructor(desk: RunDesk) {
    this.#desk = desk
    this.#stored = deviceName('seat', desk.me.personId, desk.planId)
    try {
      this.#chosen = localStorage.getItem(this.#stored) ?? undefined
    } catch {
      // Chosen anew on each visit, then.
    }
  }

  get console() {
    const { plan, me } = this.#desk
    return plan.consoles.find(({ id }) => id === this.#chosen) ?? consoleOf(plan, me.name)
  }

  choose(consoleId: string): void {
    this.#chosen = consoleId
    // Whoever rehearses votes for one after another.
    if (this.#desk.isRehearsal) return
    try {
      localStorage.setItem(this.#stored, consoleId)
    } catch {
      // As above.
    }
  }
}

export const [useSeat, provideSeat] = createContext<Seat>()
