/** Plans as plain values, for HTTP: from the room where one is open, else from the log. */
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import type * as Y from 'yjs'
import type { Database } from '../store/database.ts'
import type { PlanRow } from '../store/plans.ts'
import type { Room } from './room.ts'
import { documentOf, readStored } from './stored-plan.ts'

/** Lists show many plans at once, and most do not change between two looks. */
const KEPT_PLANS = 100

export interface PlanReading {
  plan: Plan
  seq: number
  /** How many stored values did not parse and read as empty. */
  leftOut: number
}

interface PlanReaderParts {
  db: Database
  rooms: { find: (planId: string) => Room | undefined }
  chance: Chance
}

export class PlanReader {
  readonly #parts: PlanReaderParts
  /** By plan and seq; what was read last stands last. */
  readonly #kept = new Map<string, PlanReading>()
  /** An open room's plan reads only what changed, so it stays as long as the room's document does. */
  readonly #live = new WeakMap<Y.Doc, PlanDoc>()

  constructor(parts: PlanReaderParts) {
    this.#parts = parts
  }

  /** @throws PlanUnreadableError */
  async read({ id, seq }: Pick<PlanRow, 'id' | 'seq'>): Promise<PlanReading> {
    const room = this.#parts.rooms.find(id)
    if (room && !room.isBroken) return this.#readRoom(room)
    const known = this.#take(keyOf(id, seq))
    return known ?? (await this.#readLog(id))
  }

  #readRoom(room: Room): PlanReading {
    const { planId, seq } = room
    const known = this.#take(keyOf(planId, seq))
    if (known) return known
    const { doc } = room
    let live = this.#live.get(doc)
    if (!live) this.#live.set(doc, (live = new PlanDoc(doc, this.#parts.chance)))
    return this.#keep(planId, { plan: live.read(), seq, leftOut: live.leftOut })
  }

  async #readLog(planId: string): Promise<PlanReading> {
    const stored = await readStored(this.#parts.db, planId)
    const doc = documentOf(stored)
    const plan = new PlanDoc(doc, this.#parts.chance)
    const reading = { plan: plan.read(), seq: stored.seq, leftOut: plan.leftOut }
    doc.destroy()
    return this.#keep(planId, reading)
  }

  #take(key: string): PlanReading | undefined {
    const reading = this.#kept.get(key)
    if (!reading) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, reading)
    return reading
  }

  #keep(planId: string, reading: PlanReading): PlanReading {
    this.#kept.set(keyOf(planId, reading.seq), reading)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_PLANS) break
      this.#kept.delete(oldest)
    }
    return reading
  }
}

const keyOf = (planId: string, seq: number) => `${planId}@${seq}`
