/** Prints a plan's sheets as they stand now, and keeps what was printed last for who asks again within the minute. */
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { Plan } from '@flashboard/shared/plan/schema'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Paper, SheetName } from '@flashboard/shared/sheets/sheets'
import type { Press, PressRequest, Printed } from './press.ts'
import type { SheetOrder } from './sheet-job.ts'

const KEPT_MAX = 60
const KEPT_BYTES_MAX = 32_000_000

/** A plan as it was read, and what of it is to be printed. */
export interface PrintOrder {
  planId: string
  plan: Plan
  /** The number of the plan's last edit. */
  seq: number
  /** The number of its log's last event. */
  logSeq: number
  readLog: () => Promise<readonly PlanEvent[]>
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
  bytes: number
}

export class PrintShop {
  readonly #press: Press
  /** What was asked for last stands last. */
  readonly #kept = new Map<string, Kept>()
  /** The log that was read last: who prints one sheet of a plan often prints the others. */
  #lastLog: { key: string; log: Promise<readonly PlanEvent[]> } | undefined

  constructor(press: Press) {
    this.#press = press
  }

  /**
   * @param now UTC ms; sheets say it to the minute.
   * @throws AppError `too_large`, `too_many`, `not_saved`
   */
  print(order: PrintOrder, now: number, as: PressRequest['as']): Promise<Printed> {
    const { planId, seq, logSeq, sheet, paper, hubIds, origin } = order
    const printedAt = toTheMinute(now)
    const key = JSON.stringify([planId, seq, logSeq, sheet, paper, hubIds, origin, printedAt, as])
    const known = this.#kept.get(key)
    if (known) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known.printed
    }
    const printed = this.#printAnew(order, printedAt, as)
    this.#keep(key, printed)
    return printed
  }

  async #printAnew(order: PrintOrder, printedAt: number, as: PressRequest['as']): Promise<Printed> {
    const { planId, plan, seq: revision, sheet, paper, hubIds, origin, personId } = order
    const log = await this.#logOf(order)
    const address = `${origin}/plans/${planId}`
    const about: SheetOrder = { plan, log, sheet, paper, hubIds, revision, printedAt, address }
    return await this.#press.print(about, as, personId)
  }

  #logOf({ planId, logSeq, readLog }: PrintOrder): Promise<readonly PlanEvent[]> {
    const key = `${planId}@${logSeq}`
    if (this.#lastLog?.key === key) return this.#lastLog.log
    const last = { key, log: readLog() }
    this.#lastLog = last
    last.log.catch(() => this.#lastLog === last && (this.#lastLog = undefined))
    return last.log
  }

  #keep(key: string, printed: Promise<Printed>): void {
    const kept: Kept = { printed, bytes: 0 }
    this.#kept.set(key, kept)
    const measure = ({ length }: Printed) => {
      kept.bytes = length
      this.#forgetOldest()
    }
    printed.then(measure, () => this.#kept.delete(key))
  }

  #forgetOldest(): void {
    let bytes = [...this.#kept.values()].reduce((sum, each) => sum + each.bytes, 0)
    for (const [key, oldest] of this.#kept) {
      if (bytes <= KEPT_BYTES_MAX && this.#kept.size <= KEPT_MAX) break
      this.#kept.delete(key)
      bytes -= oldest.bytes
    }
  }
}

function toTheMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS
}
