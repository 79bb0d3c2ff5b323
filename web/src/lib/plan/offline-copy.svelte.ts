/**
 * This device's own copy of a plan, so that work done offline outlives the tab. All tabs of a person on this
 * device share it, and tell each other what they write there.
 *
 * What can't be written waits and is tried again, in order: so the copy has no gaps, and `failure` says why it lags.
 */
import { deviceName } from '#lib/ui/device-names.ts'
import * as store from './copy-store.ts'
import { type Edit, type Keeper, merged } from './edit-ledger.ts'

/** Some browsers never answer where they keep nothing. */
const ANSWERS_WITHIN_MS = 5_000
const RETRY_EVERY_MS = 15_000
/** So many writes after which the copy is looked over. */
const COMPACT_EVERY = 500

/** Why this device does not keep what is written here. */
export type CopyFailure =
  /** The browser gives the page no storage: a private window, or switched off. */
  | 'unavailable'
  /** It does not answer: another tab may hold it, or the disk is very slow. */
  | 'silent'
  | 'full'
  /** The browser has cleared it, and gives no other. */
  | 'gone'
  /** Another tab has removed it, to start from the server's plan. */
  | 'removed'

/** What a tab tells the others, by the keys in their copy. */
type News = { kind: 'wrote' | 'saved'; keys: number[] }

/** The page, as its copy sees it. */
interface Copied {
  /** Whether nobody but other tabs tells it what is written. */
  isAway: () => boolean
  /** Another tab has written these. */
  onEdits: (edits: readonly Edit[]) => void
  /** Another tab heard that the edits under these keys are on the server's disk. */
  onSaved: (keys: ReadonlySet<number>) => void
  /** All that it holds, for a new copy. */
  everything: () => { onServer: Uint8Array; edits: readonly Edit[] }
}

export class OfflineCopy implements Keeper {
  readonly #name: string
  #page: Copied | undefined
  #db: IDBDatabase | undefined
  #tabs: BroadcastChannel | undefined
  #waiting: store.Write[] = []
  #writing: Promise<void> | undefined
  #written = 0
  #epoch: number | undefined
  #hasAsked = false
  #failure = $state<CopyFailure>()
  #retry: ReturnType<typeof setInterval> | undefined

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
      const db = await openInTime(this.#name)
      const kept = await inTime(store.read(db))
      this.#epoch = kept.epoch
      this.#written = kept.onServer.length
      this.#hold(db)
      return kept
    } catch (error) {
      this.#letGo(failureOf(error, 'unavailable'))
      return undefined
    }
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
    this.#write({ kind: 'saved', edits })
  }

  keepEpoch(epoch: number): void {
    if (epoch !== this.#epoch) this.#write({ kind: 'epoch', epoch })
    this.#epoch = epoch
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
    clearInterval(this.#retry)
    this.#tabs?.close()
    // What is being written still is: a connection closes behind its last transaction.
    this.#db?.close()
    this.#db = undefined
  }

  #hold(db: IDBDatabase): void {
    this.#db = db
    // To write into what is gone would throw, with the edit half sent.
    db.addEventListener('versionchange', () => this.#letGo('removed'))
    db.addEventListener('close', () => void this.#beginAnew())
    this.#retry ??= setInterval(() => this.#tryAgain(), RETRY_EVERY_MS)
    this.#tabs ??= this.#listen()
  }

  #listen(): BroadcastChannel {
    const tabs = new BroadcastChannel(this.#name)
    tabs.addEventListener('message', ({ data: { kind, keys } }: MessageEvent<News>) => {
      if (kind === 'saved') this.#page?.onSaved(new Set(keys))
      else if (this.#page?.isAway()) void this.#take(keys)
    })
    return tabs
  }

  async #take(keys: readonly number[]): Promise<void> {
    const edits = this.#db ? await store.readEdits(this.#db, keys).catch(() => []) : []
    if (edits.length > 0) this.#page?.onEdits(edits)
  }

  #tryAgain(): void {
    if (this.#failure === 'gone') void this.#beginAnew()
    else if (this.#failure) void this.#flush()
  }

  /** The browser has cleared the copy while it was open: another is made of what the page holds. */
  async #beginAnew(): Promise<void> {
    this.#db = undefined
    this.#failure = 'gone'
    try {
      const db = await openInTime(this.#name)
      const { onServer, edits } = this.#page!.everything()
      for (const edit of edits) delete edit.key
      this.#waiting = [
        { kind: 'update', update: onServer },
        ...edits.map((edit) => ({ kind: 'edit', edit }) as const),
      ]
      if (this.#epoch !== undefined) this.#waiting.push({ kind: 'epoch', epoch: this.#epoch })
      this.#hold(db)
      void this.#flush()
    } catch {
      // Tried again later.
    }
  }

  #letGo(failure: CopyFailure): void {
    this.#end()
    this.#failure = failure
  }

  #write(write: store.Write): void {
    if (!this.isOpen) return
    this.#waiting.push(write)
    void this.#flush()
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
      this.#failure = failureOf(error, 'unavailable')
      return false
    } finally {
      clearTimeout(slow)
    }
    if (db !== this.#db) return true
    this.#failure = undefined
    this.#waiting.splice(0, writes.length)
    this.#tell(writes)
    this.#written += writes.length
    if (this.#written > COMPACT_EVERY) {
      this.#written = 0
      // It is only longer where that fails.
      await store.compact(db, merged).catch(() => {})
    }
    return true
  }

  #tell(writes: readonly store.Write[]): void {
    const saved = store.savedIn(writes)
    const wrote = writes.flatMap((one) => (one.kind === 'edit' && !saved.has(one.edit) ? one.edit : []))
    const say = (kind: News['kind'], edits: Iterable<Edit>) => {
      const keys = [...edits].flatMap(({ key }) => key ?? [])
      if (keys.length > 0) this.#tabs?.postMessage({ kind, keys } satisfies News)
    }
    say('wrote', wrote)
    say('saved', saved)
  }
}

function openInTime(name: string): Promise<IDBDatabase> {
  const opening = store.open(name)
  return inTime(opening).catch((error) => {
    // Later it would go out as if it were written now, of whatever epoch it is.
    opening.then(
      (late) => late.close(),
      () => {},
    )
    throw error
  })
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const limit = new Promise<never>((_, reject) =>
    setTimeout(
      () => reject(new DOMException('The storage does not answer', 'TimeoutError')),
      ANSWERS_WITHIN_MS,
    ),
  )
  return Promise.race([work, limit])
}

function failureOf(error: unknown, otherwise: CopyFailure): CopyFailure {
  const { name } = error as DOMException
  if (name === 'QuotaExceededError') return 'full'
  return name === 'TimeoutError' ? 'silent' : otherwise
}
