/**
 * Commands on their way to the server: one after another in the order that they were given, each with a key of its
 * own, by which one that is sent again does nothing twice. Where the server does not answer, a call of the moment is
 * given up after a while, since later it would surprise the room, also one that only waited behind another; a sale, a
 * note or an issue is kept until it is taken or refused, on the device too.
 */
import type { RunCommand } from '@flashboard/shared/run/commands'
import type { RequestError } from '#lib/plan/api.ts'

/** How long a call of the moment is worth making. */
export const MOMENT_MS = 20_000

const FIRST_PAUSE_MS = 300
const PAUSE_MOST_MS = 5_000

export interface Unsent {
  key: string
  command: RunCommand
}

/** Where commands that last are kept until they are taken. */
export interface Keeping {
  kept: () => readonly Unsent[]
  keep: (unsent: Unsent) => void
  drop: (key: string) => void
}

interface OutboxParts {
  /** @throws RequestError */
  send: (unsent: Unsent) => Promise<unknown>
  keeping: Keeping
  newKey: () => string
  /** UTC ms. */
  now: () => number
  /** Resolves after so many ms, or when the connection came back. */
  pause: (ms: number) => Promise<void>
  onChange: () => void
  /** What an earlier page left behind was refused, in a sentence: nobody else waits for it. */
  onLeftRefused: (refusal: string) => void
}

/** Why something is not done. */
export interface Refused {
  /** In a sentence. */
  says: string
  /** The server's code, where it answered. */
  code?: RequestError['code']
  /** Whether it was given up: whether it arrived is not known. */
  isGivenUp?: true
}

interface Entry extends Unsent {
  askedAt: number
  settle: (refused: Refused | undefined) => void
}

/** The server did not say no: it did not say anything, or could not just then. */
const isWorthRetrying = ({ code }: RequestError) => ['offline', 'not_saved', 'too_many'].includes(code)
/** It is not refused for what it is: the same person's next session sends it. */
const isForLater = ({ code }: RequestError) => code === 'no_session'

const lasting: readonly RunCommand['kind'][] = ['recordSale', 'note', 'logIssue']
const lasts = ({ kind }: RunCommand) => lasting.includes(kind)

export class Outbox {
  readonly #parts: OutboxParts
  readonly #entries: Entry[] = []
  #isSending = false
  #isStuck = false

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  /** What is not known to be done, the oldest first. */
  get unsent(): readonly Unsent[] {
    return this.#entries
  }

  /** Whether the server did not answer the last attempt. */
  get isStuck(): boolean {
    return this.#isStuck
  }

  /** Sends what an earlier page of this device left behind. */
  resume(): void {
    const { keeping, onLeftRefused } = this.#parts
    for (const unsent of keeping.kept()) {
      this.#add(unsent, (refused) => refused && onLeftRefused(refused.says))
    }
  }

  /** @returns why it was refused; nothing where it is done. */
  ask(command: RunCommand): Promise<Refused | undefined> {
    const unsent = { key: this.#parts.newKey(), command }
    if (lasts(command)) this.#parts.keeping.keep(unsent)
    return new Promise((settle) => this.#add(unsent, settle))
  }

  #add(unsent: Unsent, settle: Entry['settle']): void {
    this.#entries.push({ ...unsent, askedAt: this.#parts.now(), settle })
    this.#parts.onChange()
    if (!this.#isSending) void this.#sendAll()
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true
    for (let entry = this.#entries[0]; entry; entry = this.#entries[0]) {
      const refused = await this.#outcomeOf(entry)
      // Unless it was given up meanwhile.
      if (this.#entries[0] === entry) this.#settle(entry, refused)
    }
    this.#isSending = false
    this.#stuck(false)
  }

  async #outcomeOf(entry: Entry): Promise<Refused | undefined> {
    const { key, command } = entry
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, PAUSE_MOST_MS)) {
      this.#giveUp()
      if (!this.#entries.includes(entry)) return undefined
      try {
        await this.#parts.send({ key, command })
        this.#stuck(false)
        this.#parts.keeping.drop(key)
        return undefined
      } catch (caught) {
        const error = caught as RequestError
        const isRetried = isWorthRetrying(error)
        this.#stuck(isRetried)
        if (!isRetried) {
          if (lasts(command) && isForLater(error))
            return { says: `${error.message} ${KEPT}`, code: error.code }
          this.#parts.keeping.drop(key)
          return { says: error.message, code: error.code }
        }
      }
      await this.#parts.pause(pauseMs)
    }
  }

  /** The calls whose moment has passed, wherever they stand. */
  #giveUp(): void {
    const now = this.#parts.now()
    const late = this.#entries.filter(({ command, askedAt }) => !lasts(command) && now - askedAt > MOMENT_MS)
    for (const entry of late) this.#settle(entry, { says: NOT_ANSWERED, isGivenUp: true })
  }

  #settle(entry: Entry, refused: Refused | undefined): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1)
    entry.settle(refused)
    this.#parts.onChange()
  }

  #stuck(isStuck: boolean): void {
    if (this.#isStuck === isStuck) return
    this.#isStuck = isStuck
    this.#parts.onChange()
  }
}

const KEPT = 'This is kept on this device, and sent when you are signed in here again. Do not enter it twice.'
const NOT_ANSWERED =
  'The server did not answer in 20 seconds, so this was given up. The log shows whether it arrived; if not, do it again.'
