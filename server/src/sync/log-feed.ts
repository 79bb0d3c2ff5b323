/**
 * Follows a plan's log for one page: all events after the one that it has, in order and without gaps, then
 * more as they come. It reads from where it stands each time, so it does not matter in which order others
 * append and tell.
 */
import type { PlanEvent } from '@flashboard/shared/log/events'

/** How many events go into one message. */
const BATCH_LENGTH = 200

export class LogFeed {
  readonly #read: (after: number) => Promise<PlanEvent[]>
  readonly #send: (events: readonly PlanEvent[]) => void
  readonly #fail: (error: unknown) => void
  /** The last event that the page has; none while it does not follow. */
  #after: number | undefined
  #isReading = false
  #isBehind = false
  #owesAnswer = false
  #isStopped = false

  constructor(
    read: (after: number) => Promise<PlanEvent[]>,
    send: (events: readonly PlanEvent[]) => void,
    fail: (error: unknown) => void,
  ) {
    this.#read = read
    this.#send = send
    this.#fail = fail
  }

  /**
   * The page asks for all after an event, and is answered even where that is nothing; one that follows
   * already stays where it is.
   */
  follow(after: number): void {
    if (this.#after !== undefined) return
    this.#after = after
    this.#owesAnswer = true
    this.more()
  }

  /** The log may have more. */
  more(): void {
    this.#isBehind = true
    if (this.#after !== undefined && !this.#isReading) void this.#catchUp()
  }

  stop(): void {
    this.#isStopped = true
  }

  async #catchUp(): Promise<void> {
    this.#isReading = true
    try {
      while (this.#isBehind) {
        this.#isBehind = false
        const events = await this.#read(this.#after!)
        if (this.#isStopped) return
        this.#after = events.at(-1)?.seq ?? this.#after
        if (events.length === 0 && this.#owesAnswer) this.#send([])
        this.#owesAnswer = false
        for (let from = 0; from < events.length; from += BATCH_LENGTH) {
          this.#send(events.slice(from, from + BATCH_LENGTH))
        }
      }
    } catch (error) {
      if (!this.#isStopped) this.#fail(error)
    } finally {
      this.#isReading = false
    }
  }
}
