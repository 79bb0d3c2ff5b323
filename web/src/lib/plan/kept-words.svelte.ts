/**
 * What a person wrote that their plan did not take, kept on this device after they went on from the server's plan:
 * so that they can write it again beside it. `keep-words` keeps them.
 */
import type { NotTaken } from '@flashboard/shared/plan/not-taken'
import type { ChangeAnswer } from '@flashboard/shared/wire/versions'
import { deviceName } from '#lib/ui/device-names.ts'

export interface KeptNotTaken extends NotTaken {
  changes: (NotTaken['changes'][number] & Partial<Pick<ChangeAnswer, 'by'>>)[]
  /** When it was refused (UTC ms). */
  at: number
  /** The plan was put back from a backup: others may have written it. */
  isOfBefore?: boolean
  /** The server took it all, but others took out what it was written in. */
  isTakenAway?: boolean
}

export class KeptWords {
  readonly key: string
  #words = $state.raw<KeptNotTaken>()
  #isNews = $state(false)

  constructor(planId: string, personId: string) {
    this.key = deviceName('not-taken', personId, planId)
    this.#words = readKept(this.key)
  }

  get words(): KeptNotTaken | undefined {
    return this.#words
  }

  /** Whether they came while this page was open, and its person has not turned to them yet. */
  get isNews(): boolean {
    return this.#isNews
  }

  show(words: KeptNotTaken): void {
    this.#words = words
    this.#isNews = true
  }

  read(): void {
    this.#isNews = false
  }

  putAway(): void {
    localStorage.removeItem(this.key)
    this.#words = undefined
    this.#isNews = false
  }
}

export function readKept(key: string): KeptNotTaken | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as KeptNotTaken | null) ?? undefined
  } catch {
    return undefined
  }
}
