/**
 * This device's own copy of a plan, in IndexedDB, so that work done offline outlives the tab.
 * y-indexeddb never settles where the browser blocks storage, so opening is given a limit.
 */
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'

const OPEN_WITHIN_MS = 2_000
const EPOCH = 'epoch'

export class OfflineCopy {
  readonly #persistence: IndexeddbPersistence

  /** @param personId whose copy: what one person wrote offline is not sent as another's. */
  constructor(planId: string, personId: string, doc: Y.Doc) {
    this.#persistence = new IndexeddbPersistence(`flashboard:${personId}:${planId}`, doc)
  }

  /** Whether a change came from this copy. */
  isOrigin = (origin: unknown): boolean => origin === this.#persistence

  /** Settles when the copy is in the document; false when this browser keeps none. */
  async opened(): Promise<boolean> {
    const limit = new Promise<false>((resolve) => setTimeout(() => resolve(false), OPEN_WITHIN_MS))
    return Promise.race([this.#persistence.whenSynced.then(() => true as const), limit])
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
    await this.#persistence.clearData()
  }

  close(): Promise<void> {
    return this.#persistence.destroy()
  }
}
