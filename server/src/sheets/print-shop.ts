/** Prints a plan's sheets as they stand now, and keeps what was printed last for who asks again within the minute. */
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { Plan } from '@flashboard/shared/plan/schema'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { PAPER, paperMark } from '@flashboard/shared/sheets/paper-link'
import { type Paper, type SheetName, sheets } from '@flashboard/shared/sheets/sheets'
import type { Press, Printed } from './press.ts'
import { sheetJob } from './sheet-job.ts'

const KEPT_MAX = 60
const KEPT_LETTERS_MAX = 32_000_000

/** A plan as it was read, and what of it is to be printed. */
export interface PrintOrder {
  planId: string
  plan: Plan
  /** The number of the plan's last edit. */
  seq: number
  log: readonly PlanEvent[]
  sheet: SheetName
  paper: Paper
  /** All of them where it is not said. */
  hubIds: readonly string[] | undefined
  /** Where people open Flashboard, such as `https://board.example.org`. */
  origin: string
  personId: string
}

interface Kept {
  printed: Promise<Printed>
  /** Its size, once it is known. */
  letters: number
}

export class PrintShop {
  readonly #press: Press
  /** What was asked for last stands last. */
  readonly #kept = new Map<string, Kept>()

  constructor(press: Press) {
    this.#press = press
  }

  /**
   * @param now UTC ms; sheets say it to the minute.
   * @throws AppError `too_large`, `too_many`, `not_saved`
   */
  async pdf(order: PrintOrder, now: number): Promise<Uint8Array> {
    return (await this.#print(order, now, 'pdf')) as Uint8Array
  }

  /**
   * A picture a page.
   * @throws AppError `too_large`, `too_many`, `not_saved`
   */
  async pages(order: PrintOrder, now: number): Promise<string[]> {
    return (await this.#print(order, now, 'pages')) as string[]
  }

  #print(order: PrintOrder, now: number, as: 'pdf' | 'pages'): Promise<Printed> {
    const { planId, plan, seq, log, sheet, paper, hubIds, origin, personId } = order
    const printedAt = toTheMinute(now)
    const logSeq = log.at(-1)?.seq ?? 0
    const key = JSON.stringify([planId, seq, logSeq, sheet, paper, hubIds, origin, printedAt, as])
    const known = this.#kept.get(key)
    if (known) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known.printed
    }
    const mark = paperMark({ sheet, revision: seq, logSeq })
    const link = `${origin}/plans/${planId}?${PAPER}=${mark}`
    const { title, build } = sheets[sheet]
    const content = build({ plan, log, now: printedAt, ...(hubIds && { hubIds }) })
    const job = sheetJob(content, { plan, title, paper, revision: seq, printedAt, link })
    const printed = as === 'pdf' ? this.#press.print(job, as, personId) : this.#press.print(job, as, personId)
    this.#keep(key, printed)
    return printed
  }

  #keep(key: string, printed: Promise<Printed>): void {
    const kept: Kept = { printed, letters: 0 }
    this.#kept.set(key, kept)
    const measure = (result: Printed) => {
      kept.letters = sizeOf(result)
      this.#forgetOldest()
    }
    printed.then(measure, () => this.#kept.delete(key))
  }

  #forgetOldest(): void {
    let letters = [...this.#kept.values()].reduce((sum, each) => sum + each.letters, 0)
    for (const [key, oldest] of this.#kept) {
      if (letters <= KEPT_LETTERS_MAX && this.#kept.size <= KEPT_MAX) break
      this.#kept.delete(key)
      letters -= oldest.letters
    }
  }
}

export function toTheMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS
}

function sizeOf(printed: Printed): number {
  return Array.isArray(printed) ? printed.reduce((sum, { length }) => sum + length, 0) : printed.length
}
