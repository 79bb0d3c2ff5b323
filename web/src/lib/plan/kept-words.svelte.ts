/**
 * What a person wrote that their plan did not take, kept on this device after they went on from the server's plan:
 * so that they can write it again beside it. `keep-words` keeps them, before the page is loaded again.
 */
import type { NotTaken } from '@flashboard/shared/plan/not-taken'
import { deviceName } from '#lib/ui/device-names.ts'

export interface KeptNotTaken extends NotTaken {
  /** When it was refused (UTC ms). */
  at: number
  /** The plan was put back from a backup: others may have written it. */
  isOfBefore?: boolean
}

export class KeptWords {
  readonly key: string
  #words = $state.raw<KeptNotTaken>()

  constructor(planId: string, personId: string) {
    this.key = deviceName('not-taken', personId, planId)
    this.#words = readKept(this.key)
  }

  get words(): KeptNotTaken | undefined {
    return this.#words
  }

  putAway(): void {
    localStorage.removeItem(this.key)
    this.#words = undefined
  }
}

export function readKept(key: string): KeptNotTaken | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as KeptNotTaken | null) ?? undefined
  } catch {
    return undefined
  }
}
