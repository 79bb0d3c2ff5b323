/** The pages of the sheet that is looked at, as the server prints them now: the latest that came, until others do. */
import type { Paper, SheetName } from '@flashboard/shared/sheets/sheets'
import { answerOf, api, RequestError } from '#lib/plan/api.ts'

/** Sheets are printed one after another: who asks when many do waits. */
const PATIENCE_MS = 60_000

interface Choice {
  sheet: SheetName
  paper: Paper
  /** Ids with commas between them; none for all. */
  hub?: string
}

interface Preview {
  /** What was asked for when these came. */
  of: Choice
  /** An address a page, of a picture in this page's memory. */
  pages: readonly string[]
  revision: number
  /** UTC ms. */
  printedAt: number
}

export class SheetPreview {
  readonly #planId: string
  readonly #onSignedOut: () => void
  #shown = $state.raw<Preview>()
  #refused = $state('')
  #asked = 0

  /** @param onSignedOut the server knows nobody here any more. */
  constructor(planId: string, onSignedOut: () => void) {
    this.#planId = planId
    this.#onSignedOut = onSignedOut
  }

  /** Why the last was not printed: a sentence. */
  get refused(): string {
    return this.#refused
  }

  /** The pages of that choice, and of no other: those of the last may still be here when another is made. */
  shownOf({ sheet, paper, hub }: Choice): Preview | undefined {
    const of = this.#shown?.of
    return of?.sheet === sheet && of.paper === paper && of.hub === hub ? this.#shown : undefined
  }

  /** Where somebody asked for another meanwhile, what comes is left out. */
  async ask(of: Choice): Promise<void> {
    const { sheet, paper, hub } = of
    const asked = ++this.#asked
    const param = { id: this.#planId, sheet }
    const query = { paper, ...(hub !== undefined && { hub }) }
    const init = { signal: AbortSignal.timeout(PATIENCE_MS) }
    try {
      const answer = await answerOf(api.plans[':id'].sheets[':sheet'].pages.$get({ param, query }, { init }))
      if (asked === this.#asked) this.#show({ ...answer, of })
    } catch (error) {
      if (asked !== this.#asked) return
      this.#refused = (error as Error).message
      if (error instanceof RequestError && error.code === 'no_session') this.#onSignedOut()
    }
  }

  close(): void {
    this.#asked++
    this.#forget()
  }

  #show({ pages, ...about }: Preview): void {
    this.#forget()
    // As pictures they can run nothing and load nothing, whatever is in them.
    const addresses = pages.map((svg) => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })))
    this.#shown = { ...about, pages: addresses }
    this.#refused = ''
  }

  #forget(): void {
    for (const address of this.#shown?.pages ?? []) URL.revokeObjectURL(address)
  }
}
