/** One thing that a person asks the server for, again and again until it works: why it was refused last. */
export class Attempt {
  #refused = $state('')
  #isBusy = false

  /** A sentence; empty where nothing was refused. */
  get refused(): string {
    return this.#refused
  }

  /** @returns whether it worked; asked twice at once, the second is left out. */
  async make(request: () => Promise<unknown>): Promise<boolean> {
    if (this.#isBusy) return false
    this.#isBusy = true
    try {
      await request()
      this.#refused = ''
      return true
    } catch (error) {
      this.#refused = (error as Error).message
      return false
    } finally {
      this.#isBusy = false
    }
  }
}
