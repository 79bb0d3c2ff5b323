/**
 * Whether a line still carries anything, by what a browser tells of its socket: each message once it is all there, how
 * much is still to be sent, and nothing of a message that is under way. So a line is alive with each message, and where
 * something of what waited has left; and no answer is expected sooner than a slow line could bring it.
 */

/** After so long without a word the server is asked for one; to the server that is this page's sign of life. */
const ASK_AFTER_MS = 5_000
/** And so long it has for its answer, or for letting a socket open. A background tab may look much later. */
const ANSWERS_WITHIN_MS = 7_000
/** Whoever has just woken does not wait so long. */
const ANSWERS_AWAKE_WITHIN_MS = 3_000
/** The first sync may be the whole plan in one message. */
const FIRST_SYNC_WITHIN_MS = 60_000
/** What a slow line carries, in bytes a ms: 128 kbit/s. A browser calls sent what its system has taken. */
const CARRIES = 16

export interface SeenLine {
  socket: unknown
  isOpen: boolean
  /** Whether the page has had the plan over this socket. */
  isInStep: boolean
  /** Changes with each message that comes. */
  lastMessageAt: number
  /** All that the socket was given to send, and what of it the browser still has. */
  sentBytes: number
  bufferedBytes: number
}

const isFirstSync = (line: SeenLine): boolean => line.isOpen && !line.isInStep

export class LineWatch {
  #before: SeenLine | undefined
  #heardAt = 0
  #askedAt = 0
  /** When a slow line has carried all that it was given so far. */
  #carriedAt = 0
  /** None while nothing was asked, or a first sync is under way. */
  #answerBy: number | undefined

  /** @param now of a clock that nobody sets (ms). @returns whether to ask the server for a word, or to drop the socket. */
  look(line: SeenLine, now: number): 'ask' | 'drop' | undefined {
    const before = this.#before?.socket === line.socket ? this.#before : undefined
    this.#before = line
    const free = before ? Math.max(this.#carriedAt, now) : now
    this.#carriedAt = free + (line.sentBytes - (before?.sentBytes ?? 0)) / CARRIES
    if (line.lastMessageAt !== before?.lastMessageAt || line.bufferedBytes < before.bufferedBytes) {
      this.#heardAt = this.#askedAt = now
      this.#answerBy = undefined
    }
    const dropAt = isFirstSync(line) ? this.#heardAt + FIRST_SYNC_WITHIN_MS : this.#answerBy
    if (dropAt !== undefined && now > dropAt) return 'drop'
    if (now - this.#askedAt <= ASK_AFTER_MS) return undefined
    this.#askedAt = now
    if (!isFirstSync(line)) this.#answerBy ??= this.#carriedAt + ANSWERS_WITHIN_MS
    return 'ask'
  }

  /** The page may have slept: the server has to answer soon. A first sync is not cut short by a look at another page. */
  wake(line: SeenLine, now: number): void {
    this.look(line, now)
    if (isFirstSync(line)) return
    this.#askedAt = now
    this.#answerBy = Math.min(this.#answerBy ?? Infinity, this.#carriedAt + ANSWERS_AWAKE_WITHIN_MS)
  }
}
