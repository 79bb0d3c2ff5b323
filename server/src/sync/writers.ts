/**
 * Whose the client ids of one plan are. Yjs knows a replica by its id alone and believes whatever stands under it:
 * a struct under somebody else's swallows what they write next. So an id is its first writer's for good, on disk
 * in the same transaction as what was written; only what is new counts, because pages hand on what they know.
 */
import type { CloseReason } from '@flashboard/shared/wire/close-codes'
import type { Writers as StoredWriters } from '../store/updates.ts'
import { limits } from './limits.ts'

const DAY_MS = 86_400_000

type WriterVerdict = { binds: readonly number[] } | { refused: CloseReason }

export class Writers {
  readonly #planId: string
  readonly #stored: StoredWriters
  readonly #now: () => number
  readonly #shownBy: (clientId: number) => string | undefined
  /** Those who wrote since the plan was opened, also what is still on its way to disk. */
  readonly #owners = new Map<number, string>()
  /** How many ids of each person are on their way to disk, which counts only what is there. */
  readonly #underWay = new Map<string, number>()

  /** @param shownBy the id of the person who is seen under an id: a page writes under the one by which it is seen. */
  constructor(
    planId: string,
    stored: StoredWriters,
    now: () => number,
    shownBy: (clientId: number) => string | undefined,
  ) {
    this.#planId = planId
    this.#stored = stored
    this.#now = now
    this.#shownBy = shownBy
  }

  /** Nobody's where nothing was written under an id yet. */
  ownerOf(clientId: number): string | undefined {
    const known = this.#owners.get(clientId)
    if (known !== undefined) return known
    const owner = this.#stored.ownerOf(this.#planId, clientId)
    if (owner !== undefined) this.#owners.set(clientId, owner)
    return owner
  }

  /** Whether a person may write under these ids; and which of them become theirs by that. */
  judge(clientIds: Iterable<number>, personId: string): WriterVerdict {
    const binds: number[] = []
    for (const clientId of clientIds) {
      const owner = this.ownerOf(clientId)
      if ((owner ?? this.#shownBy(clientId) ?? personId) !== personId) return { refused: 'othersEdit' }
      if (owner === undefined) binds.push(clientId)
    }
    if (binds.length > 0 && !this.#hasRoom(personId, binds.length)) return { refused: 'tooManyPages' }
    return { binds }
  }

  bind(clientIds: readonly number[], personId: string): void {
    for (const clientId of clientIds) this.#owners.set(clientId, personId)
    if (clientIds.length > 0) this.#count(personId, clientIds.length)
  }

  /** What `bind` took note of is on disk. */
  bound(clientIds: readonly number[], personId: string): void {
    if (clientIds.length > 0) this.#count(personId, -clientIds.length)
  }

  /** What was on its way to disk did not arrive. */
  forget(): void {
    this.#owners.clear()
    this.#underWay.clear()
  }

  #count(personId: string, more: number): void {
    this.#underWay.set(personId, Math.max(0, (this.#underWay.get(personId) ?? 0) + more))
  }

  /** Every id makes every later edit of the plan dearer, for everybody. */
  #hasRoom(personId: string, more: number): boolean {
    const since = this.#now() - DAY_MS
    const has = this.#stored.countBound(this.#planId, personId, since) + (this.#underWay.get(personId) ?? 0)
    return has + more <= limits.pagesPerPersonPlanAndDay
  }
}
