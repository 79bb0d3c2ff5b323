/**
 * What a person is typing into a control whose value is not text: shown instead of the plan's value until it
 * is taken. What is refused stays to be mended, with the sentence that says why; Escape goes back to the plan.
 */
export class Draft<T> {
  #typed = $state<string>()
  #refused = $state<string>()
  /** The value that this draft has written; nothing where it is not taken yet. */
  #written = $state.raw<{ value: T | undefined }>()

  /** @param holdBack told while what is typed is not in the plan; returns how to end that. Made with its component. */
  constructor(holdBack: () => () => void) {
    $effect(() => (this.#typed !== undefined && this.#written === undefined ? holdBack() : undefined))
  }

  get refused(): string | undefined {
    return this.#refused
  }

  /** What the control shows: the draft, or the plan's `value` as `format` has it. */
  shown(value: T | undefined, format: (value: T | undefined) => string): string {
    if (this.#typed === undefined) return format(value)
    // Somebody else, or undo, has changed what this draft wrote: it gives way. One still to be taken does not.
    return this.#written && value !== this.#written.value ? format(value) : this.#typed
  }

  /** Something is typed and not taken yet. */
  type(typed: string): void {
    this.#typed = typed
    this.#written = undefined
  }

  /** What was typed is in the plan, as `value`. */
  accept(typed: string, value: T | undefined): void {
    this.#typed = typed
    this.#written = { value }
    this.#refused = undefined
  }

  refuse(typed: string, sentence: string): void {
    this.#typed = typed
    this.#written = undefined
    this.#refused = sentence
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
