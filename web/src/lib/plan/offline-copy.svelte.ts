/**
 * This device's own copy of a plan, so that work done offline outlives the tab. All tabs of a person on this
 * device share it, and tell each other what they write there.
 *
 * What can't be written waits and is tried again now and then, in order: so the copy has no gaps, and `failure` says why
 * it lags.
 */
import { deviceName } from '#lib/ui/device-names.ts'
import { ANSWERS_WITHIN_MS, type CopyFailure, failureOf, inTime, openInTime } from './copy-failure.ts'
import * as store from './copy-store.ts'
import { type Edit, type Keeper, merged } from './edit-ledger.ts'
import { SisterTabs } from './sister-tabs.ts'

/** How often what failed is tried again, and what other tabs have left is looked for. */
const LOOK_EVERY_MS = 15_000
/** So many more writes that can't be made are made fewer. */
const WAITING_MAX = 500
/** So many writes after which the copy is looked over. */
const COMPACT_EVERY = 500

/** The page, as its copy sees it. */
interface Copied {
  /** Whether nobody but other tabs tells it what is written. */
  isAway: () => boolean
  /** Another tab has written these. */
  onEdits: (edits: readonly Edit[]) => void
  /** Another tab heard that the edits under these keys are on the server's disk. */
  onSaved: (keys: ReadonlySet<number>) => void
  /** The copy answered only now, with what it holds of the plan. */
  onLate: (kept: store.Kept) => void
  /** All that it holds, for a new copy. */
  everything: () => { onServer: Uint8Array; edits: readonly Edit[] }
}

export class OfflineCopy implements Keeper {
  readonly #name: string
  #page: Copied | undefined
  #db: IDBDatabase | undefined
  #tabs: SisterTabs | undefined
  #waiting: store.Write[] = []
  #writing: Promise<void> | undefined
  #renewing: Promise<void> | undefined
  #written = 0
  /** Above so many, what waits is made fewer. */
  #foldAbove = WAITING_MAX
  /** Of the last row that was looked at. */
  #lastKey = 0
  /** Of rows behind it whose edits were heard to be on the server's disk: a look may have read them before that. */
  #savedKeys = new Set<number>()
  #facts = new Map<store.Fact, number>()
  #hasAsked = false
  #failure = $state<CopyFailure>()
  #lost = $state(0)
  #timer: ReturnType<typeof setInterval> | undefined

  /** @param personId whose copy: what one person wrote offline is not sent as another's. */
  constructor(planId: string, personId: string) {
    this.#name = deviceName(personId, planId)
  }

  /** Why what is written is not kept on this device; none where it is. */
  get failure(): CopyFailure | undefined {
    return this.#failure
  }

