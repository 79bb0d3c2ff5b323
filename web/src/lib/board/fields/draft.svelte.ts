/**
 * What a person is typing into a control whose value is not text: shown instead of the plan's value until it
 * is taken. What is refused stays to be mended, with the sentence that says why; Escape goes back to the plan.
 */
export class Draft<T> {
  #typed = $state<string>()
  #refused = $state<string>()
  /** The value that stood in the plan, or was written by this draft, when it was last typed in. */
  #value: T | undefined

  get refused(): string | undefined {
    return this.#refused
  }

  /** What the control shows: the draft, or the plan's `value` as `format` has it. */
  shown(value: T | undefined, format: (value: T | undefined) => string): string {
    if (this.#typed === undefined) return format(value)
    // Somebody else, or undo, has changed the plan meanwhile: an accepted draft gives way.
    return this.#refused === undefined && value !== this.#value ? format(value) : this.#typed
  }

  /** @param value what the plan holds now, this draft's own write included. */
  type(typed: string, value: T | undefined, refused?: string): void {
    this.#typed = typed
    this.#value = value
    this.#refused = refused
  }

  /** The person leaves the control: an accepted draft is in the plan, a refused one stays. */
  leave(): void {
    if (this.#refused === undefined) this.#typed = undefined
  }

  drop(): void {
    this.#typed = undefined
    this.#refused = undefined
  }
}
