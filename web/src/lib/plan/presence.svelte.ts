/** Who else is here, by the server's word, and in which field, by their own, which is read with suspicion. */
import type { FieldPath } from '@flashboard/shared/plan/field-path'
import type { Person } from '@flashboard/shared/wire/http'
import { createSubscriber } from 'svelte/reactivity'
import type { Awareness } from 'y-protocols/awareness'
import { hueOf, huesOf } from './hues.ts'

interface Present {
  clientId: number
  personId: string
  name: string
  /** 0 to 7. */
  hue: number
  field: FieldPath | undefined
  isMe: boolean
}

export class Presence {
  readonly #awareness: Awareness
  readonly #me: Person
  readonly #subscribe: () => void

  /** One entry a page, this one first. */
  readonly #everybody = $derived.by(() => {
    this.#subscribe()
    const mine = this.#awareness.clientID
    const here = [...this.#awareness.getStates()]
      .map(([clientId, state]) => this.#read(clientId, state, clientId === mine))
      .filter((present) => present !== undefined)
      .sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.clientId - b.clientId)
    const hues = huesOf(here.map(({ personId }) => personId))
    return here.map((present) => ({ ...present, hue: hues.get(present.personId)! }))
  })
  readonly #taken = $derived(
    new Map(this.#everybody.filter(({ isMe, field }) => !isMe && field).map((one) => [one.field!, one])),
  )

  constructor(awareness: Awareness, me: Person) {
    this.#awareness = awareness
    this.#me = me
    this.#subscribe = createSubscriber((update) => {
      awareness.on('change', update)
      return () => awareness.off('change', update)
    })
  }

  /** One entry a person, however many pages they have open; this person first. */
  get people(): Present[] {
    const seen = new Set<string>()
    return this.#everybody.filter(({ personId }) => !seen.has(personId) && seen.add(personId))
  }

  /** Who else is in a field. */
  at(path: FieldPath): Present | undefined {
    return this.#taken.get(path)
  }

  /** The field that this page's person is in. */
  get field(): FieldPath | undefined {
    return this.#awareness.getLocalState()?.['field'] ?? undefined
  }

  /** Somebody's hue, whether they are here or not. */
  hueOf(personId: string): number {
    return this.#everybody.find((one) => one.personId === personId)?.hue ?? hueOf(personId)
  }

  enter(path: FieldPath): void {
    this.#awareness.setLocalStateField('field', path)
  }

  leave(path: FieldPath): void {
    if (this.field === path) this.#awareness.setLocalStateField('field', null)
  }

  /** This page's own state goes out without a name: the server knows whose it is. */
  #read(clientId: number, state: Record<string, unknown>, isMe: boolean): Omit<Present, 'hue'> | undefined {
    const { id, name } = isMe ? this.#me : ((state['user'] ?? {}) as Partial<Person>)
    if (id === undefined || name === undefined) return undefined
    const field = typeof state['field'] === 'string' ? state['field'] : undefined
    return { clientId, personId: id, name, field, isMe }
  }
}

/** Two letters for an avatar. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '')].slice(0, 2)
  return letters.join('').toUpperCase()
}
