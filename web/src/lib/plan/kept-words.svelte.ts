/**
 * What a person wrote that their plan did not take, kept on this device after they went on from the server's plan:
 * so that they can write it again beside it.
 */
import type { NotTaken } from '@flashboard/shared/plan/not-taken'
import { deviceName } from '#lib/ui/device-names.ts'

export interface KeptNotTaken extends NotTaken {
  /** When it was refused (UTC ms). */
  at: number
}

export class KeptWords {
  readonly #key: string
  #words = $state.raw<KeptNotTaken>()

  constructor(planId: string, personId: string) {
    this.#key = deviceName('not-taken', personId, planId)
    this.#words = read(this.#key)
  }

  get words(): KeptNotTaken | undefined {
    return this.#words
  }

  /** Keeps these beside what is kept already; false where this browser keeps nothing, or has no room. */
  keep(words: KeptNotTaken): boolean {
    const before = read(this.#key)
    const all = before ? together(before, words) : words
    try {
      localStorage.setItem(this.#key, JSON.stringify(all))
      return true
    } catch {
      return false
    }
  }

  putAway(): void {
    localStorage.removeItem(this.#key)
    this.#words = undefined
  }
}

/** Where a place is in both, the list has what was said of it last; the text has it all. */
function together(before: KeptNotTaken, after: KeptNotTaken): KeptNotTaken {
  const isSaidAgain = ({ kind, path }: KeptNotTaken['changes'][number]) =>
    after.changes.some((one) => one.kind === kind && one.path === path)
  return {
    at: after.at,
    changes: [...before.changes.filter((one) => !isSaidAgain(one)), ...after.changes],
    more: before.more + after.more,
    text: `${before.text}\n\n${after.text}`,
  }
}

function read(key: string): KeptNotTaken | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as KeptNotTaken | null) ?? undefined
  } catch {
    return undefined
  }
}
