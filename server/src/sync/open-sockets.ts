/** Who has a socket open, and by what: so that it can be closed when that no longer holds. */
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import type { Clock } from '../clock/clock.ts'
import { limits } from './limits.ts'

/** What a socket was let in by. */
export interface Pass {
  planId: string
  personId: string
  /** Of the session or the access token: what its person can end. */
  keyId: string
}

/** Far longer than it takes from the question who somebody is to their socket: those are a query apart. */
const REMEMBERED_MS = 60_000

interface Closing {
  pass: Partial<Pass>
  reason: CloseReason
  number: number
  at: number
}

export class OpenSockets {
  readonly #clock: Pick<Clock, 'now'>
  readonly #open = new Map<(reason: CloseReason) => void, Pass>()
  readonly #counts = new Map<string, number>()
  /** The earliest first. */
  readonly #closings: Closing[] = []
  #number = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** To be called before it is asked who somebody is, and handed to `add`. */
  entering(): number {
    return this.#number
  }

  /** Whether a person has a page of a plan open. */
  isHere(planId: string, personId: string): boolean {
    return [...this.#open.values()].some((pass) => fits(pass, { planId, personId }))
  }

  /** By what those who have a socket open were let in, each once. */
  keyIds(): string[] {
    return [...new Set([...this.#open.values()].map(({ keyId }) => keyId))]
  }

  /**
   * Takes note of a socket; closes it at once where its pass was taken back since `entering`, and where too many are open.
   * @returns to be called when the socket is gone.
   */
  add(pass: Pass, entering: number, close: (reason: CloseReason) => void): () => void {
    const { personId } = pass
    const leave = () => {
      if (this.#open.delete(close)) this.#count(personId, -1)
    }
    const past = this.#closings.find((each) => each.number > entering && fits(pass, each.pass))
    if (past) close(past.reason)
    else if (this.#open.size >= limits.sockets) close('serverFull')
    else if ((this.#counts.get(personId) ?? 0) >= limits.socketsOfPerson) close('tooManySockets')
    else {
      this.#open.set(close, pass)
      this.#count(personId, 1)
    }
    return leave
  }

  #count(personId: string, more: number): void {
    const count = (this.#counts.get(personId) ?? 0) + more
    if (count > 0) this.#counts.set(personId, count)
    else this.#counts.delete(personId)
  }

  /** Closes every socket that this fits, those on their way in too. To be called once it is committed why. */
  close(pass: Partial<Pass>, reason: CloseReason): void {
    const at = this.#clock.now()
    while (this.#closings[0] && this.#closings[0].at <= at - REMEMBERED_MS) this.#closings.shift()
    this.#closings.push({ pass, reason, at, number: ++this.#number })
    for (const [close, each] of this.#open) if (fits(each, pass)) close(reason)
  }
}

function fits(pass: Pass, wanted: Partial<Pass>): boolean {
  return (Object.keys(wanted) as (keyof Pass)[]).every((key) => pass[key] === wanted[key])
}
