/**
 * The drag-and-drop library, fetched at the first sign of somebody at the page: nothing on a board needs it
 * to be shown or edited, and it is a twelfth of what a board weighs.
 */
import { createContext } from 'svelte'

type Library = typeof import('svelte-dnd-action')

export class Reordering {
  #library = $state.raw<Library>()

  /** `undefined` until it is here. */
  get library(): Library | undefined {
    return this.#library
  }

  /** To be called again and again: a fetch that failed is made anew, one that is done costs nothing. */
  wake = (): void => {
    if (!this.#library) void this.#fetch()
  }

  async #fetch(): Promise<void> {
    try {
      this.#library = await import('svelte-dnd-action')
    } catch {
      // Offline: the next sign tries again, and until then the list is as it is.
    }
  }
}

export const [useReordering, provideReordering] = createContext<Reordering>()
