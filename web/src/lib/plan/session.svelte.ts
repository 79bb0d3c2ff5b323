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

  /**
   * Ends this device's session, and forgets what it holds of the person and their plans.
   * @throws RequestError; then everything is as it was.
   */
  async signOut(): Promise<void> {
    await answerOf(api.session.$delete())
    await forget()
    // Whatever is open here was the person's.
    location.assign('/')
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

async function forget(): Promise<void> {
  try {
    const ours = Object.keys(localStorage).filter((name) => name.startsWith('flashboard:'))
    for (const name of ours) localStorage.removeItem(name)
    const kept = await indexedDB.databases()
    const copies = kept.filter(({ name }) => name?.startsWith('flashboard:'))
    for (const { name } of copies) indexedDB.deleteDatabase(name!)
  } catch {
    // A browser that keeps nothing has nothing to forget.
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
