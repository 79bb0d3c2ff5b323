/** The tabs that share a copy of a plan, and tell each other what they write there, by the keys in it. */
import { savedIn, type Write } from './copy-store.ts'
import type { Edit } from './edit-ledger.ts'

interface News {
  kind: 'wrote' | 'saved'
  keys: number[]
}

export class SisterTabs {
  readonly #channel: BroadcastChannel

  /** @param copy the copy's name. @param onNews another tab has written these edits, or heard that they are saved. */
  constructor(copy: string, onNews: (kind: News['kind'], keys: readonly number[]) => void) {
    this.#channel = new BroadcastChannel(copy)
    this.#channel.addEventListener('message', ({ data: { kind, keys } }: MessageEvent<News>) =>
      onNews(kind, keys),
    )
  }

  tell(writes: readonly Write[]): void {
    const saved = savedIn(writes)
    this.#say(
      'wrote',
      writes.flatMap((one) => (one.kind === 'edit' && !saved.has(one.edit) ? one.edit : [])),
    )
    this.#say('saved', [...saved])
  }

  close(): void {
    this.#channel.close()
  }

  #say(kind: News['kind'], edits: readonly Edit[]): void {
    const keys = edits.flatMap(({ key }) => key ?? [])
    // A channel goes to its own origin alone.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    if (keys.length > 0) this.#channel.postMessage({ kind, keys } satisfies News)
  }
}
