/** What the stream is shown: asked for again and again, and nothing at all once it is too old to be true. */
import { OVERLAY_FRESH_MS, type OverlayAnswer } from '@flashboard/shared/wire/war-room'
import { answerOf, api, type RequestError } from '#lib/plan/api.ts'

const ASK_MS = 2_000
const TICK_MS = 200

export class OverlayFeed {
  readonly #token: string
  #answer = $state.raw<{ told: OverlayAnswer; askedAt: number }>()
  /** This machine's time since the page began (ms): nobody sets it back while the stream runs. */
  #now = $state(performance.now())
  readonly #timers: ReturnType<typeof setInterval>[]
  #isAsking = false

  constructor(token: string) {
    this.#token = token
    this.#timers = [
      setInterval(() => (this.#now = performance.now()), TICK_MS),
      setInterval(() => void this.#ask(), ASK_MS),
    ]
    void this.#ask()
  }

  destroy(): void {
    this.#timers.forEach(clearInterval)
  }

  /** Nothing where the server has not answered for a while, or does not know the address any more. */
  get shown(): (Omit<OverlayAnswer, 'now'> & { countMs: number }) | undefined {
    if (!this.#answer) return undefined
    const { told, askedAt } = this.#answer
    // An answer that was long on its way is as old as its question.
    const ageMs = Math.max(0, this.#now - askedAt)
    if (ageMs > OVERLAY_FRESH_MS) return undefined
    return { ...told, countMs: countOf(told) - (told.isHeld ? 0 : ageMs) }
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    const askedAt = performance.now()
    try {
      const told = await answerOf(api.overlay[':token'].$get({ param: { token: this.#token } }))
      this.#answer = { told, askedAt }
    } catch (error) {
      if ((error as RequestError).code === 'not_found') this.#answer = undefined
    } finally {
      this.#isAsking = false
    }
  }
}

/** To the launch; after it to the end, where the plan has one that is still to come. */
function countOf({ leftMs, endsInMs }: OverlayAnswer): number {
  return leftMs > 0 ? leftMs : Math.max(0, endsInMs ?? 0)
}
