/**
 * This device's own copy of a plan, in IndexedDB, so that work done offline outlives the tab. All tabs of a
 * person on this device share it.
 */
import { clearDocument, IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'

/** Some browsers never answer where they keep nothing. */
const OPEN_WITHIN_MS = 5_000
const EPOCH = 'epoch'

export class OfflineCopy {
  readonly #persistence: IndexeddbPersistence
  readonly #onTaken: () => void

  /**
   * @param personId whose copy: what one person wrote offline is not sent as another's.
   * @param onTaken told when another tab takes the copy off this device.
   */
  constructor(planId: string, personId: string, doc: Y.Doc, onTaken: () => void) {
    this.#persistence = new IndexeddbPersistence(`flashboard:${personId}:${planId}`, doc)
    this.#onTaken = onTaken
  }

  /** Whether a change came from this copy. */
  isOrigin = (origin: unknown): boolean => origin === this.#persistence

  /** Settles when the copy is in the document; false when this browser keeps none. */
  async opened(): Promise<boolean> {
    const limit = new Promise<false>((resolve) => setTimeout(() => resolve(false), OPEN_WITHIN_MS))
    // `whenSynced` alone never settles where storage is blocked.
    const isOpen = this.#persistence.get(EPOCH).then(
      () => this.#persistence.whenSynced.then(() => true),
      () => false,
    )
    if (await Promise.race([isOpen, limit])) {
      this.#persistence.db?.addEventListener('versionchange', this.#letGo)
      return true
    }
    // Later it would go out as if it were written now, of whatever epoch it is.
    void this.close()
    return false
  }

  /** Before it is gone: to write into what is gone would throw, with the edit half sent. */
  #letGo = (): void => {
    void this.close()
    this.#onTaken()
  }

  /** From which epoch of the plan this copy is; nothing where it does not say. */
  async epoch(): Promise<number | undefined> {
    const epoch: unknown = await this.#persistence.get(EPOCH).catch(() => undefined)
    return typeof epoch === 'number' ? epoch : undefined
  }

  keepEpoch(epoch: number): void {
    // Where this browser keeps no copy there is nothing that could be of an epoch.
    this.#persistence.set(EPOCH, epoch).catch(() => {})
  }

  /** Takes the copy off this device. */
  async remove(): Promise<void> {
    await this.close()
    await clearDocument(this.#persistence.name)
  }

  close(): Promise<void> {
    // Where it never opened there is nothing to close.
    return this.#persistence.destroy().catch(() => {})
  }
}
