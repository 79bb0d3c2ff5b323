/** Which gate's details are open under the rail: by its stop there, or from anywhere else on the board. */
import { createContext, tick } from 'svelte'

export class OpenGate {
  #id = $state<string>()

  get id(): string | undefined {
    return this.#id
  }

  toggle(id: string): void {
    this.#id = this.#id === id ? undefined : id
  }

  close(): void {
    this.#id = undefined
  }

  /** Takes a person there who is somewhere else. */
  async show(id: string): Promise<void> {
    this.#id = id
    await tick()
    const details = document.getElementById(DETAILS_ID)
    details?.scrollIntoView({ block: 'nearest' })
    details?.focus({ preventScroll: true })
  }
}

/** Where the rail shows them. */
export const DETAILS_ID = 'gate-details'

export const [useOpenGate, provideOpenGate] = createContext<OpenGate>()