  /** How many edits wait to be written here that the server has not got either. */
  get waiting(): number {
    const saved = store.savedIn(this.#waiting)
    return this.#waiting.filter((one) => one.kind === 'edit' && !saved.has(one.edit)).length
  }

  /** Whether there is a copy to write to. */
  get isOpen(): boolean {
    return this.#db !== undefined
  }

  /** What the copy holds; nothing where this browser keeps none. What opens too late stays out of the page. */
  async open(page: Copied): Promise<store.Kept | undefined> {
    this.#page = page
    try {
      const db = await openInTime(store.open(this.#name))
      const kept = await inTime(store.read(db))
      this.#facts = kept.facts
      this.#hold(db, kept)
      return kept
    } catch (error) {
      this.#failure = failureOf(error)
      this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
      return undefined
    }
  }

  /**
   * Hands over what the copy holds without the rows that can't be read; nothing where it can't be mended now, or the rest
   * throws as well: the page then goes on without it, and it is left as it is.
   */
  async mend(take: (kept: store.Kept) => void): Promise<store.Kept | undefined> {
    try {
      const { setAside } = await import('./damaged-copy.ts')
      this.#lost = await setAside(this.#db!)
      const kept = await store.read(this.#db!)
      take(kept)
      return kept
    } catch {
      this.#letGo('unavailable')
      return undefined
    }
  }

  /** How many edits of this copy could not be read any more. */
  get lost(): number {
    return this.#lost
  }

  forgetLost(): void {
    this.#lost = 0
  }

  keep(update: Uint8Array): void {
    this.#write({ kind: 'update', update })
  }

  keepEdit(edit: Edit): void {
    this.#write({ kind: 'edit', edit })
    if (!this.#page?.isAway() || this.#hasAsked) return
    this.#hasAsked = true
    // Some browsers ask their person: only once there is something that they would not want to be cleared.
    void navigator.storage?.persist?.().catch(() => false)
  }

  saved(edits: readonly Edit[]): void {
    this.#heardSaved(edits.flatMap(({ key }) => key ?? []))
    this.#write({ kind: 'saved', edits })
  }

  keepFact(fact: store.Fact, value: number): void {
    if (value !== this.#facts.get(fact)) this.#write({ kind: 'fact', fact, value })
    this.#facts.set(fact, value)
  }

  /**
   * Takes the copy off this device, unless another tab has done so: what is there now is not this page's.
   * @throws where another tab does not let go of it.
   */
  async remove(): Promise<void> {
    const isMine = this.isOpen
    this.#waiting = []
    this.#end()
    if (isMine) await store.remove(this.#name)
  }

  /** Settles when what waits is written, or can't be. */
  settled(): Promise<void> {
    return this.#flush()
  }

  async close(): Promise<void> {
    await this.#flush()
    this.#end()
  }

  #end(): void {
    clearInterval(this.#timer)
    this.#tabs?.close()
    // What is being written still is: a connection closes behind its last transaction.
    this.#db?.close()
    this.#db = undefined
  }

  #hold(db: IDBDatabase, { lastKey, onServer }: store.Kept): void {
    this.#db = db
    this.#lastKey = lastKey
    this.#written = onServer.length
    // To write into what is gone would throw, with the edit half sent.
    db.addEventListener('versionchange', () => this.#letGo('removed'))
    db.addEventListener('close', () => {
      this.#db = undefined
      this.#failure = 'gone'
      void this.#beginAnew()
    })
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS)
    this.#tabs ??= new SisterTabs(this.#name, (kind, keys) => {
      if (kind === 'wrote') return this.#page?.isAway() ? void this.#take(keys) : undefined
      this.#heardSaved(keys)
      this.#page?.onSaved(new Set(keys))
    })
  }

  #heardSaved(keys: readonly number[]): void {
    for (const key of keys) if (key > this.#lastKey) this.#savedKeys.add(key)
  }

  async #take(keys: readonly number[]): Promise<void> {
    const db = this.#db
    const told = db && (await store.read(db, Math.min(...keys) - 1).catch(() => undefined))
    if (told) this.#offer({ ...told, edits: told.edits.filter(({ key }) => keys.includes(key!)) })
  }

  #look(): void {
    if (!this.#db) void this.#beginAnew()
    else if (this.#failure) void this.#flush()
    else if (this.#waiting.length === 0) void this.takeLeft().catch(() => {})
  }

  /**
   * A tab whose socket was dead may have ended, or been made a viewer, with edits that it never told of.
   * @throws where they can't be read, or the server will never have them.
   */
  async takeLeft(): Promise<void> {
    const db = this.#db
    if (!db) return
    const left = await store.read(db, this.#lastKey)
    if (db !== this.#db) return
    if (left.facts.has('overwritten')) throw new Error('Not for this page')
    this.#lastKey = left.lastKey
    this.#offer(left)
    for (const key of this.#savedKeys) if (key <= left.lastKey) this.#savedKeys.delete(key)
  }

  /** Hands the page what is another tab's; not what the server will never have, or it would count as saved. */
  #offer({ edits, facts }: store.Kept): void {
    const others = edits.filter(({ key }) => !this.#savedKeys.has(key!))
    if (others.length > 0 && !facts.has('overwritten')) this.#page?.onEdits(others)
  }

  /** One copy at a time: another that is opened beside it would stay open. */
  #beginAnew(): Promise<void> {
    return (this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined)))
  }

  /**
   * The browser has cleared the copy while it was open, or did not give it when it was asked: another is made of what
   * the page holds. What is there by now is taken where it is of the epoch that the page has heard of since.
   */
  async #renew(): Promise<void> {
    const db = await openInTime(store.open(this.#name)).catch(() => undefined)
    if (!db) return
    try {
      const kept = await inTime(store.read(db))
      const { onServer, edits } = this.#page!.everything()
      if (this.#failure === 'gone') for (const edit of edits) delete edit.key
      else if (kept.lastKey > 0) {
        const epoch = this.#facts.get('epoch')
        if (epoch === undefined || epoch !== kept.facts.get('epoch') || kept.facts.has('overwritten'))
          throw new Error('Not for this page')
        this.#page!.onLate(kept)
      }
      this.#waiting = [
        { kind: 'update', update: onServer },
        ...edits.map((edit) => ({ kind: 'edit', edit }) as const),
        ...[...this.#facts].map(([fact, value]) => ({ kind: 'fact', fact, value }) as const),
      ]
      this.#hold(db, kept)
      void this.#flush()
    } catch {
      // Tried again later.
      db.close()
    }
  }

  #letGo(failure: CopyFailure): void {
    this.#end()
    this.#failure = failure
  }

  #write(write: store.Write): void {
    if (!this.isOpen) return
    this.#waiting.push(write)
    // All that waits goes in one transaction: tried at each write, a full disk would have it all tried again and again.
    if (!this.#failure) void this.#flush()
    else if (this.#waiting.length > this.#foldAbove && !this.#writing) this.#fold()
  }

  /** What waits, with what the server has as one update. */
  #fold(): void {
    const saved = store.savedIn(this.#waiting)
    const edits = [...saved].filter(({ key }) => key !== undefined)
    const { onServer } = this.#page!.everything()
    this.#waiting = [
      { kind: 'update', update: onServer },
      ...this.#waiting.filter((one) => (one.kind === 'edit' ? !saved.has(one.edit) : one.kind === 'fact')),
      { kind: 'saved', edits },
    ]
    this.#foldAbove = this.#waiting.length + WAITING_MAX
  }

  /** One transaction at a time; what comes meanwhile goes into the next together. */
  #flush(): Promise<void> {
    return (this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined)))
  }

  async #writeAll(): Promise<void> {
    while (this.#db && this.#waiting.length > 0 && (await this.#writeWaiting(this.#db)));
  }

  /** @returns whether it is written. */
  async #writeWaiting(db: IDBDatabase): Promise<boolean> {
    const writes = [...this.#waiting]
    const slow = setTimeout(() => (this.#failure = 'silent'), ANSWERS_WITHIN_MS)
    try {
      await store.write(db, writes, this.waiting > 0)
    } catch (error) {
      // Of a copy that is not this one any more; what waits now is the new one's.
      if (db !== this.#db) return true
      this.#failure = failureOf(error)
      return false
    } finally {
      clearTimeout(slow)
    }
    if (db !== this.#db) return true
    this.#failure = undefined
    this.#foldAbove = WAITING_MAX
    this.#waiting.splice(0, writes.length)
    this.#tabs?.tell(writes)
    this.#written += writes.length
    if (this.#written > COMPACT_EVERY) {
      this.#written = 0
      // It is only longer where that fails.
      await store.compact(db, merged).catch(() => {})
    }
    return true
  }
}
