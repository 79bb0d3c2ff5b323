/** Who uses this device. The server knows by its cookie; the copy here lets a page open offline. */
import type { Person } from '@flashboard/shared/wire/http'
import { createContext } from 'svelte'
import { deviceName } from '#lib/ui/device-names.ts'
import { answerOf, api, RequestError } from './api.ts'
import { soon } from './soon.ts'

const STORED = deviceName('person')
const NO_COOKIE = 'This browser keeps no cookies of this site. Allow them here, and say your name again.'

export class Session {
  #person = $state<Person>()
  #isKnown = $state(false)
  #wasSignedOut = $state(false)

  /** `undefined` until somebody said a name on this device. */
  get person(): Person | undefined {
    return this.#person
  }

  /** Whether it is settled that there is, or is not, a person. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  /** Whether somebody was signed in on this device until the server said that they are not any more. */
  get wasSignedOut(): boolean {
    return this.#wasSignedOut
  }

  /** By what this device knows where the server takes its time; its answer counts when it comes. */
  async load(): Promise<void> {
    const asked = this.#ask()
    const kept = stored()
    const isAnswered = await soon(
      asked.then(() => true),
      kept === undefined || this.#isKnown,
    )
    if (!isAnswered) {
      this.#person = kept
      this.#isKnown = true
    }
    await asked
  }

  async #ask(): Promise<void> {
    try {
      this.#keep((await answerOf(api.session.$get())).person)
    } catch (error) {
      if (error instanceof RequestError && error.code === 'no_session') this.#end()
      else this.#person = stored()
    } finally {
      this.#isKnown = true
    }
  }

  /** @throws RequestError; `no_session` where the browser keeps no cookie, so that nobody is known here by the name. */
  async sayName(name: string): Promise<void> {
    await answerOf(api.session.$post({ json: { name } }))
    try {
      this.#keep((await answerOf(api.session.$get())).person)
    } catch (error) {
      const isForgotten = error instanceof RequestError && error.code === 'no_session'
      throw isForgotten ? new RequestError('no_session', NO_COOKIE) : error
    }
  }

  /**
   * Ends this device's session, and forgets what it holds of the person and their plans.
   * @throws RequestError; then everything is as it was.
   */
  async signOut(): Promise<void> {
    await this.#leave(() => answerOf(api.session.$delete()))
  }

  /**
   * Deletes what is the person's, on the server and on this device.
   * @throws RequestError `last_lead`, and others; then everything is as it was.
   */
  async deleteWhatIsTheirs(): Promise<void> {
    await this.#leave(() => answerOf(api.you.$delete()))
  }

  async #leave(end: () => Promise<unknown>): Promise<void> {
    // First: what is fetched only now might not come any more.
    const { forgetPerson } = await import('./kept-of-people.ts')
    await end()
    removeStored()
    await forgetPerson(this.#person!.id)
    // Whatever is open here was the person's.
    location.assign('/')
  }

  /** Whoever the server does not know is nobody here without it either (M9). */
  #end(): void {
    this.#wasSignedOut = this.#person !== undefined || stored() !== undefined
    this.#person = undefined
    removeStored()
  }

  #keep(person: Person): void {
    const isAnother = this.#isKnown && this.#person !== undefined && this.#person.id !== person.id
    this.#person = person
    try {
      localStorage.setItem(STORED, JSON.stringify(person))
    } catch {
      // A browser that keeps nothing still works while the server answers.
    }
    // What is open here is whose it was.
    if (isAnother) location.reload()
  }
}

function removeStored(): void {
  try {
    localStorage.removeItem(STORED)
  } catch {
    // Nothing was kept.
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
