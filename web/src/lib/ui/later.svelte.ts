/** A part of the page that is fetched when it is first wanted: nothing that a page needs to be shown at all. */
export class Later<T> {
  readonly #load: () => Promise<T>
  #part = $state.raw<T>()
  #hasFailed = $state(false)

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** `undefined` until it is here. */
  get part(): T | undefined {
    return this.#part
  }

  /** Whether the last attempt to fetch it failed. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** To be called again and again: a fetch that failed is made anew, one that is done costs nothing. */
  want = (): void => {
    if (!this.#part) void this.#fetch()
  }

  async #fetch(): Promise<void> {
    try {
      this.#part = await this.#load()
      this.#hasFailed = false
    } catch {
      this.#hasFailed = true
    }
  }
}
