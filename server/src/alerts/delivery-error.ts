/** Why something did not arrive: a sentence for the person who waits for it, without secrets, and nothing that was answered. */
export class DeliveryError extends Error {
  /** The receiver says that it wants no more. */
  readonly isGone: boolean

  constructor(message: string, { isGone = false, ...options }: ErrorOptions & { isGone?: boolean } = {}) {
    super(message, options)
    this.name = 'DeliveryError'
    this.isGone = isGone
  }
}
