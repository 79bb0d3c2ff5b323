/** Who uses this device. The server knows by its cookie; the copy here lets a page open offline. */
import type { Person } from '@flashboard/shared/wire/http'
import { createContext } from 'svelte'
import { answerOf, api, RequestError } from './api.ts'

const STORED = 'flashboard:person'

export class Session {
  #person = $state<Person>()
  #isKnown = $state(false)

  /** `undefined` until somebody said a name on this device. */
  get person(): Person | undefined {
    return this.#person
  }

  /** Whether it is settled that there is, or is not, a person. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  async load(): Promise<void> {
    try {
      this.#keep((await answerOf(api.session.$get())).person)
    } catch (error) {
      const isOffline = error instanceof RequestError && error.code !== 'no_session'
      this.#person = isOffline ? stored() : undefined
    } finally {
      this.#isKnown = true
    }
  }

  /** @throws RequestError */
  async sayName(name: string): Promise<void> {
    this.#keep((await answerOf(api.session.$post({ json: { name } }))).person)
  }

  #keep(person: Person): void {
    this.#person = person
    try {
      localStorage.setItem(STORED, JSON.stringify(person))
    } catch {
      // A browser that keeps nothing still works while the server answers.
    }
  }
}

function stored(): Person | undefined {
  try {
    return (JSON.parse(localStorage.getItem(STORED) ?? 'null') as Person | null) ?? undefined
  } catch {
    return undefined
  }
}

export const [useSession, provideSession] = createContext<Session>()
